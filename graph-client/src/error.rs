//! What can go wrong, as one type.

mod advice;
mod body;
mod construct;
mod escape;
mod odata;
mod problem;
mod refusal;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::LOCATION;
use http::{HeaderMap, StatusCode};

pub use odata::{ErrorDetail, InnerError, ODataError};

pub(crate) use body::{looks_like_html, quoted_html};
pub(crate) use construct::{AnswerFacts, json_fault};
pub(crate) use escape::escaped;
pub(crate) use problem::{KeyFault, Problem};
pub(crate) use refusal::check;

use crate::operation::{Method, Operation, Place};
use crate::transport::{TransportError, TransportErrorKind};

/// The longest request id that a message repeats.
const ID_LIMIT: usize = 100;

/// What kind of failure an [`Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be made as it was asked for.
    Configuration,
    /// The request cannot be sent as it was built: a key, a header, a path.
    InvalidRequest,
    /// The request's body cannot be encoded, or breaks a limit of its schema.
    Encode,
    /// The client's cloud does not offer the operation: nothing was sent.
    NotOffered,
    /// The permissions that the client was [told of](crate::GraphClientBuilder::granted) do not do for
    /// the operation: nothing was sent.
    NotGranted,
    /// The credential has no token, or none that can be sent.
    Credential,
    /// The address is not where the token may go.
    Destination,
    /// No connection was made: the server has seen nothing.
    Connect,
    /// Time ran out: the server may have acted.
    Timeout,
    /// The exchange failed in another way: the server may have acted.
    Transport,
    /// An operation that went on after its answer has failed.
    Operation,
    /// A layer that the application added gave up.
    Layer,
    /// The server answered with a redirect, which is not followed.
    Redirect,
    /// The server answered with a status that is not a success.
    Status,
    /// The server's success answer cannot be decoded.
    Decode,
    /// The pages of a collection do not come to an end.
    Paging,
    /// A request of a batch was not sent, since one that it depends on failed.
    Dependency,
}

/// A failure of a request, or of making a client.
///
/// The message says where, what and what to do. It holds the path template, never a key, the query,
/// the body or a token; what the server said is in it, shortened, with control characters escaped.
/// The cause is part of the message, and also its [`source`](StdError::source).
pub struct Error {
    inner: Box<Inner>,
}

struct Inner {
    kind: ErrorKind,
    place: Option<Place>,
    detail: String,
    status: Option<StatusCode>,
    request_id: Option<Box<str>>,
    client_request_id: Option<Box<str>>,
    location: Option<Box<str>>,
    odata: Option<ODataError>,
    headers: HeaderMap,
    body: Bytes,
    source: Option<Box<dyn StdError + Send + Sync>>,
    // Whether the server has certainly not acted, and sending again makes sense.
    not_acted: bool,
    // Whether an exchange further in has made its attempts already.
    settled: bool,
    // Whether sending again does no more than sending once.
    idempotent: bool,
    retry_after: Option<Duration>,
    attempts: u32,
}

impl Error {
    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The status of the answer, when there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.status
    }

    /// The id that Graph gave the request, which its support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.inner.request_id.as_deref()
    }

    /// The id that the client gave the request, once it was sent.
    pub fn client_request_id(&self) -> Option<&str> {
        self.inner.client_request_id.as_deref()
    }

    /// The operation; none for a request with a path of its own, and when making a client.
    pub fn operation(&self) -> Option<&Operation> {
        self.inner.place.as_ref()?.operation.as_ref()
    }

    /// What the server said, when it said it as OData does.
    pub fn odata(&self) -> Option<&ODataError> {
        self.inner.odata.as_ref()
    }

    /// The code of the service's error, such as `Request_ResourceNotFound`, when it sent one.
    pub fn code(&self) -> Option<&str> {
        self.odata()?.code.as_deref()
    }

    /// The headers of the answer, when there was one that is no success: limits that it announces,
    /// the `Location` of a redirect or of a delta that begins anew.
    ///
    /// They may hold addresses that are secrets, and are in no message.
    pub fn headers(&self) -> &HeaderMap {
        &self.inner.headers
    }

    /// The body of the answer, when there was one that is no success, up to 64 KiB of it.
    ///
    /// It may repeat what was sent, and is in no message but as [`odata`](Self::odata) has it.
    pub fn body(&self) -> &Bytes {
        &self.inner.body
    }

    /// Where a delta begins anew, after the service has let go of its state: status 410 with a
    /// `Location`, for [`GraphClient::resume`](crate::GraphClient::resume).
    ///
    /// What comes from there is everything, not what has changed. It holds data.
    pub fn resync_link(&self) -> Option<&str> {
        let gone = self.inner.status == Some(StatusCode::GONE);
        let location = self.inner.headers.get(LOCATION).filter(|_| gone)?;
        location.to_str().ok()
    }

    pub(crate) fn place(&self) -> Option<Place> {
        self.inner.place
    }

    pub(crate) fn is_settled(&self) -> bool {
        self.inner.settled
    }

    /// Where a redirect pointed. A pre-authenticated download address is a secret of its own, so
    /// it is in no message; follow it without a token.
    pub fn redirect_location(&self) -> Option<&str> {
        self.inner.location.as_deref()
    }

    /// Whether the thing asked for does not exist, or the caller may not see it: status 404.
    pub fn is_not_found(&self) -> bool {
        self.inner.status == Some(StatusCode::NOT_FOUND)
    }

    /// Whether the service asks to slow down: status 429.
    pub fn is_throttled(&self) -> bool {
        self.inner.status == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// How long the server asked to wait before the request is sent again.
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// How often the request was sent until it failed; 0 when nothing was sent, or when an answer
    /// came and cannot be decoded.
    pub fn attempts(&self) -> u32 {
        self.inner.attempts
    }

    /// Whether the same request may succeed later, and sending it again does no harm.
    ///
    /// True when the server has not acted (429, 503 with `Retry-After`, no connection), and, for a
    /// method that is idempotent, also for 502, 503, 504, a timeout and a broken connection; for GET
    /// also for 408, 500 and 509.
    ///
    /// The client has done so already, as far as its [policy](crate::retry::RetryPolicy) allows.
    pub fn is_retryable(&self) -> bool {
        if self.inner.not_acted {
            return true;
        }
        let transient = match self.inner.kind {
            ErrorKind::Timeout => true,
            ErrorKind::Transport => self.transport_kind() == Some(TransportErrorKind::Interrupted),
            ErrorKind::Status => match self.inner.status.map(|status| status.as_u16()) {
                Some(502..=504) => true,
                Some(408 | 500 | 509) => self.reads(),
                _ => false,
            },
            _ => false,
        };
        self.inner.idempotent && transient
    }

    /// Whether the request changes nothing.
    fn reads(&self) -> bool {
        let method = self.inner.place.map(|place| place.method);
        matches!(method, Some(Method::Get | Method::Head))
    }

    fn transport_kind(&self) -> Option<TransportErrorKind> {
        let source = self.inner.source.as_deref()?;
        source
            .downcast_ref::<TransportError>()
            .map(TransportError::kind)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.inner.place {
            Some(place) => write!(f, "{place}: ")?,
            None => f.write_str("GraphClient: ")?,
        }
        f.write_str(&self.inner.detail)?;
        if self.inner.attempts > 1 {
            write!(f, "; it was sent {} times", self.inner.attempts)?;
        }
        match (&self.inner.request_id, &self.inner.client_request_id) {
            (Some(id), _) => write!(f, " (request id {})", escaped(id, ID_LIMIT)),
            (None, Some(id)) => write!(f, " (client request id {})", escaped(id, ID_LIMIT)),
            (None, None) => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.inner.kind)
            .field("status", &self.inner.status)
            .field("message", &format_args!("{self}"))
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source: &(dyn StdError + 'static) = self.inner.source.as_deref()?;
        Some(source)
    }
}

#[cfg(test)]
mod tests;

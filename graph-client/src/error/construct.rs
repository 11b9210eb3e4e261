//! How each kind of error comes about.

use std::error::Error as StdError;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::{HeaderMap, LOCATION};

use super::problem::SharedSource;
use super::{Error, ErrorKind, Inner, Problem, advice, body, escaped};
use crate::Cloud;
use crate::credential::TokenFault;
use crate::operation::{Caller, Place};
use crate::transport::{TransportError, TransportErrorKind};

/// How much of a cause's text is repeated.
const CAUSE_LIMIT: usize = 2_000;

/// An answer that is not a success.
pub(crate) struct AnswerFacts {
    pub(crate) place: Place,
    pub(crate) cloud: Cloud,
    /// Who calls, where the client was told.
    pub(crate) caller: Option<Caller>,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// Its start, where it is long.
    pub(crate) body: Bytes,
    pub(crate) client_request_id: Option<Box<str>>,
    pub(crate) retry_after: Option<Duration>,
}

impl Error {
    fn new(kind: ErrorKind, place: Option<Place>, detail: String) -> Self {
        Self {
            inner: Box::new(Inner {
                kind,
                place,
                detail,
                status: None,
                request_id: None,
                client_request_id: None,
                location: None,
                odata: None,
                headers: HeaderMap::new(),
                body: Bytes::new(),
                source: None,
                not_acted: false,
                settled: false,
                idempotent: place.is_some_and(|place| place.method.is_idempotent()),
                retry_after: None,
                attempts: 0,
            }),
        }
    }

    fn caused_by(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.inner.source = Some(Box::new(source));
        self
    }

    /// A failure of this kind, in words without data.
    pub(crate) fn new_at(kind: ErrorKind, place: Place, detail: impl Into<String>) -> Self {
        Self::new(kind, Some(place), detail.into())
    }

    pub(crate) fn configuration(detail: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, None, detail.into())
    }

    #[cfg(feature = "reqwest")]
    pub(crate) fn setup(error: TransportError) -> Self {
        Self::configuration(error.to_string()).caused_by(error)
    }

    pub(crate) fn invalid(place: Place, problem: Problem) -> Self {
        let detail = escaped(&problem.describe(place.operation.as_ref()), CAUSE_LIMIT);
        match problem {
            Problem::Encode(error) => {
                Self::new(ErrorKind::Encode, Some(place), detail).caused_by(SharedSource(error))
            }
            Problem::Destination(_) | Problem::Elsewhere(_) => {
                Self::new(ErrorKind::Destination, Some(place), detail)
            }
            _ => Self::new(ErrorKind::InvalidRequest, Some(place), detail),
        }
    }

    pub(crate) fn credential(place: Place, scope: &str, fault: TokenFault) -> Self {
        let failure = |detail| Self::new(ErrorKind::Credential, Some(place), detail);
        match fault {
            TokenFault::Credential(error) => failure(format!(
                "the credential gave no token for {scope}: {}",
                escaped(&error.to_string(), CAUSE_LIMIT)
            ))
            .caused_by(SharedSource(error)),
            TokenFault::Unusable(detail) => failure(detail.to_owned()),
        }
    }

    /// Time ran out, by a limit of the client.
    pub(crate) fn timeout(
        place: Place,
        client_request_id: Option<Box<str>>,
        limit: Duration,
        of: &str,
    ) -> Self {
        let detail = format!(
            "there was no answer within {limit:?}, the limit {of}; the server may have acted"
        );
        let mut failure = Self::new(ErrorKind::Timeout, Some(place), detail);
        failure.inner.client_request_id = client_request_id;
        failure
    }

    /// The same failure for a request that went along with others in one exchange.
    pub(crate) fn shared_by(&self, place: Place) -> Self {
        let inner = &self.inner;
        let mut failure = Self::new(inner.kind, Some(place), inner.detail.clone());
        failure.inner.status = inner.status;
        failure.inner.request_id.clone_from(&inner.request_id);
        failure
            .inner
            .client_request_id
            .clone_from(&inner.client_request_id);
        failure.inner.odata.clone_from(&inner.odata);
        failure.inner.headers.clone_from(&inner.headers);
        failure.inner.body.clone_from(&inner.body);
        // The exchange has made its attempts.
        failure.inner.settled = true;
        failure.inner.not_acted = inner.not_acted;
        failure.inner.retry_after = inner.retry_after;
        failure.inner.attempts = inner.attempts;
        failure.note("this is the answer to the batch that the request was part of")
    }

    /// Adds what is known of the call as a whole.
    pub(crate) fn after(mut self, attempts: u32, idempotent: bool) -> Self {
        self.inner.attempts = attempts;
        self.inner.idempotent = idempotent;
        self
    }

    /// Adds to what is said.
    pub(crate) fn note(mut self, text: &str) -> Self {
        self.inner.detail.push_str("; ");
        self.inner.detail.push_str(text);
        self
    }

    pub(crate) fn destination(place: Place, root: &str) -> Self {
        Self::invalid(place, Problem::Destination(root.into()))
    }

    pub(crate) fn transport(
        place: Place,
        client_request_id: Option<Box<str>>,
        error: TransportError,
    ) -> Self {
        let kind = match error.kind() {
            TransportErrorKind::Connect => ErrorKind::Connect,
            TransportErrorKind::Timeout => ErrorKind::Timeout,
            TransportErrorKind::Refused => ErrorKind::Destination,
            _ => ErrorKind::Transport,
        };
        let not_acted = matches!(
            error.kind(),
            TransportErrorKind::Connect | TransportErrorKind::Unprocessed
        );
        let detail = escaped(&error.to_string(), CAUSE_LIMIT);
        let mut failure = Self::new(kind, Some(place), detail).caused_by(error);
        failure.inner.not_acted = not_acted;
        failure.inner.client_request_id = client_request_id;
        failure
    }

    pub(crate) fn decode(
        place: Place,
        status: StatusCode,
        headers: &HeaderMap,
        client_request_id: Option<Box<str>>,
        error: impl StdError + Send + Sync + 'static,
    ) -> Self {
        let detail = format!(
            "{}: the answer cannot be decoded: {}",
            status_in_words(status),
            escaped(&error.to_string(), CAUSE_LIMIT)
        );
        let failure = Self::new(ErrorKind::Decode, Some(place), detail).caused_by(error);
        failure.answered(status, headers, client_request_id)
    }

    /// The answer that a request was part of has none for it.
    pub(crate) fn unanswered(place: Place, found: &'static str) -> Self {
        let detail = format!("the answer cannot be decoded: {found}");
        Self::new(ErrorKind::Decode, Some(place), detail)
    }

    /// A layer of the application gave up, for a reason of its own.
    pub(crate) fn layer(
        place: Place,
        client_request_id: Option<Box<str>>,
        error: Box<dyn StdError + Send + Sync>,
    ) -> Self {
        let detail = format!(
            "a layer of the client gave up: {}",
            escaped(&error.to_string(), CAUSE_LIMIT)
        );
        let mut failure = Self::new(ErrorKind::Layer, Some(place), detail);
        failure.inner.source = Some(error);
        failure.inner.client_request_id = client_request_id;
        failure
    }

    pub(crate) fn answer(facts: AnswerFacts) -> Self {
        let AnswerFacts {
            place,
            cloud,
            caller,
            status,
            headers,
            body,
            client_request_id,
            retry_after,
        } = facts;
        if is_redirect(status) {
            return Self::redirect(place, status, &headers)
                .answered(status, &headers, client_request_id)
                .with_answer(headers, body);
        }
        let (said, odata) = body::describe(&headers, &body);
        let advice = advice::advice(place, cloud, caller, status, retry_after);
        let detail = format!("{}: {said}{advice}", status_in_words(status));
        let mut failure = Self::new(ErrorKind::Status, Some(place), detail);
        failure.inner.odata = odata;
        failure.inner.retry_after = retry_after;
        failure.inner.not_acted = match status {
            StatusCode::TOO_MANY_REQUESTS => true,
            // Without the header it may be a gateway that lost the answer.
            StatusCode::SERVICE_UNAVAILABLE => retry_after.is_some(),
            _ => false,
        };
        failure
            .answered(status, &headers, client_request_id)
            .with_answer(headers, body)
    }

    /// Keeps what came, for those who ask for it.
    fn with_answer(mut self, headers: HeaderMap, body: Bytes) -> Self {
        self.inner.headers = headers;
        self.inner.body = body;
        self
    }

    fn redirect(place: Place, status: StatusCode, headers: &HeaderMap) -> Self {
        let location = headers.get(LOCATION).and_then(|value| value.to_str().ok());
        // The host alone: the rest may be a secret, such as a download address.
        let host = location
            .and_then(|location| url::Url::parse(location).ok())
            .and_then(|url| url.host_str().map(str::to_owned));
        let target = match (host, location) {
            (Some(host), _) => format!("to {}", escaped(&host, 255)),
            (None, Some(_)) => "to another path".to_owned(),
            (None, None) => "without an address".to_owned(),
        };
        let detail = format!(
            "{}: a redirect {target} is not followed, so that the token goes nowhere else; \
             Error::redirect_location has the address, if there is one",
            status_in_words(status)
        );
        let mut failure = Self::new(ErrorKind::Redirect, Some(place), detail);
        failure.inner.location = location.map(Into::into);
        failure
    }

    fn answered(
        mut self,
        status: StatusCode,
        headers: &HeaderMap,
        client_request_id: Option<Box<str>>,
    ) -> Self {
        let inner = &mut self.inner;
        inner.status = Some(status);
        inner.request_id = headers
            .get("request-id")
            .and_then(|value| value.to_str().ok())
            .or_else(|| {
                inner
                    .odata
                    .as_ref()?
                    .inner_error
                    .as_ref()?
                    .request_id
                    .as_deref()
            })
            .map(Into::into);
        inner.client_request_id = client_request_id;
        self
    }
}

/// The redirects that name another address; 304 is an answer of its own.
fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

fn status_in_words(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}

/// Where JSON is not what was expected, without what it holds, which is data.
pub(crate) fn json_fault(error: &serde_json::Error) -> String {
    use serde_json::error::Category;

    let fault = match error.classify() {
        Category::Eof => "it ends too early",
        Category::Syntax => "it is not JSON",
        Category::Data => "it is JSON of another form",
        Category::Io => "it cannot be read",
    };
    format!(
        "{fault}, at line {} column {}",
        error.line(),
        error.column()
    )
}

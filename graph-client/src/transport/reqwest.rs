//! The transport over `reqwest` with rustls.

mod outgoing;

use std::error::Error as _;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Response};

use super::{
    BodyStream, HttpRequest, HttpResponse, StreamedResponse, Transport, TransportError,
    TransportErrorKind, is_loopback,
};
use crate::BoxFuture;

/// How long a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);
/// How long the server may be silent.
const READ_TIMEOUT: Duration = Duration::from_secs(100);
/// How much of an answer is read into memory.
const MAX_BODY_BYTES: u64 = 256 << 20;

/// Sends requests with [`reqwest`](https://docs.rs/reqwest): rustls, HTTP/1.1 and HTTP/2.
///
/// It needs a Tokio runtime with time and network enabled. Redirects are not followed, and plain
/// http is refused, except by [`ReqwestTransport::loopback`].
#[derive(Clone)]
pub struct ReqwestTransport {
    client: Client,
    max_body_bytes: u64,
    loopback: bool,
}

impl ReqwestTransport {
    /// A transport that sends over https only, and honours the proxy variables of the environment.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::Setup`] when TLS cannot be set up.
    pub fn new() -> Result<Self, TransportError> {
        Self::from_builder(timeouts(Client::builder()))
    }

    /// A transport to this machine alone: http is allowed, no proxy is used, and `localhost` is
    /// not looked up.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::Setup`] when TLS cannot be set up.
    pub fn loopback() -> Result<Self, TransportError> {
        let addresses = [
            SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            SocketAddr::from((Ipv6Addr::LOCALHOST, 0)),
        ];
        // A proxy from the environment would see the token in plain text.
        let builder = timeouts(Client::builder())
            .no_proxy()
            .resolve_to_addrs("localhost", &addresses);
        Self::build(builder, true)
    }

    /// A transport over a client of your own making: proxy, root certificates, timeouts.
    ///
    /// Whatever the builder says, redirects are not followed, nothing is sent twice, and http is
    /// refused.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::Setup`] when the builder does not give a client.
    pub fn from_builder(builder: ClientBuilder) -> Result<Self, TransportError> {
        Self::build(builder.https_only(true), false)
    }

    /// Sets how many bytes of an answer are read, 256 MiB unless set: more is an error.
    #[must_use]
    pub fn with_max_body_bytes(mut self, bytes: u64) -> Self {
        self.max_body_bytes = bytes;
        self
    }

    fn build(builder: ClientBuilder, loopback: bool) -> Result<Self, TransportError> {
        let client = builder
            .redirect(Policy::none())
            .referer(false)
            // The client repeats by its own policy, which counts every attempt.
            .retry(reqwest::retry::never())
            .build()
            .map_err(|error| {
                failure(
                    TransportErrorKind::Setup,
                    "the HTTP client cannot be set up",
                    error,
                )
            })?;
        Ok(Self {
            client,
            max_body_bytes: MAX_BODY_BYTES,
            loopback,
        })
    }

    /// Hands the request to the client, which sends it when the future is polled.
    fn exchange(
        &self,
        request: HttpRequest,
    ) -> Result<impl Future<Output = reqwest::Result<Response>> + Send + use<>, TransportError>
    {
        self.check_address(&request.url)?;
        let mut outgoing = reqwest::Request::new(request.method, request.url);
        *outgoing.headers_mut() = request.headers;
        *outgoing.body_mut() = request.body.map(outgoing::body);
        Ok(self.client.execute(outgoing))
    }

    fn check_address(&self, url: &url::Url) -> Result<(), TransportError> {
        let refused = match (self.loopback, url.scheme()) {
            (false, "https") => return Ok(()),
            (false, _) => {
                "only https is sent; for a server on loopback use ReqwestTransport::loopback"
            }
            (true, _) if is_loopback(url) => return Ok(()),
            (true, _) => "this transport sends to loopback addresses and to localhost only",
        };
        Err(TransportError::new(TransportErrorKind::Refused, refused))
    }
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The client's own output may hold default headers.
        f.debug_struct("ReqwestTransport")
            .field("max_body_bytes", &self.max_body_bytes)
            .field("loopback", &self.loopback)
            .finish_non_exhaustive()
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: HttpRequest,
    ) -> BoxFuture<'static, Result<HttpResponse, TransportError>> {
        let exchange = self.exchange(request);
        let max = self.max_body_bytes;
        Box::pin(async move {
            let mut response = exchange?.await.map_err(no_answer)?;
            let body = read_body(&mut response, max).await?;
            let headers = std::mem::take(response.headers_mut());
            Ok(HttpResponse::new(response.status(), headers, body))
        })
    }

    fn open(
        &self,
        request: HttpRequest,
    ) -> BoxFuture<'static, Result<StreamedResponse, TransportError>> {
        let exchange = self.exchange(request);
        Box::pin(async move {
            let mut response = exchange?.await.map_err(no_answer)?;
            let headers = std::mem::take(response.headers_mut());
            let status = response.status();
            let body = BodyStream::new(pieces(response));
            Ok(StreamedResponse::new(status, headers, body))
        })
    }
}

/// The pieces of a body, as long as there are any.
fn pieces(response: Response) -> impl Stream<Item = Result<Bytes, TransportError>> + Send {
    let announced = response.content_length();
    futures_util::stream::unfold(Some((response, 0)), move |state| async move {
        let (mut response, so_far) = state?;
        match next_piece(&mut response, so_far, announced).await {
            Ok(Some(piece)) => {
                let so_far = so_far.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
                Some((Ok(piece), Some((response, so_far))))
            }
            Ok(None) => None,
            Err(error) => Some((Err(error), None)),
        }
    })
}

fn timeouts(builder: ClientBuilder) -> ClientBuilder {
    builder
        .connect_timeout(CONNECT_TIMEOUT)
        .read_timeout(READ_TIMEOUT)
}

async fn read_body(response: &mut Response, max: u64) -> Result<Bytes, TransportError> {
    let announced = response.content_length();
    if announced.is_some_and(|length| length > max) {
        return Err(too_large(max));
    }
    // Most answers come in one piece, which is handed on without a copy.
    let Some(first) = next_piece(response, 0, announced).await? else {
        return Ok(Bytes::new());
    };
    let mut whole = Piece::One(first);
    loop {
        if whole.len() > max {
            return Err(too_large(max));
        }
        match next_piece(response, whole.len(), announced).await? {
            Some(piece) => whole = whole.join(&piece),
            None => return Ok(whole.into_bytes()),
        }
    }
}

async fn next_piece(
    response: &mut Response,
    so_far: u64,
    announced: Option<u64>,
) -> Result<Option<Bytes>, TransportError> {
    response.chunk().await.map_err(|error| {
        let kind = if error.is_timeout() {
            TransportErrorKind::Timeout
        } else {
            TransportErrorKind::Interrupted
        };
        let text = match announced {
            Some(length) => format!("the answer broke off after {so_far} of {length} bytes"),
            None => format!("the answer broke off after {so_far} bytes"),
        };
        failure(kind, &text, error)
    })
}

/// A body so far.
enum Piece {
    One(Bytes),
    Many(BytesMut),
}

impl Piece {
    fn len(&self) -> u64 {
        let length = match self {
            Self::One(bytes) => bytes.len(),
            Self::Many(bytes) => bytes.len(),
        };
        u64::try_from(length).unwrap_or(u64::MAX)
    }

    fn join(self, more: &Bytes) -> Self {
        let mut whole = match self {
            Self::One(bytes) => BytesMut::from(bytes),
            Self::Many(bytes) => bytes,
        };
        whole.extend_from_slice(more);
        Self::Many(whole)
    }

    fn into_bytes(self) -> Bytes {
        match self {
            Self::One(bytes) => bytes,
            Self::Many(bytes) => bytes.freeze(),
        }
    }
}

fn too_large(max: u64) -> TransportError {
    TransportError::new(
        TransportErrorKind::TooLarge,
        format!(
            "the answer is larger than {max} bytes; raise ReqwestTransport::with_max_body_bytes"
        ),
    )
}

fn no_answer(error: reqwest::Error) -> TransportError {
    let (kind, text) = if error.is_connect() {
        (TransportErrorKind::Connect, "no connection to the server")
    } else if error.is_timeout() {
        (
            TransportErrorKind::Timeout,
            "the server did not answer in time",
        )
    } else if error.is_builder() {
        (TransportErrorKind::Refused, "the request cannot be sent")
    } else if error.is_request() {
        (
            TransportErrorKind::Interrupted,
            "the connection broke before an answer came",
        )
    } else {
        (TransportErrorKind::Other, "the request failed")
    };
    failure(kind, text, error)
}

// The causes in words, without the address, which may hold keys and data.
fn failure(kind: TransportErrorKind, text: &str, error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let mut text = text.to_owned();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        if !text.contains(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        cause = error.source();
    }
    TransportError::new(kind, text).with_source(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(transport: &ReqwestTransport, url: &str) -> Option<String> {
        let url = url::Url::parse(url).unwrap();
        transport
            .check_address(&url)
            .err()
            .map(|error| error.to_string())
    }

    #[test]
    fn plain_http_is_for_loopback_alone() {
        let cloud = ReqwestTransport::new().unwrap();
        assert_eq!(refused(&cloud, "https://graph.microsoft.com/v1.0"), None);
        assert!(refused(&cloud, "http://graph.microsoft.com/v1.0").is_some());
        assert!(refused(&cloud, "http://127.0.0.1/v1.0").is_some());

        let loopback = ReqwestTransport::loopback().unwrap();
        assert_eq!(refused(&loopback, "http://127.0.0.1:8080/v1.0"), None);
        assert_eq!(refused(&loopback, "http://localhost:8080/v1.0"), None);
        assert!(refused(&loopback, "http://example.com/v1.0").is_some());
        assert!(refused(&loopback, "https://graph.microsoft.com/v1.0").is_some());
    }

    /// A server that gives this answer to one request.
    fn answering(answer: &'static str) -> url::Url {
        use std::io::{Read, Write};

        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
        });
        url::Url::parse(&format!("http://127.0.0.1:{port}/")).unwrap()
    }

    #[tokio::test]
    async fn a_body_comes_piece_by_piece_and_its_end_is_watched() {
        let transport = ReqwestTransport::loopback().unwrap();
        let open = |answer| {
            let request = HttpRequest::new(http::Method::GET, answering(answer));
            transport.open(request)
        };
        let whole = "HTTP/1.1 206 Partial Content\r\ncontent-length: 3\r\n\r\nabc";
        let mut answer = open(whole).await.unwrap();
        assert_eq!(answer.status, http::StatusCode::PARTIAL_CONTENT);
        assert_eq!(answer.headers["content-length"], "3");
        assert_eq!(answer.body.next().await.unwrap().unwrap(), "abc");
        assert!(answer.body.next().await.is_none());

        let cut = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc";
        let mut answer = open(cut).await.unwrap();
        let mut last = answer.body.next().await.unwrap();
        if last.is_ok() {
            last = answer.body.next().await.unwrap();
        }
        let error = last.unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Interrupted);
        assert!(answer.body.next().await.is_none());
    }
}

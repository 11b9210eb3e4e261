//! The transport over `reqwest` with rustls.

mod failure;
mod incoming;
mod outgoing;

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};
use url::Url;

use super::{
    BodyStream, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind,
    is_loopback,
};
use crate::BoxFuture;
use failure::{failure, no_answer};
use incoming::Incoming;

/// How long a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);

/// Sends requests with [`reqwest`](https://docs.rs/reqwest): rustls, HTTP/1.1 and HTTP/2.
///
/// It needs a Tokio runtime with time and network enabled. Redirects are not followed, and plain
/// http is refused, except by [`ReqwestTransport::loopback`].
#[derive(Clone)]
pub struct ReqwestTransport {
    client: Client,
    reach: Reach,
}

/// Where a transport sends to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// Anywhere, over https.
    Https,
    /// The same, with a client of the caller's that may have been built to follow redirects.
    HttpsOfCaller,
    /// This machine, over http and https.
    Loopback,
}

impl ReqwestTransport {
    /// A transport that sends over https only, and honours the proxy variables of the environment.
    ///
    /// A connection may take 30 seconds to come about.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::Setup`] when TLS cannot be set up.
    pub fn new() -> Result<Self, TransportError> {
        Self::from_builder(Client::builder().connect_timeout(CONNECT_TIMEOUT))
    }

    /// A transport to this machine alone: http is allowed, no proxy is used, and `localhost` is
    /// not looked up.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::Setup`] when TLS cannot be set up.
    pub fn loopback() -> Result<Self, TransportError> {
        Self::loopback_from_builder(Client::builder().connect_timeout(CONNECT_TIMEOUT))
    }

    /// The same over a client of your own making, for a server on this machine with a certificate
    /// of its own.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::Setup`] when the builder does not give a client.
    pub fn loopback_from_builder(builder: ClientBuilder) -> Result<Self, TransportError> {
        let addresses = [
            SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            SocketAddr::from((Ipv6Addr::LOCALHOST, 0)),
        ];
        // A proxy from the environment would see the token in plain text.
        let builder = builder.no_proxy().resolve_to_addrs("localhost", &addresses);
        Self::build(builder, Reach::Loopback)
    }

    /// A transport over a client of your own making: proxy, root certificates, TLS, timeouts,
    /// default headers.
    ///
    /// Whatever the builder says, redirects are not followed, nothing is sent twice, and http is
    /// refused.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::Setup`] when the builder does not give a client.
    pub fn from_builder(builder: ClientBuilder) -> Result<Self, TransportError> {
        Self::build(builder.https_only(true), Reach::Https)
    }

    /// A transport over a client that exists, to share its connections.
    ///
    /// It should have been built with
    /// [`Policy::none`](https://docs.rs/reqwest/latest/reqwest/redirect/struct.Policy.html#method.none)
    /// for redirects: an answer that came from another address than was asked is an error.
    pub const fn from_client(client: Client) -> Self {
        Self {
            client,
            reach: Reach::HttpsOfCaller,
        }
    }

    fn build(builder: ClientBuilder, reach: Reach) -> Result<Self, TransportError> {
        let client = builder
            .redirect(Policy::none())
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
        Ok(Self { client, reach })
    }

    /// The request as reqwest takes it.
    fn outgoing(&self, request: HttpRequest) -> Result<reqwest::Request, TransportError> {
        let refused = |text| TransportError::new(TransportErrorKind::Refused, text);
        let (parts, body) = request.into_parts();
        let url = Url::parse(&parts.uri.to_string())
            .map_err(|_| refused("the address is not one that can be sent to"))?;
        // A parser that resolves dots or rewrites characters would send another request.
        if url.path() != parts.uri.path() {
            return Err(refused("the path of the address is not in its normal form"));
        }
        self.check_address(&url)?;
        let mut outgoing = reqwest::Request::new(parts.method, url);
        *outgoing.headers_mut() = parts.headers;
        *outgoing.body_mut() = outgoing::body(body);
        Ok(outgoing)
    }

    fn check_address(&self, url: &Url) -> Result<(), TransportError> {
        let loopback = self.reach == Reach::Loopback;
        let refused = match (loopback, url.scheme()) {
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
            .field("reach", &self.reach)
            .finish_non_exhaustive()
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: HttpRequest,
    ) -> BoxFuture<'static, Result<HttpResponse, TransportError>> {
        let exchange = self.outgoing(request).map(|request| {
            let asked = (self.reach == Reach::HttpsOfCaller).then(|| request.url().clone());
            (self.client.execute(request), asked)
        });
        Box::pin(async move {
            let (answer, asked) = exchange?;
            let answer = answer.await.map_err(no_answer)?;
            if asked.is_some_and(|asked| asked != *answer.url()) {
                return Err(TransportError::new(
                    TransportErrorKind::Refused,
                    "the HTTP client followed a redirect, and so took the request to another \
                     address; build it with redirect::Policy::none()",
                ));
            }
            let announced = answer.content_length();
            let answer = http::Response::<reqwest::Body>::from(answer);
            Ok(answer.map(|body| BodyStream::new(Incoming::new(body, announced))))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(transport: &ReqwestTransport, url: &str) -> Option<String> {
        let url = Url::parse(url).unwrap();
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
    fn answering(answer: &'static str) -> Url {
        use std::io::{Read, Write};

        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
        });
        Url::parse(&format!("http://127.0.0.1:{port}/")).unwrap()
    }

    #[tokio::test]
    async fn a_body_comes_piece_by_piece_and_its_end_is_watched() {
        let transport = ReqwestTransport::loopback().unwrap();
        let open = |answer| {
            let mut request = HttpRequest::default();
            *request.uri_mut() = answering(answer).as_str().parse().unwrap();
            transport.send(request)
        };
        let whole = "HTTP/1.1 206 Partial Content\r\ncontent-length: 3\r\n\r\nabc";
        let mut answer = open(whole).await.unwrap();
        assert_eq!(answer.status(), http::StatusCode::PARTIAL_CONTENT);
        assert_eq!(answer.headers()["content-length"], "3");
        assert_eq!(answer.body_mut().next().await.unwrap().unwrap(), "abc");
        assert!(answer.body_mut().next().await.is_none());

        let cut = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc";
        let mut answer = open(cut).await.unwrap();
        let mut last = answer.body_mut().next().await.unwrap();
        if last.is_ok() {
            last = answer.body_mut().next().await.unwrap();
        }
        let error = last.unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Interrupted);
        assert!(answer.body_mut().next().await.is_none());
    }
}

//! How a request reaches the server: a trait, and an implementation over `reqwest`.

mod body;
mod error;
mod exchange;
#[cfg(feature = "reqwest")]
mod reqwest;
mod stream;

use std::fmt;
use std::sync::Arc;

pub use body::{Body, BodyPieces};
pub use error::{TransportError, TransportErrorKind};
pub(crate) use exchange::HeaderNames;
pub use exchange::{HttpRequest, HttpResponse};
pub use stream::{BodyStream, StreamedResponse};

#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;

use crate::BoxFuture;

/// Sends one HTTP request and reads its answer.
///
/// An implementation does not follow redirects, does not retry what the server may have acted on,
/// and hands over every status as an answer: the client judges it. The request carries a token, so
/// neither its headers nor its address may be logged.
pub trait Transport: Send + Sync + fmt::Debug + 'static {
    /// Sends the request. Dropping the future abandons the exchange.
    ///
    /// # Errors
    ///
    /// Says why there is no complete answer.
    fn send(
        &self,
        request: HttpRequest,
    ) -> BoxFuture<'static, Result<HttpResponse, TransportError>>;

    /// Sends the request and hands over the answer before its body is read, for downloads.
    ///
    /// Unless written anew, it reads the whole body first, which large files are too large for.
    ///
    /// # Errors
    ///
    /// Says why there is no answer.
    fn open(
        &self,
        request: HttpRequest,
    ) -> BoxFuture<'static, Result<StreamedResponse, TransportError>> {
        let answer = self.send(request);
        Box::pin(async move { answer.await.map(StreamedResponse::from) })
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(
        &self,
        request: HttpRequest,
    ) -> BoxFuture<'static, Result<HttpResponse, TransportError>> {
        (**self).send(request)
    }

    fn open(
        &self,
        request: HttpRequest,
    ) -> BoxFuture<'static, Result<StreamedResponse, TransportError>> {
        (**self).open(request)
    }
}

/// Whether the host is this machine by definition, not by a name that a resolver could answer.
pub(crate) fn is_loopback(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_a_literal_address_or_localhost() {
        let yes = [
            "http://127.0.0.1",
            "http://127.8.9.10:80",
            "http://[::1]:8080",
            "http://LOCALHOST/",
        ];
        let no = [
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "http://localhost.",
            "http://0.0.0.0",
            "http://10.0.0.1",
            "http://[::]",
            "http://[::ffff:127.0.0.1]",
            "http://127.0.0.1@example.com",
            "data:,x",
        ];
        for text in yes {
            assert!(is_loopback(&url::Url::parse(text).unwrap()), "{text}");
        }
        for text in no {
            assert!(!is_loopback(&url::Url::parse(text).unwrap()), "{text}");
        }
    }
}

//! How a request reaches the server: a trait, and an implementation over `reqwest`.

mod body;
mod error;
mod headers;
#[cfg(feature = "reqwest")]
mod reqwest;
mod stream;

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

pub use body::{Body, BodyPieces};
pub use error::{TransportError, TransportErrorKind};
pub(crate) use headers::HeaderNames;
pub use stream::BodyStream;
pub(crate) use stream::{collect, too_large};

#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;

use crate::BoxFuture;

/// A request on its way: the address is absolute, and the headers hold the token when it reaches
/// the transport.
///
/// Its own `Debug` shows the address, which holds keys and data, so it is not for logs.
pub type HttpRequest = http::Request<Body>;

/// An answer, whose body comes piece by piece or has been read already.
pub type HttpResponse = http::Response<BodyStream>;

/// Sends one HTTP request and gives its answer as soon as the headers are there.
///
/// An implementation does not follow redirects, does not retry what the server may have acted on,
/// sets no limits of its own on time and size, and hands over every status as an answer: the layers
/// above it do all that. The request carries a token, so neither its headers nor its address may be
/// logged.
pub trait Transport: Send + Sync + fmt::Debug + 'static {
    /// Sends the request. Dropping the future, or the body of the answer, abandons the exchange.
    ///
    /// # Errors
    ///
    /// Says why there is no answer.
    fn send(
        &self,
        request: HttpRequest,
    ) -> BoxFuture<'static, Result<HttpResponse, TransportError>>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(
        &self,
        request: HttpRequest,
    ) -> BoxFuture<'static, Result<HttpResponse, TransportError>> {
        (**self).send(request)
    }
}

/// Whether the host is this machine by definition, not by a name that a resolver could answer.
pub(crate) fn is_loopback(url: &url::Url) -> bool {
    url.host_str().is_some_and(is_loopback_host)
}

/// The same for a host as it stands in an address, an IPv6 address in brackets.
pub(crate) fn is_loopback_host(host: &str) -> bool {
    let address = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host);
    match address.parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => host.eq_ignore_ascii_case("localhost"),
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

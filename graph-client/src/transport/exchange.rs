//! The request and the answer that a transport sees.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use url::Url;

use super::Body;

/// A request, complete: the address is absolute and the headers hold the token.
///
/// `Debug` shows the method, the host, the names of the headers and the length of the body.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// The absolute address. Its path may hold keys, its query data.
    pub url: Url,
    /// The headers, with the token.
    pub headers: HeaderMap,
    /// The body, if there is one.
    pub body: Option<Body>,
}

impl HttpRequest {
    /// Takes method and address; headers and body are empty.
    pub fn new(method: Method, url: Url) -> Self {
        Self {
            method,
            url,
            headers: HeaderMap::new(),
            body: None,
        }
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("host", &self.url.host_str())
            .field("headers", &HeaderNames(&self.headers))
            .field("body_length", &self.body.as_ref().and_then(Body::length))
            .finish_non_exhaustive()
    }
}

/// An answer, read to its end.
///
/// `Debug` shows the status, the names of the headers and the length of the body.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

impl HttpResponse {
    /// Takes all three parts.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers,
            body: body.into(),
        }
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .field("headers", &HeaderNames(&self.headers))
            .field("body_length", &self.body.len())
            .finish()
    }
}

/// The names of headers, for debug output: a value may be a token or data.
pub(crate) struct HeaderNames<'a>(pub(crate) &'a HeaderMap);

impl fmt::Debug for HeaderNames<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.0.keys().map(http::HeaderName::as_str))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_leaks_nothing() {
        let mut request = HttpRequest::new(
            Method::POST,
            Url::parse("https://graph.microsoft.com/v1.0/users/KEY?$filter=DATA").unwrap(),
        );
        request
            .headers
            .insert("authorization", "Bearer TOKEN".parse().unwrap());
        request.body = Some(Body::from("BODY"));
        assert_eq!(
            format!("{request:?}"),
            "HttpRequest { method: POST, host: Some(\"graph.microsoft.com\"), \
             headers: [\"authorization\"], body_length: Some(4), .. }"
        );
        let response = HttpResponse::new(StatusCode::OK, request.headers, "BODY");
        assert_eq!(
            format!("{response:?}"),
            "HttpResponse { status: 200, headers: [\"authorization\"], body_length: 4 }"
        );
    }
}

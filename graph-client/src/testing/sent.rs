//! What was sent.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method};
use serde::de::DeserializeOwned;

use crate::transport::{HttpRequest, TransportError, TransportErrorKind};

/// A request that the code under test sent.
///
/// `Debug` shows method, path and query, and no headers, since one of them is a token.
#[derive(Clone)]
pub struct SentRequest {
    request: HttpRequest,
    url: String,
}

impl SentRequest {
    /// Takes a request, with the whole of its body where it was sent.
    pub(super) async fn read(
        mut request: HttpRequest,
        connected: bool,
    ) -> Result<Self, TransportError> {
        let body = request.body();
        if connected && !body.is_none() && body.as_bytes().is_none() {
            let body = std::mem::take(request.body_mut())
                .into_pieces()
                .whole()
                .await
                .map_err(|error| {
                    let text = format!("the body broke off: {error}");
                    TransportError::new(TransportErrorKind::Interrupted, text)
                })?;
            *request.body_mut() = body.into();
        }
        let url = request.uri().to_string();
        Ok(Self { request, url })
    }

    /// The method.
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// The whole address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The path from the version on, encoded as it was sent.
    pub fn path(&self) -> &str {
        self.request.uri().path()
    }

    /// The value of a query option, decoded: `query("$filter")`.
    pub fn query(&self, name: &str) -> Option<String> {
        let pairs = url::form_urlencoded::parse(self.request.uri().query()?.as_bytes());
        let (_, value) = pairs.into_iter().find(|(found, _)| found == name)?;
        Some(value.into_owned())
    }

    /// The value of a header, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.request.headers().get(name)?.to_str().ok()
    }

    /// All headers, the token among them.
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// The body; empty when there was none.
    pub fn body(&self) -> &[u8] {
        self.request.body().as_bytes().map_or(&[], Bytes::as_ref)
    }

    /// The body, read as JSON: into a model, or a `serde_json::Value`.
    ///
    /// # Errors
    ///
    /// serde's, when the body is not a `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(self.body())
    }
}

impl fmt::Debug for SentRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SentRequest")
            .field("method", self.request.method())
            .field("path", &self.request.uri().path())
            .field("query", &self.request.uri().query())
            .finish_non_exhaustive()
    }
}

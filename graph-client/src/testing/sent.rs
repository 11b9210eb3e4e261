//! What was sent.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method};
use serde::de::DeserializeOwned;

use crate::transport::{Body, HttpRequest, TransportError, TransportErrorKind};

/// A request that the code under test sent.
///
/// `Debug` shows method, path and query, and no headers, since one of them is a token.
#[derive(Clone)]
pub struct SentRequest(HttpRequest);

impl SentRequest {
    /// Takes a request, with the whole of its body where it was sent.
    pub(super) async fn read(
        mut request: HttpRequest,
        connected: bool,
    ) -> Result<Self, TransportError> {
        if let Some(body) = request.body.take_if(|body| body.as_bytes().is_none())
            && connected
        {
            let body = body.into_pieces().whole().await.map_err(|error| {
                let text = format!("the body broke off: {error}");
                TransportError::new(TransportErrorKind::Interrupted, text)
            })?;
            request.body = Some(body.into());
        }
        Ok(Self(request))
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.0.method
    }

    /// The whole address.
    pub fn url(&self) -> &str {
        self.0.url.as_str()
    }

    /// The path from the version on, encoded as it was sent.
    pub fn path(&self) -> &str {
        self.0.url.path()
    }

    /// The value of a query option, decoded: `query("$filter")`.
    pub fn query(&self, name: &str) -> Option<String> {
        let (_, value) = self.0.url.query_pairs().find(|(found, _)| found == name)?;
        Some(value.into_owned())
    }

    /// The value of a header, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.headers.get(name)?.to_str().ok()
    }

    /// All headers, the token among them.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The body; empty when there was none.
    pub fn body(&self) -> &[u8] {
        let body = self.0.body.as_ref().and_then(Body::as_bytes);
        body.map_or(&[], Bytes::as_ref)
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
            .field("method", &self.0.method)
            .field("path", &self.0.url.path())
            .field("query", &self.0.url.query())
            .finish_non_exhaustive()
    }
}

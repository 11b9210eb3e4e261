//! An answer with all that came with it.

use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::transport::HeaderNames;

/// A success answer: status, headers and the decoded value.
///
/// `Debug` shows the names of the headers only; the value is shown by its own `Debug`.
#[derive(Clone)]
pub struct Response<T> {
    status: StatusCode,
    headers: HeaderMap,
    value: T,
    /// Whether it is of the beta version.
    beta: bool,
}

impl<T> Response<T> {
    pub(crate) const fn new(status: StatusCode, headers: HeaderMap, value: T, beta: bool) -> Self {
        Self {
            status,
            headers,
            value,
            beta,
        }
    }

    /// The status, always a success.
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the answer.
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The decoded value.
    pub const fn value(&self) -> &T {
        &self.value
    }

    /// The decoded value, without the rest.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Status, headers and value.
    pub fn into_parts(self) -> (StatusCode, HeaderMap, T) {
        (self.status, self.headers, self.value)
    }

    /// The id that Graph gave the request, which its support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.header("request-id")
    }

    /// The id that the client gave the request, when the server returned it.
    pub fn client_request_id(&self) -> Option<&str> {
        self.header("client-request-id")
    }

    pub(crate) const fn is_beta(&self) -> bool {
        self.beta
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &HeaderNames(&self.headers))
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}

//! A scripted answer.

use std::fmt;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use serde_json::json;

use crate::transport::{HttpResponse, TransportError, TransportErrorKind};

/// An answer of a [`ScriptedTransport`](super::ScriptedTransport), or a failure to get one.
#[derive(Clone, Debug)]
#[must_use]
pub struct ScriptedAnswer(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Answer(Answer),
    Failure(TransportErrorKind, String),
}

#[derive(Clone)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

// The body may be long, and it is the test's own.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

impl ScriptedAnswer {
    /// Status 200 with this value as JSON: a model, a `Page`, the output of `json!`.
    ///
    /// A value that serde cannot write becomes a failure that says so.
    pub fn json(value: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => Self::bytes("application/json", body),
            Err(error) => Self::failure(
                TransportErrorKind::Other,
                format!("the scripted answer cannot be written as JSON: {error}"),
            ),
        }
    }

    /// Status 200 with these bytes.
    pub fn bytes(content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let mut headers = HeaderMap::new();
        if let Ok(value) = HeaderValue::from_str(content_type) {
            headers.insert(CONTENT_TYPE, value);
        }
        Self(Kind::Answer(Answer {
            status: StatusCode::OK,
            headers,
            body: body.into(),
        }))
    }

    /// Status 204, without a body.
    pub fn no_content() -> Self {
        Self(Kind::Answer(Answer {
            status: StatusCode::NO_CONTENT,
            headers: HeaderMap::new(),
            body: Bytes::new(),
        }))
    }

    /// This status, with an error as Graph gives it.
    pub fn error(status: StatusCode, code: &str, message: &str) -> Self {
        Self::json(&json!({"error": {"code": code, "message": message}})).with_status(status)
    }

    /// Status 429, with the seconds after which to send the request again.
    pub fn throttled(seconds: u32) -> Self {
        let message = "Too many requests";
        let mut answer = Self::error(StatusCode::TOO_MANY_REQUESTS, "TooManyRequests", message);
        if let Kind::Answer(answer) = &mut answer.0 {
            answer.headers.insert(RETRY_AFTER, seconds.into());
        }
        answer
    }

    /// No answer, for this reason.
    pub fn failure(kind: TransportErrorKind, message: impl Into<String>) -> Self {
        Self(Kind::Failure(kind, message.into()))
    }

    /// The same with another status.
    pub fn with_status(mut self, status: StatusCode) -> Self {
        if let Kind::Answer(answer) = &mut self.0 {
            answer.status = status;
        }
        self
    }

    /// The same with one header more.
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        if let Kind::Answer(answer) = &mut self.0 {
            answer.headers.append(name, value);
        }
        self
    }

    pub(super) fn into_result(self) -> Result<HttpResponse, TransportError> {
        match self.0 {
            Kind::Answer(answer) => {
                let mut response = HttpResponse::new(answer.body.into());
                *response.status_mut() = answer.status;
                *response.headers_mut() = answer.headers;
                Ok(response)
            }
            Kind::Failure(kind, message) => Err(TransportError::new(kind, message)),
        }
    }
}

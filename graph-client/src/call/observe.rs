//! What is seen of a call from outside, by the OpenTelemetry conventions for HTTP clients.
//!
//! See [HTTP spans](https://opentelemetry.io/docs/specs/semconv/http/http-spans/). No address, key,
//! query, header, body or token is recorded: the path template stands for the address.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use tracing::field::{Empty, display};
use tracing::{Span, debug, info_span};

use super::Call;
use crate::{Error, ErrorKind};

/// A path template, with the version.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Template {
    pub(crate) version: &'static str,
    pub(crate) path: &'static str,
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.version)?;
        f.write_str(self.path)
    }
}

impl Call {
    pub(super) fn new_span(&self) -> Span {
        let url = &self.request.url;
        let span = info_span!(
            "graph",
            otel.name = Empty,
            otel.kind = "client",
            http.request.method = self.place.method.as_str(),
            url.template = self.template.map(display),
            server.address = url.host_str(),
            server.port = url.port_or_known_default(),
            http.request.resend_count = Empty,
            http.response.status_code = Empty,
            "error.type" = Empty,
            graph.request_id = Empty,
            graph.client_request_id = self.client_request_id.as_deref(),
        );
        match self.template {
            Some(template) => {
                let name = format_args!("{} {template}", self.place.method);
                span.record("otel.name", display(name))
            }
            None => span.record("otel.name", self.place.method.as_str()),
        };
        span
    }

    /// What the call came to.
    pub(super) fn conclude<T>(&self, answer: &Result<T, Error>) {
        if let Err(failure) = answer {
            self.span.record("error.type", &*error_type(failure));
        }
    }

    /// An event for one attempt.
    pub(super) fn observe(
        &self,
        sent: u32,
        answer: Option<(StatusCode, &HeaderMap)>,
        failure: Option<&Error>,
    ) {
        let resent = sent.saturating_sub(1);
        let status = answer.map(|(status, _)| status.as_u16());
        let request_id = answer.and_then(|(_, headers)| request_id(headers));
        let span = &self.span;
        if let Some(status) = status {
            span.record("http.response.status_code", status);
        }
        if let Some(id) = request_id {
            span.record("graph.request_id", id);
        }
        if resent > 0 {
            span.record("http.request.resend_count", resent);
        }
        debug!(
            http.request.method = self.place.method.as_str(),
            url.template = self.template.map(display),
            http.request.resend_count = resent,
            http.response.status_code = status,
            "error.type" = failure.map(error_type).as_deref(),
            graph.request_id = request_id,
            "attempt"
        );
    }
}

/// A delay before the next attempt.
pub(super) fn delay(delay: Duration) {
    let milliseconds = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
    debug!(graph.retry_delay_ms = milliseconds, "waiting");
}

/// No next attempt, although the policy would have one.
pub(super) fn exhausted() {
    debug!("the retry budget of the client is used up");
}

fn request_id(headers: &HeaderMap) -> Option<&str> {
    headers.get("request-id")?.to_str().ok()
}

/// The status, or what kind of failure came in its place.
fn error_type(failure: &Error) -> std::borrow::Cow<'static, str> {
    if let Some(status) = failure.status() {
        return status.as_u16().to_string().into();
    }
    match failure.kind() {
        ErrorKind::Credential => "credential",
        ErrorKind::Destination => "destination",
        ErrorKind::Connect => "connect",
        ErrorKind::Timeout => "timeout",
        ErrorKind::Transport => "transport",
        _ => "_OTHER",
    }
    .into()
}

#[cfg(test)]
mod tests;

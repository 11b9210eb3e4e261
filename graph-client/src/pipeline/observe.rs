//! What is seen of a call from outside, by the OpenTelemetry conventions for HTTP clients.
//!
//! See [HTTP spans](https://opentelemetry.io/docs/specs/semconv/http/http-spans/). No address, key,
//! query, header, body or token is recorded: the path template stands for the address.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, StatusCode, Uri};
use tracing::field::{Empty, display};
use tracing::{Instrument, Span, debug, info_span};

use super::{Exchange, Next, Outcome, Step};
use crate::transport::HttpRequest;
use crate::{BoxFuture, Error, ErrorKind};

pub(crate) struct Observe {
    pub(crate) next: Next,
}

impl Step for Observe {
    fn take(self: Arc<Self>, request: HttpRequest) -> BoxFuture<'static, Outcome> {
        let exchange = match Exchange::expect(&request) {
            Ok(exchange) => exchange,
            Err(error) => return Box::pin(std::future::ready(Err(error))),
        };
        let span = span(&exchange, request.uri());
        // Where nobody looks there is nothing to conclude.
        if span.is_disabled() {
            return self.next.run(request);
        }
        exchange.set_span(span.clone());
        let answer = self.next.run(request);
        let concluded = {
            let span = span.clone();
            async move {
                let answer = answer.await;
                if let Err(failure) = &answer {
                    span.record("error.type", &*error_type(failure));
                }
                answer
            }
        };
        Box::pin(concluded.instrument(span))
    }
}

fn span(exchange: &Exchange, uri: &Uri) -> Span {
    let template = exchange.path_template();
    let span = info_span!(
        "graph",
        otel.name = Empty,
        otel.kind = "client",
        http.request.method = exchange.method().as_str(),
        url.template = template.map(display),
        server.address = uri.host(),
        server.port = port(uri),
        http.request.resend_count = Empty,
        http.response.status_code = Empty,
        "error.type" = Empty,
        graph.request_id = Empty,
        graph.client_request_id = exchange.client_request_id(),
    );
    match template {
        Some(template) => {
            let method = exchange.method();
            span.record("otel.name", display(format_args!("{method} {template}")))
        }
        None => span.record("otel.name", exchange.method().as_str()),
    };
    span
}

fn port(uri: &Uri) -> Option<u16> {
    let implied = match uri.scheme_str()? {
        "https" => 443,
        _ => 80,
    };
    Some(uri.port_u16().unwrap_or(implied))
}

/// An event for one attempt.
pub(super) fn attempt(exchange: &Exchange, answer: Result<(StatusCode, &HeaderMap), &Error>) {
    let resent = exchange.attempt().saturating_sub(1);
    let (answer, failure) = match answer {
        Ok(answer) => (Some(answer), None),
        Err(failure) => (None, Some(failure)),
    };
    let status = answer.map(|(status, _)| status);
    let request_id = answer.and_then(|(_, headers)| request_id(headers));
    let span = exchange.span();
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
    if let Some(id) = request_id {
        span.record("graph.request_id", id);
    }
    if resent > 0 {
        span.record("http.request.resend_count", resent);
    }
    let error_type = match (status, failure) {
        (_, Some(failure)) => Some(error_type(failure)),
        (Some(status), None) if !status.is_success() => Some(status_text(status)),
        _ => None,
    };
    debug!(
        http.request.method = exchange.method().as_str(),
        url.template = exchange.path_template().map(display),
        http.request.resend_count = resent,
        http.response.status_code = status.map(|status| status.as_u16()),
        "error.type" = error_type.as_deref(),
        graph.request_id = request_id,
        "attempt"
    );
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

fn status_text(status: StatusCode) -> std::borrow::Cow<'static, str> {
    status.as_u16().to_string().into()
}

/// The status, or what kind of failure came in its place.
fn error_type(failure: &Error) -> std::borrow::Cow<'static, str> {
    if let Some(status) = failure.status() {
        return status_text(status);
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

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::*;
use crate::client::testing::{Script, reply};
use crate::clock::fake::FakeClock;
use crate::operation::{Method, Operation};
use crate::path::Path;
use crate::transport::{TransportError, TransportErrorKind};
use crate::{Error, GraphClient};

static ACTION: Operation = Operation::new(Method::Put, "/users/{user-id}/photo");

type Fields = BTreeMap<String, String>;

/// Keeps everything, at every level.
#[derive(Clone, Default)]
struct Recorder {
    shared: Arc<Recorded>,
}

#[derive(Default)]
struct Recorded {
    next: AtomicU64,
    spans: Mutex<BTreeMap<u64, Fields>>,
    events: Mutex<Vec<Fields>>,
}

struct Collect<'a>(&'a mut Fields);

impl Visit for Collect<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let mut text = String::new();
        write!(text, "{value:?}").unwrap();
        self.0
            .insert(field.name().to_owned(), text.trim_matches('"').to_owned());
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let id = self.shared.next.fetch_add(1, Ordering::SeqCst) + 1;
        let mut fields = Fields::new();
        attributes.record(&mut Collect(&mut fields));
        self.shared.spans.lock().unwrap().insert(id, fields);
        Id::from_u64(id)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut spans = self.shared.spans.lock().unwrap();
        values.record(&mut Collect(spans.get_mut(&span.into_u64()).unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::new();
        event.record(&mut Collect(&mut fields));
        self.shared.events.lock().unwrap().push(fields);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

fn field<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.get(name).map(String::as_str)
}

async fn send(client: &GraphClient) -> Result<Value, Error> {
    Path::new(client, "/v1.0")
        .join("/users/")
        .key("s3cret-key")
        .text("/photo")
        .request_with_bytes::<Value>(&ACTION, "text/s3cret", "s3cret-body")
        .query("$filter", "s3cret-query")
        .header("Prefer", "s3cret-header")
        .header("client-request-id", "c1")
        .await
}

/// Sends with everything recorded; the span, and the events.
async fn recorded(script: &Script) -> (Result<Value, Error>, Fields, Vec<Fields>) {
    let recorder = Recorder::default();
    let client = script.client_with(&FakeClock::default());
    let guard = tracing::subscriber::set_default(recorder.clone());
    let answer = send(&client).await;
    drop(guard);
    let mut spans = recorder.shared.spans.lock().unwrap().clone();
    assert_eq!(spans.len(), 1);
    let events = recorder.shared.events.lock().unwrap().clone();
    (answer, spans.pop_first().unwrap().1, events)
}

#[tokio::test]
async fn a_call_is_a_span_and_an_attempt_an_event() {
    let script = Script::new([
        reply(429, &[("request-id", "r1"), ("retry-after", "2")], ""),
        reply(200, &[("request-id", "r2")], "{}"),
    ]);
    let (answer, span, events) = recorded(&script).await;
    answer.unwrap();
    let expected = [
        ("otel.name", "PUT /v1.0/users/{user-id}/photo"),
        ("otel.kind", "client"),
        ("http.request.method", "PUT"),
        ("url.template", "/v1.0/users/{user-id}/photo"),
        ("server.address", "graph.microsoft.com"),
        ("server.port", "443"),
        ("http.request.resend_count", "1"),
        ("http.response.status_code", "200"),
        ("graph.request_id", "r2"),
        ("graph.client_request_id", "c1"),
    ];
    for (name, value) in expected {
        assert_eq!(field(&span, name), Some(value), "{name}");
    }
    assert_eq!(field(&span, "error.type"), None);

    let facts: Vec<_> = events
        .iter()
        .map(|event| {
            [
                "message",
                "http.request.resend_count",
                "http.response.status_code",
                "error.type",
                "graph.request_id",
            ]
            .map(|name| field(event, name).unwrap_or("-"))
        })
        .collect();
    assert_eq!(
        facts,
        [
            ["attempt", "0", "429", "429", "r1"],
            ["waiting", "-", "-", "-", "-"],
            ["attempt", "1", "200", "-", "r2"],
        ]
    );
    assert_eq!(field(&events[1], "graph.retry_delay_ms"), Some("2000"));
}

#[tokio::test]
async fn a_failure_has_a_type() {
    let gone = Script::new([reply(404, &[], "")]);
    let (answer, span, _) = recorded(&gone).await;
    answer.unwrap_err();
    assert_eq!(field(&span, "error.type"), Some("404"));

    let refused = TransportError::new(TransportErrorKind::Refused, "no");
    let (answer, span, _) = recorded(&Script::new([Err(refused)])).await;
    answer.unwrap_err();
    assert_eq!(field(&span, "error.type"), Some("destination"));
    assert_eq!(field(&span, "http.response.status_code"), None);
}

#[tokio::test]
async fn nothing_secret_is_ever_recorded() {
    let body = "{\"error\":{\"code\":\"x\",\"message\":\"s3cret-answer\"}}";
    let challenge = "Bearer realm=\"s3cret\", claims=\"e30=\"";
    let table = [
        reply(200, &[("x-s3cret", "s3cret")], "{\"a\":\"s3cret\"}"),
        reply(401, &[("www-authenticate", challenge)], body),
        reply(302, &[("location", "https://example.com/s3cret")], body),
        reply(500, &[], body),
        reply(429, &[("retry-after", "9999999")], body),
        reply(200, &[], "s3cret"),
        Err(TransportError::new(TransportErrorKind::Other, "s3cret")),
    ];
    for answer in table {
        let (_, span, events) = recorded(&Script::new([answer])).await;
        let all = format!("{span:?} {events:?}");
        assert!(all.contains("attempt"), "{all}");
        assert!(!all.contains("s3cret") && !all.contains("TOKEN"), "{all}");
    }
}

#[tokio::test]
async fn the_path_of_a_request_of_ones_own_is_not_recorded() {
    let script = Script::new([reply(200, &[], "{}")]);
    let recorder = Recorder::default();
    let request = script
        .client()
        .request::<Value>(Method::Get, "/v1.0/users/s3cret?x=s3cret");
    let guard = tracing::subscriber::set_default(recorder.clone());
    request.await.unwrap();
    drop(guard);
    let spans = recorder.shared.spans.lock().unwrap().clone();
    assert_eq!(field(&spans[&1], "otel.name"), Some("GET"));
    assert_eq!(field(&spans[&1], "url.template"), None);
    assert!(!format!("{spans:?}").contains("s3cret"));
}

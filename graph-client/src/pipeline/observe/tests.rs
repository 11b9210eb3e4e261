use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::Error;
use crate::client::testing::{Script, reply};
use crate::clock::fake::FakeClock;
use crate::credential::StaticToken;
use crate::operation::{Method, Operation};
use crate::path::Path;
use crate::retry::RetryBudget;
use crate::transport::{TransportError, TransportErrorKind};

const ACTION: Operation = Operation::new(Method::Put, "/users/{user-id}/photo");

type Fields = BTreeMap<String, String>;

/// What was recorded on a thread; every test has its own.
#[derive(Default)]
struct Recorded {
    spans: BTreeMap<u64, Fields>,
    events: Vec<Fields>,
}

thread_local! {
    static RECORDED: RefCell<Recorded> = RefCell::default();
}

/// Keeps everything, at every level.
///
/// It is the subscriber of the whole process: `tracing` decides once per callsite whether anybody
/// listens, and a test without a subscriber may be the first to come by.
struct Recorder;

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
        static LAST: AtomicU64 = AtomicU64::new(0);
        let id = LAST.fetch_add(1, Ordering::Relaxed) + 1;
        let mut fields = Fields::new();
        attributes.record(&mut Collect(&mut fields));
        RECORDED.with_borrow_mut(|recorded| recorded.spans.insert(id, fields));
        Id::from_u64(id)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        RECORDED.with_borrow_mut(|recorded| {
            if let Some(fields) = recorded.spans.get_mut(&span.into_u64()) {
                values.record(&mut Collect(fields));
            }
        });
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::new();
        event.record(&mut Collect(&mut fields));
        RECORDED.with_borrow_mut(|recorded| recorded.events.push(fields));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

fn field<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.get(name).map(String::as_str)
}

async fn send(script: &Script) -> Result<Value, Error> {
    let client = script.client_with(&FakeClock::default());
    Path::new(&client, "/v1.0")
        .join("/users/")
        .key("s3cret-key")
        .text("/photo")
        .request_with_bytes::<Value>(ACTION, "text/s3cret", "s3cret-body")
        .query("$filter", "s3cret-query")
        .header("Prefer", "s3cret-header")
        .header("client-request-id", "c1")
        .await
}

/// Awaits with everything recorded; the span, and the events.
async fn recorded<T>(call: impl Future<Output = T>) -> (T, Fields, Vec<Fields>) {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| tracing::subscriber::set_global_default(Recorder).unwrap());
    RECORDED.take();
    let answer = call.await;
    let Recorded { mut spans, events } = RECORDED.take();
    assert_eq!(spans.len(), 1);
    (answer, spans.pop_first().unwrap().1, events)
}

#[tokio::test]
async fn a_call_is_a_span_and_an_attempt_an_event() {
    let script = Script::new([
        reply(429, &[("request-id", "r1"), ("retry-after", "2")], ""),
        reply(200, &[("request-id", "r2")], "{}"),
    ]);
    let (answer, span, events) = recorded(send(&script)).await;
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
    let (answer, span, _) = recorded(send(&gone)).await;
    answer.unwrap_err();
    assert_eq!(field(&span, "error.type"), Some("404"));
    assert_eq!(field(&span, "http.request.resend_count"), None);

    let refused = TransportError::new(TransportErrorKind::Refused, "no");
    let (answer, span, events) = recorded(send(&Script::new([Err(refused)]))).await;
    answer.unwrap_err();
    assert_eq!(field(&span, "error.type"), Some("destination"));
    assert_eq!(field(&events[0], "error.type"), Some("destination"));
    assert_eq!(field(&span, "http.response.status_code"), None);

    for (kind, expected) in [
        (TransportErrorKind::Connect, "connect"),
        (TransportErrorKind::Timeout, "timeout"),
        (TransportErrorKind::Interrupted, "transport"),
    ] {
        let failure = TransportError::new(kind, "no");
        let client = Script::new([Err(failure)]).client();
        let request = client.request::<Value>(Method::Get, "/v1.0/me");
        let (answer, span, _) = recorded(request.into_future()).await;
        answer.unwrap_err();
        assert_eq!(field(&span, "error.type"), Some(expected));
    }
    let client = Script::default().builder().credential(StaticToken::new(""));
    let request = client
        .build()
        .unwrap()
        .request::<Value>(Method::Get, "/v1.0/me");
    let (answer, span, _) = recorded(request.into_future()).await;
    answer.unwrap_err();
    assert_eq!(field(&span, "error.type"), Some("credential"));
}

#[tokio::test]
async fn an_empty_budget_is_an_event() {
    let script = Script::new([reply(503, &[], "")]);
    let client = script
        .builder()
        .clock(FakeClock::default())
        .retry_budget(RetryBudget::new(0))
        .build()
        .unwrap();
    let request = client.request::<Value>(Method::Get, "/v1.0/me");
    let (answer, _, events) = recorded(request.into_future()).await;
    answer.unwrap_err();
    let said: Vec<_> = events.iter().map(|event| field(event, "message")).collect();
    assert_eq!(
        said,
        ["attempt", "the retry budget of the client is used up"].map(Some)
    );
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
        let (_, span, events) = recorded(send(&Script::new([answer]))).await;
        let all = format!("{span:?} {events:?}");
        assert!(all.contains("attempt"), "{all}");
        assert!(!all.contains("s3cret") && !all.contains("TOKEN"), "{all}");
    }
}

#[tokio::test]
async fn the_path_of_a_request_of_ones_own_is_not_recorded() {
    let script = Script::new([reply(200, &[], "{}")]);
    let request = script
        .client()
        .request::<Value>(Method::Get, "/v1.0/users/s3cret?x=s3cret");
    let (answer, span, _) = recorded(request.into_future()).await;
    answer.unwrap();
    assert_eq!(field(&span, "otel.name"), Some("GET"));
    assert_eq!(field(&span, "url.template"), None);
    assert!(!format!("{span:?}").contains("s3cret"));
}

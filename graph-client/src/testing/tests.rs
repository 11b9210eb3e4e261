use std::time::Duration;

use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};

use super::*;
use crate::ErrorKind;
use crate::clock::Clock;

async fn get(graph: &ScriptedTransport, path: &str) -> Result<Value, Error> {
    graph.client()?.request(Method::Get, path).await
}

#[tokio::test]
async fn answers_come_in_order_and_requests_are_kept() {
    let etag = HeaderValue::from_static("e1");
    let graph = ScriptedTransport::new()
        .then(
            ScriptedAnswer::json(&json!({"id": 1}))
                .with_header(HeaderName::from_static("etag"), etag),
        )
        .then(ScriptedAnswer::no_content())
        .then(ScriptedAnswer::bytes("text/plain", "5"));
    let client = graph.client().unwrap();
    let first = client
        .request::<Value>(Method::Get, "/v1.0/users/a%20b")
        .query("$filter", "x eq 'y'")
        .header("Prefer", "p")
        .send()
        .await
        .unwrap();
    assert_eq!(first.headers()["etag"], "e1");
    client
        .request::<()>(Method::Post, "/v1.0/users")
        .set_json(&json!({"a": 1}))
        .await
        .unwrap();
    assert_eq!(graph.remaining(), 1);
    let count: i32 = client
        .request(Method::Get, "/v1.0/users/$count")
        .await
        .unwrap();
    assert_eq!(count, 5);

    assert_eq!(graph.remaining(), 0);

    let sent = graph.sent();
    assert_eq!(sent[0].path(), "/v1.0/users/a%20b");
    assert_eq!(sent[1].url(), "https://graph.microsoft.com/v1.0/users");
    assert_eq!(sent[0].headers()["prefer"], "p");
    assert_eq!(
        format!("{:?}", sent[1]),
        "SentRequest { method: POST, path: \"/v1.0/users\", query: None, .. }"
    );
    assert_eq!(sent[0].query("$filter").as_deref(), Some("x eq 'y'"));
    assert_eq!(sent[0].query("$top"), None);
    assert_eq!(sent[0].header("prefer"), Some("p"));
    assert_eq!(sent[0].body(), b"");
    assert_eq!(sent[1].method(), "POST");
    assert_eq!(sent[1].json::<Value>().unwrap(), json!({"a": 1}));
    assert!(!format!("{graph:?}").contains("scripted"));
    let answer = ScriptedAnswer::json(&json!("DATA"));
    let shown = format!("{answer:?}");
    assert!(
        shown.contains("status: 200") && !shown.contains("DATA"),
        "{shown}"
    );
}

#[tokio::test]
async fn rules_serve_their_path_whenever_it_comes() {
    let graph = ScriptedTransport::new()
        .then(ScriptedAnswer::json(&json!("queue")))
        .on(
            Method::Get,
            "/v1.0/users/{user-id}",
            ScriptedAnswer::json(&json!(1)),
        )
        .on(
            Method::Get,
            "/v1.0/users/{user-id}",
            ScriptedAnswer::json(&json!(2)),
        )
        .on(
            Method::Get,
            "/v1.0/users(appId='{appId}')",
            ScriptedAnswer::error(StatusCode::NOT_FOUND, "Gone", "no such user"),
        );
    for expected in [1, 2, 2] {
        assert_eq!(get(&graph, "/v1.0/users/a").await.unwrap(), expected);
    }
    let error = get(&graph, "/v1.0/users(appId='x')").await.unwrap_err();
    assert_eq!(error.code(), Some("Gone"));
    assert_eq!(get(&graph, "/v1.0/users").await.unwrap(), "queue");
}

#[tokio::test]
async fn what_is_not_in_the_script_is_an_error_that_says_so() {
    let graph = ScriptedTransport::new();
    let error = get(&graph, "/v1.0/me").await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the script has no answer for GET /v1.0/me"),
        "{error}"
    );
    assert_eq!(graph.sent().len(), 1);
    let unwritable = std::collections::BTreeMap::from([((1, 2), 3)]);
    let graph = graph.then(ScriptedAnswer::json(&unwritable));
    let error = get(&graph, "/v1.0/me").await.unwrap_err();
    assert!(error.to_string().contains("cannot be written as JSON"));
}

#[tokio::test]
async fn retries_take_no_time_and_can_be_seen() {
    let clock = InstantClock::new();
    let graph = ScriptedTransport::new()
        .then(ScriptedAnswer::throttled(30))
        .then(ScriptedAnswer::failure(TransportErrorKind::Connect, "down"))
        .then(ScriptedAnswer::no_content());
    let client = graph.builder().clock(clock.clone()).build().unwrap();
    client
        .request::<()>(Method::Get, "/v1.0/me")
        .with_timeout(Duration::from_secs(100))
        .await
        .unwrap();
    assert_eq!(graph.sent().len(), 3);
    let waits = clock.waits();
    assert_eq!(waits[0], Duration::from_millis(30_250));
    assert_eq!(clock.elapsed(), waits.iter().sum::<Duration>());
    assert_eq!(clock.now(), std::time::UNIX_EPOCH + clock.elapsed());

    let graph =
        ScriptedTransport::new().then(ScriptedAnswer::failure(TransportErrorKind::Other, "x"));
    assert_eq!(
        get(&graph, "/v1.0/me").await.unwrap_err().kind(),
        ErrorKind::Transport
    );
}

#[test]
fn templates_fit_whole_segments() {
    assert!(fits("/a/{x}/b", "/a/1/b"));
    assert!(fits("/a/f(x='{x}',y={y})", "/a/f(x='1',y=2)"));
    assert!(!fits("/a/{x}/b", "/a//b"));
    assert!(!fits("/a/{x}", "/a/1/b"));
    assert!(!fits("/a/(x={x})", "/a/(x=)"));
    assert!(!fits("/a/{x}/b", "/a/1"));
    assert!(!fits("/a/b", "/a/c"));
}

#[tokio::test]
async fn a_stream_is_kept_whole() {
    let graph = ScriptedTransport::new()
        .then(ScriptedAnswer::throttled(1))
        .then(ScriptedAnswer::no_content());
    let pieces = || futures_util::stream::iter(["ab", "c"].map(|piece| Ok(piece.into())));
    let client = graph.client().unwrap();
    client
        .request::<()>(Method::Put, "/v1.0/me/photo/$value")
        .set_body("image/jpeg", crate::transport::Body::repeatable(pieces))
        .await
        .unwrap();
    let sent = graph.sent();
    assert_eq!((sent[0].body(), sent[1].body()), (&b"abc"[..], &b"abc"[..]));

    // Where there was no connection nothing of it is taken.
    let graph = ScriptedTransport::new()
        .then(ScriptedAnswer::failure(TransportErrorKind::Connect, "down"))
        .then(ScriptedAnswer::no_content());
    graph
        .client()
        .unwrap()
        .request::<()>(Method::Put, "/v1.0/me/photo/$value")
        .set_body("image/jpeg", crate::transport::Body::stream(pieces()))
        .await
        .unwrap();
    let sent = graph.sent();
    assert_eq!((sent[0].body(), sent[1].body()), (&b""[..], &b"abc"[..]));
}

use std::io::{self, Cursor};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};

use super::*;
use crate::client::testing::{Script, Scripted, reply};
use crate::clock::fake::{FakeClock, PausedClock};
use crate::pipeline::Timeouts;
use crate::retry::RetryPolicy;
use crate::transport::{HttpRequest, Transport};
use crate::{BoxFuture, ErrorKind};

const UNIT: usize = 320 << 10;
const ADDRESS: &str = "https://storage.example.com/up/SIGNATURE";

fn content(length: usize) -> Bytes {
    (0..length)
        .map(|number| u8::try_from(number % 251).unwrap())
        .collect()
}

fn more(next: usize) -> Scripted {
    let body = json!({"nextExpectedRanges": [format!("{next}-")], "expirationDateTime": "later"});
    reply(202, &[], body.to_string().leak())
}

fn item() -> Scripted {
    reply(201, &[], "{\"id\":\"i\"}")
}

fn session(script: &Script) -> UploadSession {
    script
        .client_with(&FakeClock::default())
        .upload_session(ADDRESS)
}

fn ranges(script: &Script) -> Vec<String> {
    let put = |request: &HttpRequest| {
        let range = request.headers().get("content-range")?;
        Some(range.to_str().unwrap().to_owned())
    };
    script.seen().iter().filter_map(put).collect()
}

#[tokio::test]
async fn slices_go_in_order_without_the_token() {
    let total = 2 * UNIT + 5;
    let script = Script::new([more(UNIT), more(2 * UNIT), item()]);
    let reported = Arc::new(Mutex::new(Vec::new()));
    let reports = Arc::clone(&reported);
    let source = ReadSource::new(Cursor::new(content(total))).unwrap();
    let upload = session(&script)
        .upload(source)
        .with_slice(UNIT)
        .with_progress(move |progress| reports.lock().unwrap().push(progress.sent));
    assert_eq!(
        format!("{upload:?}"),
        "Upload { session: UploadSession { host: Some(\"storage.example.com\"), .. }, \
         slice: 327680, .. }"
    );
    let item: Value = upload.send().await.unwrap();
    assert_eq!(item, json!({"id": "i"}));

    assert_eq!(
        ranges(&script),
        [
            format!("bytes 0-{}/{total}", UNIT - 1),
            format!("bytes {UNIT}-{}/{total}", 2 * UNIT - 1),
            format!("bytes {}-{}/{total}", 2 * UNIT, total - 1),
        ]
    );
    let mut sent = Vec::new();
    let mut ids = std::collections::HashSet::new();
    for request in script.seen() {
        assert_eq!(request.uri().to_string(), ADDRESS);
        assert!(!request.headers().contains_key("authorization"));
        assert!(ids.insert(request.headers()["client-request-id"].clone()));
        sent.extend_from_slice(request.body().as_bytes().unwrap());
    }
    assert_eq!(sent, content(total));
    assert_eq!(
        *reported.lock().unwrap(),
        [UNIT, 2 * UNIT, total].map(|sent| sent as u64)
    );
}

#[tokio::test]
async fn a_slice_is_sent_again_and_what_has_arrived_is_not() {
    let script = Script::new([
        reply(503, &[], ""),
        more(UNIT),
        // The answer to the second slice got lost: the service has it.
        reply(504, &[], ""),
        reply(416, &[], ""),
        reply(
            200,
            &[],
            more(2 * UNIT)
                .unwrap()
                .body()
                .as_bytes()
                .unwrap()
                .iter()
                .map(|b| char::from(*b))
                .collect::<String>()
                .leak(),
        ),
        item(),
    ]);
    let upload = session(&script)
        .upload(content(2 * UNIT + 1))
        .with_slice(UNIT);
    upload.send::<Value>().await.unwrap();
    let starts: Vec<_> = ranges(&script)
        .iter()
        .map(|range| range.split_once('-').unwrap().0.to_owned())
        .collect();
    let second = format!("bytes {UNIT}");
    let third = format!("bytes {}", 2 * UNIT);
    assert_eq!(
        starts,
        [
            "bytes 0",
            "bytes 0",
            second.as_str(),
            second.as_str(),
            third.as_str()
        ]
    );
}

#[tokio::test]
async fn the_service_says_what_comes_next() {
    // It keeps a part of the slice only.
    let script = Script::new([more(100), item()]);
    let upload = session(&script).upload(content(UNIT)).with_slice(UNIT);
    upload.send::<()>().await.unwrap();
    assert_eq!(ranges(&script)[1], format!("bytes 100-{}/{UNIT}", UNIT - 1));

    let script = Script::new((0..5).map(|_| more(0)));
    let upload = session(&script).upload(content(UNIT)).with_slice(UNIT);
    let error = upload.send::<()>().await.unwrap_err();
    assert!(error.to_string().contains("again and again"), "{error}");
    assert_eq!(ranges(&script).len(), 4, "it may ask three times more");

    // As long as it goes on there is no such limit.
    let parts = (1..6).map(|part| more(part * 100)).chain([item()]);
    let script = Script::new(parts);
    let upload = session(&script).upload(content(UNIT)).with_slice(UNIT);
    upload.send::<()>().await.unwrap();
    assert_eq!(ranges(&script).len(), 6);
}

#[tokio::test]
async fn an_accepted_slice_says_what_comes_next_unless_it_was_the_last() {
    let accepted = || reply(202, &[], "{}");
    let upload = |script: &Script| {
        session(script)
            .upload(content(UNIT + 5))
            .with_slice(UNIT)
            .send::<()>()
    };
    let script = Script::new([accepted()]);
    let error = upload(&script).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("does not say which bytes come next"),
        "{error}"
    );
    // That of a session that waits for its commit.
    let script = Script::new([more(UNIT), accepted()]);
    upload(&script).await.unwrap();
}

#[tokio::test]
async fn an_upload_is_resumed_and_cancelled() {
    let status = "{\"expirationDateTime\":\"t\",\"nextExpectedRanges\":[\"327680-\"]}";
    let script = Script::new([
        reply(200, &[], status),
        reply(200, &[], status),
        item(),
        reply(204, &[], ""),
    ]);
    let session = session(&script);
    let found = session.status().await.unwrap();
    assert_eq!(
        (found.next, found.expires.as_deref()),
        (Some(UNIT as u64), Some("t"))
    );
    let upload = session.clone().upload(content(UNIT + 5)).with_slice(UNIT);
    upload.resume().send::<Value>().await.unwrap();
    assert_eq!(
        ranges(&script),
        [format!("bytes {UNIT}-{}/{}", UNIT + 4, UNIT + 5)]
    );
    session.cancel().await.unwrap();
    let seen = script.seen();
    assert_eq!(seen[3].method(), http::Method::DELETE);
    assert!(
        seen.iter()
            .all(|request| !request.headers().contains_key("authorization"))
    );
}

#[derive(Debug)]
struct Silent;

impl Transport for Silent {
    fn send(&self, _: HttpRequest) -> BoxFuture<'static, Scripted> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_for_slices_leaves_the_others_as_they_are() {
    let attempt = Duration::from_secs(1);
    let client = Script::default()
        .builder()
        .transport(Silent)
        .clock(PausedClock::new())
        .retry(RetryPolicy::none())
        .timeouts(Timeouts::new().with_attempt(attempt))
        .build()
        .unwrap();
    let upload = client.upload_session(ADDRESS).upload(content(5));
    let error = upload.with_timeout(attempt * 9).send::<()>().await;
    let error = error.unwrap_err().to_string();
    assert!(
        error.contains("within 1s, the limit for one attempt"),
        "{error}"
    );
}

#[tokio::test]
async fn where_nothing_is_missing_nothing_is_sent() {
    let script = Script::new([reply(200, &[], "{\"nextExpectedRanges\":[]}")]);
    let upload = session(&script).upload(content(5)).resume();
    let error = upload.send::<()>().await.unwrap_err();
    assert!(
        error.to_string().contains("has all bytes of the session"),
        "{error}"
    );
    assert_eq!(script.seen().len(), 1);
}

#[tokio::test]
async fn what_cannot_be_uploaded_is_said_and_nothing_sent() {
    let script = Script::default();
    let upload = |length, slice| session(&script).upload(content(length)).with_slice(slice);
    for (upload, words) in [
        (upload(0, UNIT), "no empty content"),
        (upload(5, UNIT + 1), "multiple of 320 KiB"),
        (upload(5, 0), "multiple of 320 KiB"),
        (upload(5, 200 * UNIT), "up to 60 MiB"),
    ] {
        let error = upload.send::<()>().await.unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
    }
    let largest = Script::new([item()]);
    let upload = session(&largest).upload(content(5)).with_slice(192 * UNIT);
    upload.send::<()>().await.unwrap();
    for address in [
        "http://storage.example.com/SIGNATURE",
        "https://u:SIGNATURE@x.example.com/",
        "SIGNATURE",
    ] {
        let session = script.client().upload_session(address);
        let error = session.upload(content(5)).send::<()>().await.unwrap_err();
        assert!(matches!(
            error.kind(),
            ErrorKind::Destination | ErrorKind::InvalidRequest
        ));
        assert!(!error.to_string().contains("SIGNATURE"), "{error}");
    }
    assert!(script.seen().is_empty());
}

#[tokio::test]
async fn a_session_that_has_ended_and_a_source_that_fails_are_errors() {
    let script = Script::new([reply(404, &[], "")]);
    let error = session(&script)
        .upload(content(5))
        .send::<()>()
        .await
        .unwrap_err();
    assert!(error.is_not_found());
    assert!(
        error.to_string().starts_with("PUT /{upload-url}: 404"),
        "{error}"
    );

    // The file has become shorter.
    let mut source = ReadSource::new(Cursor::new(content(5))).unwrap();
    assert_eq!(source.len(), 5);
    assert!(source.read(3, 5).await.is_err());
    assert!(!source.is_empty() && Bytes::new().is_empty());
    let empty: &dyn UploadSource = &Bytes::new();
    assert!(empty.is_empty());
    assert_eq!(format!("{source:?}"), "ReadSource { length: 5, .. }");
    let stream = StreamSource::new(futures_util::stream::pending::<io::Result<Bytes>>(), 7);
    assert_eq!(format!("{stream:?}"), "StreamSource { length: 7, .. }");
    assert!(Bytes::from_static(b"abc").read(2, 2).await.is_err());
}

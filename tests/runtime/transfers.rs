//! Files, whole in spite of connections that break.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use graph_client::bytes::Bytes;
use graph_client::files::Download;
use graph_client::futures_core::Stream;
use graph_client::operation::Method;
use graph_client::transport::Body;
use graph_client::{Error, ErrorKind};
use graph_tests::server::{Answer, Server};
use serde_json::Value;

use crate::setup::{Scene, done, scene, throttled};

const CONTENT: &str = "0123456789abcdefghij";
const SLICE: usize = 320 << 10;

fn download(scene: &Scene) -> Download {
    let path = "/v1.0/me/drive/items/1/content";
    scene.client.request::<Bytes>(Method::Get, path).download()
}

fn part(start: usize, end: usize) -> Answer {
    Answer::status(206)
        .header("ETag", "\"1\"")
        .header("Content-Range", &format!("bytes {start}-{}/20", end - 1))
        .body("application/octet-stream", &CONTENT[start..end])
}

#[tokio::test]
async fn a_download_goes_on_from_where_it_broke() {
    let whole = Answer::status(200)
        .header("ETag", "\"1\"")
        .body("application/octet-stream", CONTENT);
    let scene = scene([whole.cut(8), part(8, 20).cut(3), part(11, 20)]).await;
    assert_eq!(download(&scene).all().await.unwrap(), CONTENT);
    for range in [None, Some("bytes=8-"), Some("bytes=11-")] {
        assert_eq!(scene.server.take_request().header("range"), range);
    }
}

#[tokio::test]
async fn a_part_alone_is_asked_for_by_its_range() {
    let scene = scene([part(4, 12).cut(5), part(9, 12)]).await;
    let part = download(&scene).with_range(4..12).all().await.unwrap();
    assert_eq!(part, CONTENT[4..12]);
    for range in ["bytes=4-11", "bytes=9-11"] {
        let request = scene.server.take_request();
        assert_eq!(request.header("range"), Some(range));
    }
}

#[tokio::test]
async fn a_file_that_changed_is_not_pieced_together() {
    let whole = Answer::status(200).header("ETag", "\"0\"");
    let whole = whole.body("application/octet-stream", CONTENT);
    let scene = scene([whole.cut(8), part(8, 20)]).await;
    assert!(download(&scene).all().await.is_err());
}

/// The beginning of the file, and a connection that breaks.
fn beginning() -> Answer {
    let whole = Answer::status(200).header("ETag", "\"1\"");
    whole.body("application/octet-stream", CONTENT).cut(8)
}

#[tokio::test]
async fn a_rest_that_is_not_the_rest_is_an_error() {
    let tagged = |tag: &str, range: &str, body: &str| {
        Answer::status(206)
            .header("ETag", tag)
            .header("Content-Range", range)
            .body("application/octet-stream", body)
    };
    let table = [
        // Of another version, of another place, of a longer file, without a place.
        tagged("\"2\"", "bytes 8-19/20", &CONTENT[8..]),
        tagged("\"1\"", "bytes 9-19/20", &CONTENT[9..]),
        tagged("\"1\"", "bytes 8-20/21", &CONTENT[8..]),
        Answer::status(206).body("application/octet-stream", &CONTENT[8..]),
        // More than it says.
        tagged("\"1\"", "bytes 8-9/20", &CONTENT[8..]),
        // Of another version, whole.
        Answer::status(200)
            .header("ETag", "\"2\"")
            .body("application/octet-stream", CONTENT),
    ];
    for rest in table {
        let scene = scene([beginning(), rest.clone()]).await;
        let mut download = download(&scene);
        let mut got = Vec::new();
        let error = loop {
            match download.next().await {
                Some(Ok(piece)) => got.extend_from_slice(&piece),
                Some(Err(error)) => break error,
                None => panic!("{rest:?} was taken for the rest"),
            }
        };
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert_eq!(got, CONTENT.as_bytes()[..8], "{rest:?}");
        assert_eq!(download.position(), 8);
        assert_eq!(scene.server.pending(), 2);
    }
}

#[tokio::test]
async fn a_server_that_gives_the_whole_or_less_than_was_asked_for_is_understood() {
    let whole = Answer::status(200)
        .header("ETag", "\"1\"")
        .body("application/octet-stream", CONTENT);
    let scene = scene([
        beginning(),
        throttled("3"),
        whole.cut(12),
        part(12, 15),
        part(15, 20),
    ])
    .await;
    assert_eq!(download(&scene).all().await.unwrap(), CONTENT);
    let ranges = [
        None,
        Some("bytes=8-"),
        Some("bytes=8-"),
        Some("bytes=12-"),
        Some("bytes=15-"),
    ];
    for range in ranges {
        let request = scene.server.take_request();
        assert_eq!(request.header("range"), range);
        assert_eq!(request.header("if-range"), range.map(|_| "\"1\""));
    }
}

#[tokio::test]
async fn a_download_gives_up_after_the_attempts_of_its_policy() {
    let broken = || part(8, 20).cut(0);
    let scene = scene([beginning(), broken(), broken(), broken(), part(8, 20)]).await;
    let path = "/v1.0/me/drive/items/1/content";
    let request = scene.client.request::<Bytes>(Method::Get, path);
    let policy = graph_client::retry::RetryPolicy::new().with_max_attempts(3);
    let mut download = request.with_retry(policy).download();
    assert_eq!(download.next().await.unwrap().unwrap(), CONTENT[..8]);
    let error = download.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.attempts(), 3);
    assert!(download.next().await.is_none());
    assert_eq!(scene.server.pending(), 3);
}

fn accepted(next: usize) -> Answer {
    Answer::json(202, format!(r#"{{"nextExpectedRanges":["{next}-"]}}"#))
}

#[tokio::test]
async fn an_upload_repeats_the_slice_that_failed() {
    let store = Server::start([
        accepted(SLICE),
        Answer::status(503).header("Retry-After", "4"),
        accepted(2 * SLICE),
        Answer::json(201, r#"{"id":"item"}"#),
    ])
    .await;
    let scene = scene([]).await;
    let content: Bytes = (0..SLICE * 5 / 2)
        .map(|number| u8::try_from(number % 251).unwrap())
        .collect();
    let reported = Arc::new(Mutex::new(Vec::new()));
    let reports = Arc::clone(&reported);
    let upload = scene
        .client
        .upload_session(format!("{}/up", store.root()))
        .upload(content.clone())
        .with_slice(SLICE)
        .with_progress(move |progress| reports.lock().unwrap().push(progress.sent));
    let item: Value = upload.send().await.unwrap();
    assert_eq!(item["id"], "item");

    let total = content.len();
    for (start, end) in [
        (0, SLICE),
        (SLICE, 2 * SLICE),
        (SLICE, 2 * SLICE),
        (2 * SLICE, total),
    ] {
        let request = store.take_request();
        let range = format!("bytes {start}-{}/{total}", end - 1);
        assert_eq!(request.header("content-range"), Some(range.as_str()));
        assert_eq!(request.body(), &content[start..end]);
        assert_eq!(request.header("authorization"), None);
    }
    assert_eq!(scene.clock.slept(), [4_000]);
    let expected = [SLICE, 2 * SLICE, total].map(|sent| u64::try_from(sent).unwrap());
    assert_eq!(*reported.lock().unwrap(), expected);
}

#[tokio::test]
async fn an_upload_is_cancelled_at_its_address_and_without_the_token() {
    let store = Server::start([Answer::status(204)]).await;
    let scene = scene([]).await;
    let session = scene.client.upload_session(format!("{}/up", store.root()));
    session.cancel().await.unwrap();
    let request = store.take_request();
    assert_eq!(request.line(), "DELETE /up HTTP/1.1");
    assert_eq!(request.header("authorization"), None);
}

/// A stream of `0123456789` and `abcdefghij`.
#[derive(Default)]
struct Halves(usize);

impl Stream for Halves {
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let half = CONTENT.as_bytes().chunks(10).nth(self.0);
        self.0 += 1;
        Poll::Ready(half.map(|half| Ok(Bytes::from_static(half))))
    }
}

async fn put(scene: &Scene, body: Body) -> Result<Value, Error> {
    let path = "/v1.0/me/drive/items/1/content";
    let put = scene.client.request(Method::Put, path);
    put.set_body("application/octet-stream", body).await
}

const CHUNKS: &str = "A\r\n0123456789\r\nA\r\nabcdefghij\r\n0\r\n\r\n";

#[tokio::test]
async fn a_stream_goes_out_in_chunks_or_with_its_length() {
    let scene = scene([done(), done()]).await;
    put(&scene, Body::stream(Halves::default())).await.unwrap();
    let request = scene.server.take_request();
    assert_eq!(request.header("transfer-encoding"), Some("chunked"));
    assert_eq!(request.header("content-length"), None);
    assert_eq!(
        request.header("content-type"),
        Some("application/octet-stream")
    );
    assert_eq!(request.body_text(), CHUNKS);

    let known = Body::stream(Halves::default()).with_length(20);
    put(&scene, known).await.unwrap();
    let request = scene.server.take_request();
    assert_eq!(request.header("transfer-encoding"), None);
    assert_eq!(request.header("content-length"), Some("20"));
    assert_eq!(request.body_text(), CONTENT);
}

#[tokio::test]
async fn a_stream_that_can_be_made_again_is_sent_again_whole() {
    let scene = scene([throttled("1"), done()]).await;
    let body = Body::repeatable(Halves::default);
    put(&scene, body).await.unwrap();
    for _ in 0..2 {
        assert_eq!(scene.server.take_request().body_text(), CHUNKS);
    }
}

#[tokio::test]
async fn a_stream_that_cannot_be_made_again_is_sent_once() {
    let scene = scene([throttled("1"), done()]).await;
    let body = Body::stream(Halves::default()).with_length(20);
    let error = put(&scene, body.clone()).await.unwrap_err();
    assert!(error.is_throttled() && error.attempts() == 1, "{error}");
    assert!(error.to_string().contains("send it anew"), "{error}");
    assert_eq!(scene.server.take_request().body_text(), CONTENT);

    let error = put(&scene, body).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(scene.server.pending(), 0);
}

#[tokio::test]
async fn calls_to_other_addresses_have_ids_of_their_own() {
    let ended = || Answer::status(404);
    let scene = scene([ended(), ended()]).await;
    let session = scene
        .client
        .upload_session(format!("{}/up?secret", scene.server.root()));
    let mut ids = Vec::new();
    for _ in 0..2 {
        let error = session.status().await.unwrap_err();
        let request = scene.server.take_request();
        assert_eq!(request.header("authorization"), None);
        assert_eq!(
            request.header("client-request-id"),
            error.client_request_id()
        );
        ids.push(error.client_request_id().unwrap().to_owned());
    }
    assert_ne!(ids[0], ids[1]);

    let elsewhere = Server::start([ended()]).await;
    let location = format!("{}/content", elsewhere.root());
    scene
        .server
        .push(Answer::status(302).header("Location", &location));
    let error = download(&scene).all().await.unwrap_err();
    let id = elsewhere
        .take_request()
        .header("client-request-id")
        .map(str::to_owned);
    assert!(id.is_some() && error.client_request_id() == id.as_deref());
}

//! An upload is complete when the service says so.

use graph_client::bytes::Bytes;
use graph_client::files::UploadSession;
use graph_client::retry::RetryPolicy;
use graph_tests::server::Answer;
use serde_json::{Value, json};

use crate::setup::{Scene, scene, throttled};

const UNIT: usize = 320 << 10;

fn session(scene: &Scene) -> UploadSession {
    scene
        .client
        .upload_session(format!("{}/up", scene.server.root()))
}

fn content(length: usize) -> Bytes {
    vec![7; length].into()
}

fn more(status: u16, next: usize) -> Answer {
    Answer::json(
        status,
        json!({"nextExpectedRanges": [format!("{next}-")]}).to_string(),
    )
}

fn ranges(scene: &Scene) -> Vec<String> {
    let requests = (0..scene.server.pending()).map(|_| scene.server.take_request());
    requests
        .map(|request| request.header("content-range").unwrap_or("-").to_owned())
        .collect()
}

#[tokio::test]
async fn a_200_with_ranges_goes_on_and_the_location_is_handed_out() {
    let total = 2 * UNIT;
    let last = Answer::status(201).header("Location", "https://outlook.example/a('1')");
    let scene = scene([more(200, UNIT), last]).await;
    let upload = session(&scene).upload(content(total)).with_slice(UNIT);
    let answer = upload.send_response::<()>().await.unwrap();
    assert_eq!(answer.status(), 201);
    assert_eq!(
        answer.headers()["location"],
        "https://outlook.example/a('1')"
    );
    let expected = [
        format!("bytes 0-{}/{total}", UNIT - 1),
        format!("bytes {UNIT}-{}/{total}", total - 1),
    ];
    assert_eq!(ranges(&scene), expected);
}

#[tokio::test]
async fn a_deferred_upload_ends_with_its_commit() {
    for body in ["", "{\"nextExpectedRanges\": []}"] {
        let scene = scene([
            Answer::json(202, body),
            Answer::json(201, "{\"id\": \"i\"}"),
        ])
        .await;
        session(&scene)
            .upload(content(5))
            .send::<()>()
            .await
            .unwrap();
        let item = session(&scene).commit::<Value>().await.unwrap();
        assert_eq!(item.into_value(), json!({"id": "i"}));
        assert_eq!(scene.server.take_request().method(), "PUT");
        let commit = scene.server.take_request();
        assert_eq!(commit.method(), "POST");
        assert_eq!(commit.header("content-length"), Some("0"));
        assert_eq!(commit.header("authorization"), None);
    }
}

#[tokio::test]
async fn an_answer_in_between_that_does_not_go_on_is_an_error() {
    let scene = scene([Answer::json(202, "{}")]).await;
    let upload = session(&scene).upload(content(UNIT + 1)).with_slice(UNIT);
    let error = upload.send::<()>().await.unwrap_err();
    assert!(
        error.to_string().contains("which bytes come next"),
        "{error}"
    );
}

#[tokio::test]
async fn the_status_is_asked_for_by_the_policy_of_the_upload() {
    let scene = scene([throttled("1"), throttled("1")]).await;
    let upload = session(&scene).upload(content(5)).resume();
    let error = upload
        .with_retry(RetryPolicy::none())
        .send::<()>()
        .await
        .unwrap_err();
    assert!(error.is_throttled());
    assert_eq!(error.attempts(), 1);
}

#[tokio::test]
async fn a_wrong_status_shows_nothing_of_the_answer() {
    let scene = scene([Answer::json(200, "{\"nextExpectedRanges\": \"SECRET\"}")]).await;
    let error = session(&scene).status().await.unwrap_err();
    let text = format!("{error} {error:?}");
    assert!(
        text.contains("not the status of an upload session"),
        "{text}"
    );
    assert!(!text.contains("SECRET"), "{text}");
}

#[tokio::test]
async fn a_stream_is_read_as_it_is_sent_and_sent_again_from_memory() {
    let total = 2 * UNIT + 3;
    let whole: Vec<u8> = (0..total).map(|n| u8::try_from(n % 251).unwrap()).collect();
    let pieces: Vec<_> = whole.chunks(70_000).map(Bytes::copy_from_slice).collect();
    let stream = || {
        graph_client::files::StreamSource::new(
            Pieces(pieces.clone().into()),
            u64::try_from(total).unwrap(),
        )
    };
    let last = || Answer::json(201, "{}");
    let scene = scene([
        more(202, UNIT),
        throttled("1"),
        // It has lost the middle of the slice.
        more(202, UNIT + 7),
        last(),
    ])
    .await;
    let upload = session(&scene).upload(stream()).with_slice(UNIT);
    upload.send::<Value>().await.unwrap();
    let sent: Vec<_> = (0..4)
        .map(|_| scene.server.take_request().body().to_vec())
        .collect();
    let expected = [
        &whole[..UNIT],
        &whole[UNIT..2 * UNIT],
        &whole[UNIT..2 * UNIT],
        &whole[UNIT + 7..],
    ];
    assert_eq!(sent, expected);

    // What the service has lets go of what it had before.
    scene.server.push(more(202, UNIT));
    scene.server.push(more(202, 0));
    let error = session(&scene)
        .upload(stream())
        .with_slice(UNIT)
        .send::<()>()
        .await;
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("does not give twice")
    );
}

struct Pieces(std::collections::VecDeque<Bytes>);

impl graph_client::futures_core::Stream for Pieces {
    type Item = std::io::Result<Bytes>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.pop_front().map(Ok))
    }
}

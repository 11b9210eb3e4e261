//! Nothing waits for ever: limits on time and size, by a real clock.

use std::time::Duration;

use graph_client::blocking::BlockingClient;
use graph_client::clock::TokioClock;
use graph_client::credential::{AccessToken, Credential, CredentialError, TokenRequest};
use graph_client::operation::Method;
use graph_client::pipeline::Timeouts;
use graph_client::retry::RetryPolicy;
use graph_client::{BoxFuture, ErrorKind, GraphClientBuilder};
use graph_tests::server::{Answer, End, Server};
use serde_json::Value;

use crate::setup::{Scene, done, scene_with};

const SOON: Duration = Duration::from_millis(60);

/// A client with a real clock, which sends everything once, within these limits.
async fn within(
    script: impl IntoIterator<Item = Answer>,
    timeouts: Timeouts,
    change: impl FnOnce(GraphClientBuilder) -> GraphClientBuilder,
) -> Scene {
    let set = |builder: GraphClientBuilder| {
        let builder = builder.clock(TokioClock::new()).retry(RetryPolicy::none());
        change(builder.timeouts(timeouts))
    };
    scene_with(script, set).await
}

#[tokio::test]
async fn every_silence_of_a_server_ends() {
    let silent = || Answer::nothing(End::Hold);
    let half = || Answer::json(200, "{\"a\": 1}").cut(3).then(End::Hold);
    let table = [
        (
            silent(),
            Timeouts::none().with_attempt(SOON),
            "for one attempt",
        ),
        (
            silent(),
            Timeouts::none().with_total(SOON),
            "for the whole call",
        ),
        (
            half(),
            Timeouts::none().with_read(SOON),
            "nothing more of the answer",
        ),
        (
            half(),
            Timeouts::none().with_attempt(SOON),
            "for one attempt",
        ),
        (
            half(),
            Timeouts::none().with_total(SOON),
            "for the whole call",
        ),
    ];
    for (answer, timeouts, words) in table {
        let scene = within([answer], timeouts, |builder| builder).await;
        let error = scene.get().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{words}");
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!(error.attempts(), 1);
    }
}

#[tokio::test]
async fn a_request_has_limits_of_its_own() {
    let scene = within([Answer::nothing(End::Hold)], Timeouts::none(), |b| b).await;
    let limits = Timeouts::none().with_attempt(SOON);
    let error = scene.get().with_timeouts(limits).await.unwrap_err();
    assert!(error.to_string().contains("for one attempt"), "{error}");
}

#[tokio::test]
async fn the_silence_within_a_download_ends_as_well() {
    let half = Answer::status(200)
        .body("text/plain", "abcdef")
        .cut(3)
        .then(End::Hold);
    let scene = within([half], Timeouts::none().with_read(SOON), |builder| builder).await;
    let content = scene
        .client
        .request::<graph_client::bytes::Bytes>(Method::Get, "/v1.0/c");
    let mut download = content.download();
    assert_eq!(download.next().await.unwrap().unwrap(), "abc");
    let error = download.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(
        error.to_string().contains("nothing more of the answer"),
        "{error}"
    );
}

/// Never gives a token.
#[derive(Debug)]
struct Hanging;

impl Credential for Hanging {
    fn token<'a>(
        &'a self,
        _request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn a_hanging_credential_ends() {
    let limits = Timeouts::none().with_token(SOON);
    let scene = within([], limits, |builder| builder.credential(Hanging)).await;
    let error = scene.get().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(error.to_string().contains("no token in time"), "{error}");
    assert_eq!(scene.server.pending(), 0);
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_an_error() {
    let change = |builder: GraphClientBuilder| builder.max_body_bytes(4);
    let scene = within(
        [Answer::json(200, "1234"), Answer::json(200, "12345")],
        Timeouts::none(),
        change,
    )
    .await;
    assert_eq!(scene.get().await.unwrap(), 1234);
    let error = scene.get().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.to_string().contains("larger than 4 bytes"), "{error}");
}

#[test]
fn a_blocking_client_works_within_a_runtime_that_it_holds_up() {
    // The server has a runtime of its own; the caller's has one thread, which waits.
    let there = tokio::runtime::Runtime::new().unwrap();
    let server = there.block_on(Server::start((0..4).map(|_| done())));
    let here = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    here.block_on(async {
        let builder = graph_client::GraphClient::builder()
            .credential(graph_client::credential::StaticToken::new("t"))
            .loopback(server.root());
        let graph = BlockingClient::new(builder).unwrap();
        let me = || graph.request::<Value>(Method::Get, "/v1.0/me");
        // Connections that are made here are used while this thread waits.
        me().await.unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
        for _ in 0..3 {
            graph
                .run(me().with_timeout(Duration::from_secs(20)))
                .unwrap();
        }
    });
}

fn gzip(text: &[u8]) -> Vec<u8> {
    use std::io::Write;

    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn gzip_is_asked_for_and_decoded_within_limits() {
    let encoded =
        |status, text: &[u8]| Answer::json(status, gzip(text)).header("Content-Encoding", "gzip");
    let answers = [
        encoded(200, b"{\"a\": 1}"),
        encoded(
            404,
            b"{\"error\": {\"code\": \"Gone\", \"message\": \"m\"}}",
        ),
        encoded(200, &vec![b' '; 32 << 20]),
    ];
    let scene = within(answers, Timeouts::none(), |builder| builder).await;
    let answer = scene.get().send().await.unwrap();
    assert_eq!(answer.value()["a"], 1);
    assert!(!answer.headers().contains_key("content-encoding"));
    assert_eq!(
        scene.server.take_request().header("accept-encoding"),
        Some("gzip")
    );
    let error = scene.get().await.unwrap_err();
    assert_eq!(error.odata().unwrap().code.as_deref(), Some("Gone"));
    let error = scene.get().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.to_string().contains("300 times as long"), "{error}");
}

#[tokio::test]
async fn a_download_is_not_asked_for_in_gzip() {
    let scene = within([done()], Timeouts::none(), |builder| builder).await;
    let content = scene
        .client
        .request::<graph_client::bytes::Bytes>(Method::Get, "/v1.0/c");
    content.download().all().await.unwrap();
    assert_eq!(scene.server.take_request().header("accept-encoding"), None);
}

#[tokio::test]
async fn so_many_requests_are_sent_at_a_time() {
    let script = (0..12).map(|_| done().delay(Duration::from_millis(5)));
    let scene = within(script, Timeouts::none(), |builder| builder.max_in_flight(2)).await;
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..12 {
        calls.spawn(scene.get().into_future());
    }
    for answer in calls.join_all().await {
        answer.unwrap();
    }
    // A connection serves one request at a time, so more would be more connections.
    assert!(scene.server.connections().await <= 3);
}

#[tokio::test]
async fn of_a_failure_the_start_is_kept() {
    const KEPT: usize = 64 << 10;

    let long = vec![b'x'; 2 * KEPT];
    let compressed = Answer::status(404).header("Content-Encoding", "gzip");
    let answers = [
        Answer::status(404).body("text/plain", long.clone()),
        compressed.body("text/plain", gzip(&long)),
        // What breaks off is an explanation as far as it came.
        Answer::status(404).body("text/plain", long).cut(9),
        Answer::status(404).body("text/plain", "short"),
    ];
    let scene = within(answers, Timeouts::none(), |builder| builder).await;
    for length in [KEPT, KEPT, 9, 5] {
        let error = scene.get().await.unwrap_err();
        assert!(error.is_not_found());
        assert_eq!(error.body().len(), length);
    }
}

#[tokio::test]
async fn the_limit_on_an_answer_is_one_on_what_comes_out_of_gzip() {
    const MOST: usize = 1000;

    let text = |length: usize| {
        let text = [b"\"", &vec![b'x'; length - 2][..], b"\""].concat();
        Answer::json(200, gzip(&text)).header("Content-Encoding", "gzip")
    };
    let change = |builder: GraphClientBuilder| builder.max_body_bytes(MOST as u64);
    let scene = within([text(MOST), text(MOST + 1)], Timeouts::none(), change).await;
    scene.get().await.unwrap();
    let error = scene.get().await.unwrap_err();
    assert!(
        error.to_string().contains("larger than 1000 bytes"),
        "{error}"
    );
}

#[tokio::test]
async fn a_download_has_no_limit_on_its_length() {
    let content = Answer::status(200).body("text/plain", vec![b'x'; 1000]);
    let change = |builder: GraphClientBuilder| builder.max_body_bytes(10);
    let scene = within([content], Timeouts::none(), change).await;
    let content = scene
        .client
        .request::<graph_client::bytes::Bytes>(Method::Get, "/v1.0/c");
    assert_eq!(content.download().all().await.unwrap().len(), 1000);
}

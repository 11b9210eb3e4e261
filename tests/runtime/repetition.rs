//! What is sent again, how often, and after how long.

use std::time::Duration;

use graph_client::ErrorKind;
use graph_client::retry::{RetryBudget, RetryPolicy};
use graph_tests::server::{Answer, End};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

use crate::setup::{done, scene, scene_with, throttled};

#[tokio::test]
async fn retry_after_is_waited_for_in_seconds_and_as_a_date() {
    let scene = scene([
        throttled("7"),
        // 30 seconds after the clock's start, and so 23 after the 7.
        throttled("Tue, 14 Nov 2023 22:13:50 GMT"),
        done(),
    ])
    .await;
    scene.post().await.unwrap();
    assert_eq!(scene.clock.slept(), [7_000, 23_000]);
    assert_eq!(scene.server.pending(), 3);
}

#[tokio::test]
async fn a_retry_after_beyond_the_bounds_is_handed_over() {
    let long = scene([throttled("181"), done()]).await;
    let error = long.get().await.unwrap_err();
    assert!(error.is_throttled() && error.is_retryable());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(181)));
    assert!(long.clock.slept().is_empty());

    let policy = RetryPolicy::new().with_deadline(Duration::from_secs(150));
    let late = scene([throttled("100"), throttled("100"), done()]).await;
    let error = late.get().with_retry(policy).await.unwrap_err();
    assert_eq!(error.attempts(), 2);
    assert_eq!(late.clock.slept(), [100_000]);
}

#[tokio::test]
async fn without_retry_after_the_delay_doubles() {
    let unavailable = || Answer::status(503);
    let scene = scene([unavailable(), unavailable(), unavailable(), done()]).await;
    scene.clock.set_jitter(0.5);
    scene.get().await.unwrap();
    assert_eq!(scene.clock.slept(), [250, 500, 1_000]);
}

#[tokio::test]
async fn a_storm_is_bounded_by_the_policy() {
    let policy = RetryPolicy::new().with_max_attempts(3);
    let storm = vec![throttled("0"); 20];
    let scene = scene_with(storm, |builder| builder.retry(policy)).await;
    let error = scene.get().await.unwrap_err();
    assert_eq!(error.attempts(), 3);
    assert_eq!(scene.server.pending(), 3);
    let error = scene.get().with_retry(RetryPolicy::none()).await;
    assert_eq!(error.unwrap_err().attempts(), 1);
    assert_eq!(scene.server.pending(), 4);
}

#[tokio::test]
async fn a_storm_is_bounded_by_the_budget() {
    let storm = vec![throttled("0"); 200];
    let scene = scene_with(storm, |builder| builder.retry_budget(RetryBudget::new(7))).await;
    for _ in 0..20 {
        assert!(scene.get().await.unwrap_err().is_throttled());
    }
    assert_eq!(scene.server.pending(), 20 + 7);
}

#[tokio::test]
async fn a_reset_repeats_what_is_safe_to_repeat() {
    let safe = scene([Answer::nothing(End::Reset), done()]).await;
    safe.get().await.unwrap();
    assert_eq!(safe.server.pending(), 2);

    let unsafe_ = scene([Answer::nothing(End::Reset), done()]).await;
    let error = unsafe_.post().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(!error.is_retryable());
    assert_eq!(unsafe_.server.pending(), 1);
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_no_answer() {
    for end in [End::Close, End::Reset] {
        let broken = || {
            Answer::json(200, r#"{"name":"a long body"}"#)
                .cut(8)
                .then(end)
        };
        let safe = scene([broken(), done()]).await;
        safe.get().await.unwrap();
        assert_eq!(safe.server.pending(), 2);

        let unsafe_ = scene([broken(), done()]).await;
        let error = unsafe_.post().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert_eq!(unsafe_.server.pending(), 1);
    }
}

#[tokio::test]
async fn dropping_the_future_ends_the_exchange() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let root = format!("http://{}", listener.local_addr().unwrap());
    let scene = scene_with([], |builder| builder.loopback(root)).await;
    let mut call = scene.get().into_future();
    let arrived = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.read_u8().await.unwrap();
        stream
    };
    let mut stream = tokio::select! {
        _ = &mut call => panic!("nothing was answered"),
        stream = arrived => stream,
    };
    drop(call);
    // The end of the connection, without an answer.
    let _ = stream.read_to_end(&mut Vec::new()).await;
    assert!(scene.clock.slept().is_empty());
}

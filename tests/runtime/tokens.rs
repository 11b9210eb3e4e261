//! Tokens are kept, renewed once for all, and renewed when the service demands it.

use graph_tests::server::Answer;
use tokio::task::JoinSet;

use crate::setup::{LIFE, Scene, TOKEN, done, scene};

const CALLERS: usize = 40;
const CLAIMS: &str = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
const CHALLENGE: &str = "Bearer realm=\"\", error=\"insufficient_claims\", claims=\"\
    eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiYzEifX19\"";

async fn all_at_once(scene: &Scene) {
    let mut calls = JoinSet::new();
    for _ in 0..CALLERS {
        scene.server.push(done());
        calls.spawn(scene.get().into_future());
    }
    for result in calls.join_all().await {
        result.unwrap();
    }
}

#[tokio::test]
async fn many_callers_share_one_token_and_one_renewal() {
    let scene = scene([]).await;
    all_at_once(&scene).await;
    assert_eq!(scene.mint.asked().len(), 1);
    assert_eq!(scene.bearers(), vec![format!("{TOKEN}1"); CALLERS]);

    scene.clock.advance(LIFE / 2);
    all_at_once(&scene).await;
    assert_eq!(scene.mint.asked().len(), 1);
    scene.bearers();

    scene.clock.advance(LIFE / 2);
    all_at_once(&scene).await;
    assert_eq!(scene.mint.asked().len(), 2);
    assert_eq!(scene.bearers(), vec![format!("{TOKEN}2"); CALLERS]);
}

fn challenged() -> Answer {
    Answer::status(401).header("WWW-Authenticate", CHALLENGE)
}

#[tokio::test]
async fn a_claims_challenge_gets_one_new_token() {
    let scene = scene([challenged(), done()]).await;
    // Even what is not safe to repeat: the server has refused to act.
    scene.post().await.unwrap();
    assert_eq!(scene.mint.asked(), [None, Some(CLAIMS.to_owned())]);
    assert_eq!(scene.bearers(), [format!("{TOKEN}1"), format!("{TOKEN}2")]);
    assert!(scene.clock.slept().is_empty());
}

#[tokio::test]
async fn a_second_challenge_is_final() {
    let scene = scene([challenged(), challenged(), done()]).await;
    let error = scene.get().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(scene.bearers().len(), 2);
}

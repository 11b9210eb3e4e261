//! Tokens are kept, renewed once for all, and renewed when the service demands it.

use std::sync::atomic::{AtomicUsize, Ordering};

use graph_client::credential::{
    AccessToken, Credential, CredentialError, StaticToken, TokenRequest,
};
use graph_client::{BoxFuture, ErrorKind, GraphClientBuilder};
use graph_tests::server::Answer;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::setup::{LIFE, Scene, TOKEN, done, scene, scene_with};

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

#[tokio::test]
async fn the_claims_of_a_part_of_a_batch_are_asked_for() {
    let part = |status: u16, headers: Value| {
        let part = json!({"id": "0", "status": status, "headers": headers, "body": {}});
        Answer::json(200, json!({"responses": [part]}).to_string())
    };
    let refused = part(401, json!({"WWW-Authenticate": CHALLENGE}));
    let scene = scene([refused, part(200, json!({}))]).await;
    let mut batch = scene.client.batch();
    let handle = batch.add(scene.post());
    batch.send().await.take(handle).unwrap();
    assert_eq!(scene.mint.asked(), [None, Some(CLAIMS.to_owned())]);
    assert_eq!(scene.bearers(), [format!("{TOKEN}1"), format!("{TOKEN}2")]);
    assert!(scene.clock.slept().is_empty());
}

/// Gives a token that tells what it was asked for, after so many failures.
#[derive(Debug)]
struct Moody(AtomicUsize);

impl Credential for Moody {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        let left = self.0.load(Ordering::SeqCst);
        self.0.store(left.saturating_sub(1), Ordering::SeqCst);
        let token = match left {
            0 => Ok(AccessToken::new(format!("for-{}", request.scope), None)),
            _ => Err(CredentialError::new("the sign-in service is away")),
        };
        Box::pin(std::future::ready(token))
    }
}

#[tokio::test]
async fn a_credential_that_fails_is_asked_again_by_the_next_call_and_for_the_scope_of_the_client() {
    let change = |builder: GraphClientBuilder| {
        let builder = builder.credential(Moody(AtomicUsize::new(2)));
        builder.scope("api://gateway/.default")
    };
    let scene = scene_with([done()], change).await;
    for _ in 0..2 {
        let error = scene.get().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credential);
        assert_eq!(
            error.to_string(),
            "GET /…: the credential gave no token for api://gateway/.default: \
             the sign-in service is away"
        );
    }
    assert_eq!(scene.server.connections().await, 0);
    scene.get().await.unwrap();
    assert_eq!(scene.bearers(), ["for-api://gateway/.default"]);
}

#[tokio::test]
async fn a_token_that_no_header_can_hold_is_not_sent() {
    for token in ["", "two\r\nlines"] {
        let change = |builder: GraphClientBuilder| builder.credential(StaticToken::new(token));
        let scene = scene_with([], change).await;
        let error = scene.get().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credential);
        assert!(!error.to_string().contains("lines"), "{error}");
        assert_eq!(scene.server.connections().await, 0);
    }
}

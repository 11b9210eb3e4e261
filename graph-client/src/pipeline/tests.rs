use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::FutureExt;
use serde_json::Value;

use http::StatusCode;

use super::*;
use crate::GraphClient;
use crate::client::testing::{Script, Scripted, reply};
use crate::clock::Clock;
use crate::clock::fake::FakeClock;
use crate::credential::{AccessToken, Credential, CredentialError, TokenRequest};
use crate::operation::Method;
use crate::retry::{RetryBudget, RetryPolicy};
use crate::transport::Body;
use crate::transport::{Transport, TransportError, TransportErrorKind};
use crate::{BoxFuture, ErrorKind, Request};
use std::time::Duration;

const GET: Method = Method::Get;
const POST: Method = Method::Post;

fn request(client: &GraphClient, method: Method) -> Request<Value> {
    client.request(method, "/v1.0/me")
}

fn ok() -> Scripted {
    reply(200, &[], "{}")
}

fn throttled() -> Scripted {
    reply(429, &[("retry-after", "7")], "")
}

fn broken(kind: TransportErrorKind) -> Scripted {
    Err(TransportError::new(kind, "broken"))
}

fn seconds(slept: &[Duration]) -> Vec<f64> {
    slept.iter().map(Duration::as_secs_f64).collect()
}

/// How often a request is sent when the first answer is this one.
async fn sent(method: Method, first: Scripted) -> usize {
    let script = Script::new([first, ok()]);
    let client = script.client_with(&FakeClock::default());
    let answer = request(&client, method).await;
    assert_eq!(answer.is_ok(), script.seen().len() == 2);
    script.seen().len()
}

#[tokio::test]
async fn what_the_server_has_not_acted_on_is_sent_again_by_any_method() {
    for method in [GET, POST, Method::Patch, Method::Delete, Method::Put] {
        assert_eq!(sent(method, throttled()).await, 2, "{method}");
        assert_eq!(sent(method, reply(429, &[], "")).await, 2, "{method}");
        let unavailable = reply(503, &[("retry-after", "1")], "");
        assert_eq!(sent(method, unavailable).await, 2, "{method}");
        let connect = broken(TransportErrorKind::Connect);
        assert_eq!(sent(method, connect).await, 2, "{method}");
    }
}

#[tokio::test]
async fn what_the_server_may_have_acted_on_is_sent_again_by_idempotent_methods() {
    let table = [(GET, 2), (Method::Delete, 2), (POST, 1), (Method::Patch, 1)];
    for (method, times) in table {
        for status in [502, 503, 504] {
            assert_eq!(sent(method, reply(status, &[], "")).await, times);
        }
        let reading = if method == GET { 2 } else { 1 };
        for status in [408, 500, 509] {
            assert_eq!(sent(method, reply(status, &[], "")).await, reading);
        }
        for kind in [TransportErrorKind::Timeout, TransportErrorKind::Interrupted] {
            assert_eq!(sent(method, broken(kind)).await, times);
        }
    }
}

#[tokio::test]
async fn what_would_fail_again_is_sent_once() {
    for status in [400, 403, 404, 409, 412, 423, 501, 302] {
        assert_eq!(sent(GET, reply(status, &[], "")).await, 1, "{status}");
    }
    for kind in [TransportErrorKind::Refused, TransportErrorKind::TooLarge] {
        assert_eq!(sent(GET, broken(kind)).await, 1);
    }
}

#[tokio::test]
async fn delays_are_those_of_the_server_or_double() {
    let clock = FakeClock::with_jitter(0.5);
    let script = Script::new([
        throttled(),
        reply(503, &[], ""),
        reply(503, &[], ""),
        reply(
            429,
            &[
                ("date", "Sat, 02 Jan 2021 00:00:00 GMT"),
                ("retry-after", "Sat, 02 Jan 2021 00:00:30 GMT"),
            ],
            "",
        ),
        ok(),
    ]);
    request(&script.client_with(&clock), GET).await.unwrap();
    assert_eq!(seconds(&clock.slept()), [7.25, 0.5, 1.0, 30.25]);
    let ids: Vec<_> = script
        .seen()
        .iter()
        .map(|request| request.headers()["client-request-id"].clone())
        .collect();
    assert!(ids.iter().all(|id| *id == ids[0]));
}

#[tokio::test]
async fn attempts_end_with_the_last_failure() {
    let script = Script::new((0..6).map(|_| throttled()));
    let error = request(&script.client_with(&FakeClock::default()), GET)
        .await
        .unwrap_err();
    assert!(error.is_throttled() && error.is_retryable());
    assert_eq!(error.attempts(), 6);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert!(
        error
            .to_string()
            .contains("send it again after 7 s; it was sent 6 times"),
        "{error}"
    );
}

#[tokio::test]
async fn a_wait_that_the_policy_does_not_allow_is_not_begun() {
    let policy = RetryPolicy::new();
    let table = [
        policy.with_max_delay(Duration::from_secs(6)),
        policy.with_deadline(Duration::from_secs(6)),
        RetryPolicy::none(),
    ];
    for policy in table {
        let script = Script::new([throttled()]);
        let clock = FakeClock::default();
        let request = request(&script.client_with(&clock), GET).with_retry(policy);
        assert_eq!(request.await.unwrap_err().attempts(), 1);
        assert!(clock.slept().is_empty());
    }
    // The deadline is that of the call as a whole.
    let script = Script::new((0..3).map(|_| throttled()));
    let client = script.client_with(&FakeClock::default());
    let policy = policy.with_deadline(Duration::from_secs(15));
    let error = request(&client, GET).with_retry(policy).await.unwrap_err();
    assert_eq!(error.attempts(), 3);
}

#[tokio::test]
async fn the_policy_of_a_request_goes_before_that_of_the_client() {
    let script = Script::new([throttled(), throttled(), ok()]);
    let client = script
        .builder()
        .clock(FakeClock::default())
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    assert!(request(&client, GET).await.is_err());
    request(&client, GET)
        .with_retry(RetryPolicy::new())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_storm_is_not_multiplied() {
    let script = Script::new((0..120).map(|_| throttled()));
    let client = script
        .builder()
        .clock(FakeClock::default())
        .retry_budget(RetryBudget::new(20))
        .build()
        .unwrap();
    for _ in 0..100 {
        assert!(request(&client, GET).await.is_err());
    }
    assert_eq!(script.seen().len(), 120);
}

#[tokio::test]
async fn a_repetition_that_succeeds_is_given_back() {
    let script = Script::new((0..20).map(|number| match number % 2 {
        0 => throttled(),
        _ => reply(200, &[], "{}"),
    }));
    let client = script
        .builder()
        .clock(FakeClock::default())
        .retry_budget(RetryBudget::new(1))
        .build()
        .unwrap();
    for _ in 0..10 {
        request(&client, GET).await.unwrap();
    }
    assert_eq!(script.seen().len(), 20);
}

#[derive(Debug)]
struct Silent;

impl Transport for Silent {
    fn send(&self, _: HttpRequest) -> BoxFuture<'static, Scripted> {
        Box::pin(pending())
    }
}

#[tokio::test]
async fn a_timeout_covers_the_call() {
    let clock = FakeClock::default();
    let client = Script::default()
        .builder()
        .transport(Silent)
        .clock(clock.clone())
        .build()
        .unwrap();
    let limit = Duration::from_secs(3);
    // The transport never answers, so without the limit this would never end.
    let answer = request(&client, GET).with_timeout(limit).into_future();
    let error = answer.now_or_never().expect("the time is up").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(clock.slept(), [limit]);
    assert!(error.to_string().starts_with(
        "GET /…: there was no answer within 3s, the limit for the whole call; \
         the server may have acted"
    ));
    assert!(error.client_request_id().is_some());

    // A delay that would end after it is not begun.
    let script = Script::new([throttled()]);
    let error = request(&script.client_with(&clock), GET)
        .with_timeout(limit)
        .await
        .unwrap_err();
    assert!(error.is_throttled());
}

/// Never answers, and notes when it is no longer waited for.
#[derive(Debug, Default)]
struct Watched(Arc<AtomicUsize>);

struct Abandoned(Arc<AtomicUsize>);

impl Drop for Abandoned {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl Transport for Watched {
    fn send(&self, _: HttpRequest) -> BoxFuture<'static, Scripted> {
        let abandoned = Abandoned(Arc::clone(&self.0));
        Box::pin(async move {
            let _abandoned = abandoned;
            pending().await
        })
    }
}

#[tokio::test]
async fn a_future_that_is_dropped_ends_the_exchange() {
    let ended = Arc::new(AtomicUsize::new(0));
    let client = Script::default()
        .builder()
        .transport(Watched(Arc::clone(&ended)))
        .clock(FakeClock::default())
        .build()
        .unwrap();
    let mut call = request(&client, GET).into_future();
    let mut context = Context::from_waker(std::task::Waker::noop());
    assert!(call.as_mut().poll(&mut context).is_pending());
    assert_eq!(ended.load(Ordering::SeqCst), 0);
    drop(call);
    assert_eq!(ended.load(Ordering::SeqCst), 1);
}

#[cfg(not(feature = "reqwest"))]
#[tokio::test]
async fn without_a_clock_nothing_is_sent_again() {
    let script = Script::new([throttled()]);
    let client = script.builder().build().unwrap();
    assert!(request(&client, GET).await.unwrap_err().is_throttled());
    let timed = request(&client, GET).with_timeout(Duration::from_secs(1));
    assert_eq!(timed.await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    let error = script.builder().retry(RetryPolicy::new()).build();
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Configuration);
}

/// Gives `T1`, `T2` and so on, valid for an hour; without claims when it cannot pass them on.
#[derive(Debug)]
struct Tokens {
    clock: FakeClock,
    given: AtomicUsize,
    with_claims: bool,
}

impl Credential for Tokens {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async move {
            if request.claims.is_some() && !self.with_claims {
                return Err(CredentialError::new("no claims here"));
            }
            let number = self.given.fetch_add(1, Ordering::SeqCst) + 1;
            let expires_on = Clock::now(&self.clock) + Duration::from_secs(3600);
            Ok(AccessToken::new(format!("T{number}"), Some(expires_on)))
        })
    }
}

fn with_tokens(script: &Script, with_claims: bool) -> (GraphClient, Arc<Tokens>) {
    let clock = FakeClock::default();
    let tokens = Arc::new(Tokens {
        clock: clock.clone(),
        given: AtomicUsize::new(0),
        with_claims,
    });
    let client = script
        .builder()
        .credential(Arc::clone(&tokens))
        .clock(clock)
        .build()
        .unwrap();
    (client, tokens)
}

fn tokens_seen(script: &Script) -> Vec<String> {
    script
        .seen()
        .iter()
        .map(|request| {
            request.headers()["authorization"]
                .to_str()
                .unwrap()
                .to_owned()
        })
        .collect()
}

fn challenged() -> Scripted {
    let challenge = "Bearer error=\"insufficient_claims\", claims=\"e30=\"";
    reply(401, &[("www-authenticate", challenge)], "")
}

#[tokio::test]
async fn one_token_serves_many_requests() {
    let script = Script::new((0..3).map(|_| ok()));
    let (client, tokens) = with_tokens(&script, true);
    for _ in 0..3 {
        request(&client, GET).await.unwrap();
    }
    assert_eq!(tokens.given.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_refused_token_is_replaced_once() {
    for refusal in [challenged, || reply(401, &[], "")] {
        let script = Script::new([refusal(), ok(), ok()]);
        let (client, _) = with_tokens(&script, true);
        request(&client, POST).await.unwrap();
        request(&client, POST).await.unwrap();
        assert_eq!(
            tokens_seen(&script),
            ["Bearer T1", "Bearer T2", "Bearer T2"]
        );

        let script = Script::new([refusal(), refusal()]);
        let (client, _) = with_tokens(&script, true);
        let error = request(&client, GET).await.unwrap_err();
        assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
        assert_eq!(error.attempts(), 2);
    }
}

#[tokio::test]
async fn a_replaced_token_lasts_through_retries() {
    let script = Script::new([challenged(), throttled(), ok()]);
    let (client, _) = with_tokens(&script, true);
    request(&client, GET).await.unwrap();
    assert_eq!(
        tokens_seen(&script),
        ["Bearer T1", "Bearer T2", "Bearer T2"]
    );
}

#[tokio::test]
async fn a_challenge_that_cannot_be_met_says_so() {
    let script = Script::new([challenged()]);
    let (client, _) = with_tokens(&script, false);
    let error = request(&client, GET).await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    assert!(
        error
            .to_string()
            .contains("no other token could be had: no claims here"),
        "{error}"
    );
    // A token that stays the same is not sent twice.
    let script = Script::new([challenged()]);
    let error = request(&script.client(), GET).await.unwrap_err();
    assert!(error.to_string().contains("sign in again"), "{error}");
    let script = Script::new([reply(401, &[], "")]);
    assert_eq!(
        request(&script.client(), GET).await.unwrap_err().attempts(),
        1
    );
}

#[tokio::test]
async fn the_token_is_held_back_from_another_host_at_the_last_moment() {
    let script = Script::default();
    let draft = request(&script.client(), GET).into_draft();
    let client = draft.client.clone();
    let (_, mut request) = draft.into_request("*/*", |_| {}).unwrap();
    *request.uri_mut() = "https://example.com/v1.0/me".parse().unwrap();
    let error = client.send(request).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Destination);
    assert_eq!(
        error.to_string(),
        "GET /…: the address is not one of https://graph.microsoft.com, and the token may go \
         nowhere else; nothing was sent"
    );
    assert!(script.seen().is_empty());
}

fn pieces() -> impl futures_core::Stream<Item = std::io::Result<bytes::Bytes>> + Send {
    futures_util::stream::iter(["ab", "c"].map(|piece| Ok(piece.into())))
}

fn put(client: &GraphClient, body: Body) -> Request<Value> {
    client
        .request(Method::Put, "/v1.0/me")
        .set_body("text/plain", body)
}

fn bodies(script: &Script) -> Vec<Option<bytes::Bytes>> {
    let seen = script.seen().into_iter();
    seen.map(|request| request.body().as_bytes().cloned())
        .collect()
}

#[tokio::test]
async fn a_stream_that_can_be_made_again_is_repeated_and_another_is_not() {
    let abc = Some(bytes::Bytes::from("abc"));
    let script = Script::new([throttled(), ok()]);
    let client = script.client_with(&FakeClock::default());
    put(&client, Body::repeatable(pieces)).await.unwrap();
    assert_eq!(bodies(&script), [abc.clone(), abc.clone()]);

    let script = Script::new([throttled()]);
    let client = script.client_with(&FakeClock::default());
    let once = put(&client, Body::stream(pieces()));
    assert_eq!(once.body(), None);
    let error = once.clone().await.unwrap_err();
    assert!(error.is_throttled() && error.attempts() == 1);
    assert!(
        error.to_string().contains("cannot be made again"),
        "{error}"
    );
    assert_eq!(bodies(&script), std::slice::from_ref(&abc));

    // A clone has the same stream, which is gone.
    let error = once.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(
        error.to_string().contains("has been sent before"),
        "{error}"
    );
    assert_eq!(script.seen().len(), 1);

    // Of a stream that was not touched there is still everything.
    let script = Script::new([broken(TransportErrorKind::Connect), ok()]);
    let client = script.client_with(&FakeClock::default());
    put(&client, Body::stream(pieces())).await.unwrap();
    assert_eq!(bodies(&script), [None, abc]);
}

#[tokio::test]
async fn a_stream_is_not_sent_again_with_another_token() {
    for (body, attempts) in [
        (Body::stream(pieces()), 1),
        (Body::repeatable(pieces), 2),
        (Body::from("abc"), 2),
    ] {
        let script = Script::new([challenged(), ok()]);
        let (client, tokens) = with_tokens(&script, true);
        let answer = put(&client, body).await;
        assert_eq!(script.seen().len(), attempts);
        assert_eq!(answer.is_ok(), attempts == 2);
        if let Err(error) = answer {
            assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
            assert!(error.to_string().contains("send it anew"), "{error}");
            // Another request has the new token.
            assert_eq!(tokens.given.load(Ordering::SeqCst), 2);
            request(&client, GET).await.unwrap();
            assert_eq!(tokens_seen(&script), ["Bearer T1", "Bearer T2"]);
        }
    }
}

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

use super::*;
use crate::clock::Clock;
use crate::clock::fake::{FakeClock, PausedClock};

/// Gives `T1`, `T2` and so on, when the gate is open.
#[derive(Debug)]
struct Counting {
    clock: FakeClock,
    life: Option<Duration>,
    asked: AtomicUsize,
    requests: Mutex<Vec<(Option<String>, bool)>>,
    fails: AtomicBool,
    closed: AtomicBool,
}

impl Credential for Counting {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        assert_eq!(request.scope, "SCOPE");
        let number = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let demand = (request.claims.map(str::to_owned), request.renew);
        self.requests.lock().unwrap().push(demand);
        Box::pin(async move {
            std::future::poll_fn(|_| {
                if self.closed.load(Ordering::SeqCst) {
                    Poll::Pending
                } else {
                    Poll::Ready(())
                }
            })
            .await;
            if self.fails.load(Ordering::SeqCst) {
                return Err(CredentialError::new("down"));
            }
            let expires_on = self.life.map(|life| Clock::now(&self.clock) + life);
            Ok(AccessToken::new(format!("T{number}"), expires_on))
        })
    }
}

struct Case {
    clock: FakeClock,
    credential: Arc<Counting>,
    cache: Arc<TokenCache>,
}

fn case(life: Option<u64>) -> Case {
    let clock = FakeClock::default();
    let credential = Arc::new(Counting {
        clock: clock.clone(),
        life: life.map(Duration::from_secs),
        asked: AtomicUsize::new(0),
        requests: Mutex::default(),
        fails: AtomicBool::new(false),
        closed: AtomicBool::new(false),
    });
    let timer = Timer::new(Some(Arc::new(clock.clone())));
    let cache = TokenCache::new(
        Box::new(Arc::clone(&credential)),
        "SCOPE".into(),
        timer,
        None,
    );
    Case {
        clock,
        credential,
        cache: Arc::new(cache),
    }
}

impl Case {
    async fn token(&self) -> String {
        self.cache
            .header()
            .await
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    }

    fn asked(&self) -> usize {
        self.credential.asked.load(Ordering::SeqCst)
    }

    fn close(&self, closed: bool) {
        self.credential.closed.store(closed, Ordering::SeqCst);
    }
}

fn poll<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    std::pin::Pin::new(future).poll(&mut Context::from_waker(Waker::noop()))
}

#[tokio::test]
async fn a_token_is_kept_until_shortly_before_it_expires() {
    // Life in seconds, and how long before its end the token is renewed.
    for (life, margin) in [(3600, 300), (600, 60)] {
        let case = case(Some(life));
        assert_eq!(case.token().await, "Bearer T1");
        case.clock.advance(Duration::from_secs(life - margin - 1));
        assert_eq!(case.token().await, "Bearer T1");
        assert_eq!(case.asked(), 1);
        case.clock.advance(Duration::from_secs(1));
        assert_eq!(case.token().await, "Bearer T2");
        assert_eq!(case.token().await, "Bearer T2");
        assert_eq!(case.asked(), 2);
    }
}

#[tokio::test]
async fn a_token_without_an_expiry_is_kept_until_refused_and_one_without_life_is_not() {
    let lasting = case(None);
    assert_eq!(lasting.token().await, "Bearer T1");
    assert_eq!(lasting.token().await, "Bearer T1");
    let refused = HeaderValue::from_static("Bearer T1");
    let renewed = lasting.cache.renewed(&refused, None).await.unwrap();
    assert_eq!(renewed.unwrap(), "Bearer T2");
    assert_eq!(lasting.token().await, "Bearer T2");
    let requests = lasting.credential.requests.lock().unwrap().clone();
    assert_eq!(requests, [(None, false), (None, true)]);

    let case = case(Some(0));
    assert_eq!(case.token().await, "Bearer T1");
    assert_eq!(case.token().await, "Bearer T2");
}

#[tokio::test]
async fn a_failing_credential_is_left_alone_for_a_while() {
    let case = case(Some(3600));
    assert_eq!(case.token().await, "Bearer T1");
    case.credential.fails.store(true, Ordering::SeqCst);
    case.clock.advance(Duration::from_secs(3400));
    for _ in 0..10 {
        assert_eq!(case.token().await, "Bearer T1");
    }
    assert_eq!(case.asked(), 2);
    case.clock.advance(PAUSE);
    case.credential.fails.store(false, Ordering::SeqCst);
    assert_eq!(case.token().await, "Bearer T3");
}

#[tokio::test]
async fn different_claims_are_both_passed_on() {
    let case = case(Some(3600));
    let refused = case.cache.header().await.unwrap();
    let demand = async |claims: &str| {
        let claims = Some(claims.to_owned());
        case.cache.renewed(&refused, claims).await.unwrap().unwrap()
    };
    assert_eq!(demand("{\"a\":1}").await, "Bearer T2");
    // What has been renewed for other claims does not meet these.
    assert_eq!(demand("{\"b\":1}").await, "Bearer T3");
    assert_eq!(demand("{\"b\":1}").await, "Bearer T3");
    assert_eq!(case.asked(), 3);
}

/// Gives `T1`, `T2` and so on, valid for an hour, each after ten seconds.
#[derive(Debug)]
struct Slow(PausedClock, AtomicUsize);

impl Credential for Slow {
    fn token<'a>(
        &'a self,
        _request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async move {
            let number = self.1.fetch_add(1, Ordering::SeqCst) + 1;
            self.0.sleep(Duration::from_secs(10)).await;
            let expires_on = Clock::now(&self.0) + Duration::from_secs(3600);
            Ok(AccessToken::new(format!("T{number}"), Some(expires_on)))
        })
    }
}

fn slow(limit: Option<Duration>) -> (PausedClock, Arc<TokenCache>) {
    let clock = PausedClock::new();
    let credential = Box::new(Slow(clock.clone(), AtomicUsize::new(0)));
    let timer = Timer::new(Some(Arc::new(clock.clone())));
    let cache = TokenCache::new(credential, "SCOPE".into(), timer, limit);
    (clock, Arc::new(cache))
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_in_the_background_before_it_expires() {
    let (clock, cache) = slow(None);
    assert_eq!(cache.header().await.unwrap(), "Bearer T1");
    clock.sleep(Duration::from_secs(56 * 60)).await;
    // Nobody waits for the second.
    let before = clock.elapsed();
    assert_eq!(cache.header().await.unwrap(), "Bearer T1");
    assert_eq!(clock.elapsed(), before);
    clock.sleep(Duration::from_secs(11)).await;
    assert_eq!(cache.fresh().unwrap(), "Bearer T2");
    assert_eq!(Arc::strong_count(&cache), 1);
}

#[tokio::test(start_paused = true)]
async fn a_renewal_survives_callers_with_less_time_than_it_takes() {
    let (clock, cache) = slow(None);
    for _ in 0..3 {
        let timer = Timer::new(Some(Arc::new(clock.clone())));
        let hasty = timer.within(Some(Duration::from_secs(4)), cache.header());
        let _ = hasty.await;
    }
    assert_eq!(cache.fresh().unwrap(), "Bearer T1");
}

#[tokio::test(start_paused = true)]
async fn a_hanging_credential_is_an_error_in_time() {
    let (clock, cache) = slow(Some(Duration::from_secs(5)));
    let Err(TokenFault::Unusable(text)) = cache.header().await else {
        panic!("the credential takes longer");
    };
    assert!(text.contains("no token in time"), "{text}");
    assert_eq!(clock.elapsed(), Duration::from_secs(5));
}

#[tokio::test]
async fn an_error_is_not_kept_and_a_valid_token_outlives_it() {
    let case = case(Some(3600));
    case.credential.fails.store(true, Ordering::SeqCst);
    assert!(case.cache.header().await.is_err());
    case.credential.fails.store(false, Ordering::SeqCst);
    assert_eq!(case.token().await, "Bearer T2");

    case.credential.fails.store(true, Ordering::SeqCst);
    case.clock.advance(Duration::from_secs(3400));
    assert_eq!(case.token().await, "Bearer T2");
    assert_eq!(case.asked(), 3);
    case.clock.advance(Duration::from_secs(200));
    assert!(case.cache.header().await.is_err());
}

#[tokio::test]
async fn one_renewal_serves_all_and_outlives_the_caller_that_began_it() {
    let case = case(Some(3600));
    case.close(true);
    let mut waiting: Vec<_> = (0..50).map(|_| Box::pin(case.cache.header())).collect();
    for future in &mut waiting {
        assert!(poll(future).is_pending());
    }
    assert_eq!(case.asked(), 1);

    drop(waiting.remove(0));
    case.close(false);
    for future in &mut waiting {
        let Poll::Ready(Ok(header)) = poll(future) else {
            panic!("the renewal went away with its first caller");
        };
        assert_eq!(header, "Bearer T1");
        assert!(header.is_sensitive());
    }
    assert_eq!(case.asked(), 1);
}

#[tokio::test]
async fn a_renewal_that_nobody_waits_for_goes_on_with_the_next_caller() {
    let case = case(Some(3600));
    case.close(true);
    let mut first = Box::pin(case.cache.header());
    assert!(poll(&mut first).is_pending());
    drop(first);
    case.close(false);
    assert_eq!(case.token().await, "Bearer T1");
    assert_eq!(case.asked(), 1);
    assert_eq!(Arc::strong_count(&case.cache), 1);
}

#[tokio::test]
async fn a_refused_token_is_renewed_once() {
    let case = case(Some(3600));
    let refused = case.cache.header().await.unwrap();
    let (one, two) = tokio::join!(
        case.cache.renewed(&refused, None),
        case.cache.renewed(&refused, None)
    );
    assert_eq!(one.unwrap().unwrap(), "Bearer T2");
    assert_eq!(two.unwrap().unwrap(), "Bearer T2");
    assert_eq!(case.token().await, "Bearer T2");
    let requests = case.credential.requests.lock().unwrap().clone();
    assert_eq!(requests, [(None, false), (None, true)]);
}

#[tokio::test]
async fn a_renewal_under_way_serves_who_asks_for_no_more() {
    let case = case(Some(3600));
    let refused = case.cache.header().await.unwrap();
    case.close(true);
    let claims = || Some("{}".to_owned());
    let mut one = Box::pin(case.cache.renewed(&refused, None));
    let mut two = Box::pin(case.cache.renewed(&refused, None));
    assert!(poll(&mut one).is_pending() && poll(&mut two).is_pending());
    assert_eq!(case.asked(), 2, "one renewal for both");
    case.clock.advance(Duration::from_secs(3600));
    let mut any = Box::pin(case.cache.header());
    assert!(poll(&mut any).is_pending());
    assert_eq!(case.asked(), 2, "any token does");
    let mut more = Box::pin(case.cache.renewed(&refused, claims()));
    assert!(poll(&mut more).is_pending());
    assert_eq!(case.asked(), 3, "claims are another demand");
    case.close(false);
    assert_eq!(any.await.unwrap(), "Bearer T2");
    assert_eq!(two.await.unwrap().unwrap(), "Bearer T2");
    assert_eq!(one.await.unwrap().unwrap(), "Bearer T2");
    assert_eq!(more.await.unwrap().unwrap(), "Bearer T3");
}

#[tokio::test]
async fn claims_are_passed_on() {
    let case = case(Some(3600));
    let refused = case.cache.header().await.unwrap();
    let renewed = case.cache.renewed(&refused, Some("{}".to_owned())).await;
    assert_eq!(renewed.unwrap().unwrap(), "Bearer T2");
    assert_eq!(case.token().await, "Bearer T2");
    let requests = case.credential.requests.lock().unwrap().clone();
    assert_eq!(requests, [(None, false), (Some("{}".to_owned()), true)]);
}

#[tokio::test]
async fn a_slow_renewal_does_not_undo_a_later_one() {
    let case = case(Some(3600));
    let refused = HeaderValue::from_static("Bearer T0");
    case.close(true);
    let mut slow = Box::pin(case.cache.header());
    assert!(poll(&mut slow).is_pending());
    case.close(false);
    let renewed = case.cache.renewed(&refused, Some("{}".to_owned())).await;
    assert_eq!(renewed.unwrap().unwrap(), "Bearer T2");
    assert_eq!(slow.await.unwrap(), "Bearer T1");
    assert_eq!(case.token().await, "Bearer T2");
}

/// Bytes that tell when they are let go of.
struct Watched(Arc<AtomicBool>);

impl AsRef<[u8]> for Watched {
    fn as_ref(&self) -> &[u8] {
        b"Bearer T"
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn the_bytes_of_a_header_go_with_its_last_clone() {
    let gone = Arc::new(AtomicBool::new(false));
    let header = shared(Watched(Arc::clone(&gone))).unwrap();
    assert_eq!(header, "Bearer T");
    let clone = header.clone();
    drop(header);
    assert!(!gone.load(Ordering::SeqCst));
    drop(clone);
    assert!(gone.load(Ordering::SeqCst));

    let header = case(None).cache.header().await.unwrap();
    assert!(header.is_sensitive());
}

#[tokio::test]
async fn debug_output_has_no_token() {
    let case = case(Some(3600));
    case.token().await;
    assert!(!format!("{:?}", case.cache).contains("T1"));
}

#[tokio::test]
async fn a_token_without_another_in_its_place_is_asked_for_once() {
    let timer = Timer::new(Some(Arc::new(FakeClock::default())));
    let token = crate::credential::StaticToken::new("T");
    let cache = Arc::new(TokenCache::new(
        Box::new(token),
        "SCOPE".into(),
        timer,
        None,
    ));
    assert!(cache.fresh().is_none());
    let header = cache.header().await.unwrap();
    assert_eq!(cache.fresh(), Some(header.clone()));
    // Refused, it is not sent again.
    assert_eq!(cache.renewed(&header, None).await.unwrap(), None);
    let claims = Some("{}".to_owned());
    assert_eq!(cache.renewed(&header, claims).await.unwrap(), None);
}

use std::future::{pending, ready};
#[cfg(feature = "reqwest")]
use std::sync::atomic::{AtomicBool, Ordering};

use super::fake::FakeClock;
use super::*;

#[test]
fn jitter_is_a_fraction_and_differs() {
    #[derive(Debug)]
    struct Plain;
    impl Clock for Plain {
        fn now(&self) -> SystemTime {
            SystemTime::UNIX_EPOCH
        }
        fn elapsed(&self) -> Duration {
            Duration::ZERO
        }
        fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
            Box::pin(ready(()))
        }
    }
    let drawn: Vec<f64> = (0..100).map(|_| Plain.jitter()).collect();
    assert!(drawn.iter().all(|jitter| (0.0..1.0).contains(jitter)));
    assert!(drawn.iter().any(|jitter| *jitter < 0.5));
    assert!(drawn.iter().any(|jitter| *jitter >= 0.5));
    let shown = |number| fraction(number).to_string();
    assert_eq!([0, 1 << 31].map(shown), ["0", "0.5"]);
    assert!((0.999_999_999..1.0).contains(&fraction(u32::MAX)));
}

#[cfg(feature = "reqwest")]
#[tokio::test(start_paused = true)]
async fn the_clock_of_a_runtime_moves_on_and_runs_what_it_is_given() {
    let clock = TokioClock::new();
    let wait = Duration::from_secs(5);
    clock.sleep(wait).await;
    assert_eq!(clock.elapsed(), wait);

    let done = Arc::new(AtomicBool::new(false));
    let ran = Arc::clone(&done);
    let future = Box::pin(async move { ran.store(true, Ordering::SeqCst) });
    assert!(clock.spawn(future).is_none());
    tokio::task::yield_now().await;
    assert!(done.load(Ordering::SeqCst));
}

#[cfg(feature = "reqwest")]
#[test]
fn outside_of_a_runtime_a_future_is_given_back() {
    assert!(TokioClock::new().spawn(Box::pin(ready(()))).is_some());
}

#[test]
fn a_shared_clock_is_the_clock() {
    fn read(clock: &impl Clock) -> (SystemTime, Duration, f64) {
        (clock.now(), clock.elapsed(), clock.jitter())
    }
    let clock = FakeClock::with_jitter(0.25);
    let passed = Duration::from_secs(5);
    clock.advance(passed);
    let shared: Arc<dyn Clock> = Arc::new(clock);
    assert_eq!(read(&shared), (FakeClock::start() + passed, passed, 0.25));
    assert!(Clock::spawn(&shared, Box::pin(ready(()))).is_some());
}

#[tokio::test]
async fn a_limit_ends_what_does_not_end() {
    let timer = Timer::new(Some(Arc::new(FakeClock::default())));
    let limit = Some(Duration::from_secs(1));
    assert_eq!(timer.within(limit, pending::<()>()).await, None);
    assert_eq!(timer.within(limit, ready(5)).await, Some(5));
    assert_eq!(timer.within(None, ready(5)).await, Some(5));
}

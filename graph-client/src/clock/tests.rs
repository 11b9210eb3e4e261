use std::future::{pending, ready};

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
}

#[tokio::test]
async fn a_limit_ends_what_does_not_end() {
    let timer = Timer::new(Some(Arc::new(FakeClock::default())));
    let limit = Some(Duration::from_secs(1));
    assert_eq!(timer.within(limit, pending::<()>()).await, None);
    assert_eq!(timer.within(limit, ready(5)).await, Some(5));
    assert_eq!(timer.within(None, ready(5)).await, Some(5));
}

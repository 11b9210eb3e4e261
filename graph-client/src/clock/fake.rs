//! A clock that tests move.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use super::Clock;
use crate::BoxFuture;

/// Sleeping moves the clock by as much and takes no time.
#[derive(Clone, Debug, Default)]
pub(crate) struct FakeClock {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Debug, Default)]
struct Shared {
    elapsed: Duration,
    slept: Vec<Duration>,
    jitter: f64,
}

impl FakeClock {
    /// With this much of every delay waited.
    pub(crate) fn with_jitter(jitter: f64) -> Self {
        let clock = Self::default();
        clock.shared.lock().unwrap().jitter = jitter;
        clock
    }

    pub(crate) fn start() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)
    }

    pub(crate) fn advance(&self, duration: Duration) {
        self.shared.lock().unwrap().elapsed += duration;
    }

    pub(crate) fn slept(&self) -> Vec<Duration> {
        self.shared.lock().unwrap().slept.clone()
    }
}

impl Clock for FakeClock {
    fn now(&self) -> SystemTime {
        Self::start() + self.elapsed()
    }

    fn elapsed(&self) -> Duration {
        self.shared.lock().unwrap().elapsed
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.shared.lock().unwrap().slept.push(duration);
        let clock = self.clone();
        Box::pin(async move { clock.advance(duration) })
    }

    fn jitter(&self) -> f64 {
        self.shared.lock().unwrap().jitter
    }
}

/// The clock of Tokio, which a test has paused: it moves on when everything waits.
#[derive(Clone, Debug)]
pub(crate) struct PausedClock(tokio::time::Instant);

impl PausedClock {
    pub(crate) fn new() -> Self {
        Self(tokio::time::Instant::now())
    }
}

impl Clock for PausedClock {
    fn now(&self) -> SystemTime {
        FakeClock::start() + self.elapsed()
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn spawn(&self, future: BoxFuture<'static, ()>) -> Option<BoxFuture<'static, ()>> {
        tokio::spawn(future);
        None
    }

    fn jitter(&self) -> f64 {
        0.0
    }
}

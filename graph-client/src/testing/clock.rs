//! A clock that does not wait.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use crate::BoxFuture;
use crate::clock::Clock;

/// A clock on which every wait is over at once, and which has moved on by as much.
///
/// It starts at the Unix epoch. A clone is the same clock.
#[derive(Clone, Debug, Default)]
pub struct InstantClock {
    waits: Arc<Mutex<Vec<Duration>>>,
}

impl InstantClock {
    /// A clock on which no time has passed.
    pub fn new() -> Self {
        Self::default()
    }

    /// Every wait so far.
    pub fn waits(&self) -> Vec<Duration> {
        self.waits
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Clock for InstantClock {
    fn now(&self) -> SystemTime {
        let now = SystemTime::UNIX_EPOCH.checked_add(self.elapsed());
        now.unwrap_or(SystemTime::UNIX_EPOCH)
    }

    fn elapsed(&self) -> Duration {
        self.waits()
            .into_iter()
            .fold(Duration::ZERO, Duration::saturating_add)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let waits = Arc::clone(&self.waits);
        Box::pin(async move {
            waits
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(duration);
        })
    }

    /// Always a half, so that tests repeat.
    fn jitter(&self) -> f64 {
        0.5
    }
}

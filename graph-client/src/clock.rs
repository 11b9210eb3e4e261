//! Time, so that waiting can be left to any runtime and tests need not wait.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, SystemTime};

use crate::BoxFuture;

/// What the client needs of time: to read it, and to wait.
///
/// The client comes with [`TokioClock`] when the feature `reqwest` is on. Elsewhere, such as in
/// WebAssembly, an implementation of this trait brings retries and timeouts with it.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use graph_client::BoxFuture;
/// use graph_client::clock::Clock;
///
/// /// Waits for nothing: for tests.
/// #[derive(Debug)]
/// struct Impatient;
///
/// impl Clock for Impatient {
///     fn now(&self) -> SystemTime {
///         SystemTime::UNIX_EPOCH
///     }
///
///     fn elapsed(&self) -> Duration {
///         Duration::ZERO
///     }
///
///     fn sleep(&self, _duration: Duration) -> BoxFuture<'static, ()> {
///         Box::pin(std::future::ready(()))
///     }
/// }
/// ```
pub trait Clock: Send + Sync + fmt::Debug + 'static {
    /// The time of day, which tells when a token expires.
    fn now(&self) -> SystemTime;

    /// The time since a moment that stays the same, and which never goes back.
    fn elapsed(&self) -> Duration;

    /// Waits. Dropping the future ends the waiting.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// Runs a future in the background, or gives it back where that is not possible: whoever needs
    /// it waits for it then. The default gives it back.
    ///
    /// Tokens are renewed in this way before they expire, so that no request waits for it.
    fn spawn(&self, future: BoxFuture<'static, ()>) -> Option<BoxFuture<'static, ()>> {
        Some(future)
    }

    /// A number from 0 up to, but not including, 1: how much of a delay is waited.
    ///
    /// It spreads the repetitions of many callers. The default is random.
    fn jitter(&self) -> f64 {
        let random = uuid::Uuid::new_v4().as_u64_pair().0;
        // The upper bits of a random UUID are all random; 32 of them are an exact f64.
        fraction(u32::try_from(random >> 32).unwrap_or(0))
    }
}

/// A number of 32 bits as a fraction of all there are, which is never the whole.
fn fraction(number: u32) -> f64 {
    f64::from(number) / (f64::from(u32::MAX) + 1.0)
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> SystemTime {
        (**self).now()
    }

    fn elapsed(&self) -> Duration {
        (**self).elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        (**self).sleep(duration)
    }

    fn spawn(&self, future: BoxFuture<'static, ()>) -> Option<BoxFuture<'static, ()>> {
        (**self).spawn(future)
    }

    fn jitter(&self) -> f64 {
        (**self).jitter()
    }
}

/// The clock of the system, and the timer of Tokio.
///
/// It needs a Tokio runtime with time enabled, as `reqwest` does.
#[cfg(feature = "reqwest")]
#[derive(Clone, Copy, Debug)]
pub struct TokioClock {
    start: tokio::time::Instant,
}

#[cfg(feature = "reqwest")]
impl TokioClock {
    /// A clock that starts now.
    pub fn new() -> Self {
        Self {
            start: tokio::time::Instant::now(),
        }
    }
}

#[cfg(feature = "reqwest")]
impl Default for TokioClock {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(feature = "reqwest")]
impl Clock for TokioClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        // The timer starts when it is first polled, which is within a runtime.
        Box::pin(async move { tokio::time::sleep(duration).await })
    }

    fn spawn(&self, future: BoxFuture<'static, ()>) -> Option<BoxFuture<'static, ()>> {
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => {
                runtime.spawn(future);
                None
            }
            Err(_) => Some(future),
        }
    }
}

/// The clock of a client, if it has one.
#[derive(Clone, Debug)]
pub(crate) struct Timer(Option<Arc<dyn Clock>>);

impl Timer {
    pub(crate) fn new(clock: Option<Arc<dyn Clock>>) -> Self {
        #[cfg(feature = "reqwest")]
        let clock = clock.or_else(|| Some(Arc::new(TokioClock::new())));
        Self(clock)
    }

    pub(crate) fn clock(&self) -> Option<&dyn Clock> {
        self.0.as_deref()
    }

    /// The time of day, where there is one to be had.
    pub(crate) fn now(&self) -> Option<SystemTime> {
        if let Some(clock) = self.clock() {
            return Some(clock.now());
        }
        // The standard library's clock panics there.
        #[cfg(all(target_family = "wasm", target_os = "unknown"))]
        let now = None;
        #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
        let now = Some(SystemTime::now());
        now
    }

    /// The value, unless the time is up before it comes; then nothing.
    pub(crate) async fn within<T>(
        &self,
        limit: Option<Duration>,
        future: impl Future<Output = T>,
    ) -> Option<T> {
        let (Some(limit), Some(clock)) = (limit, self.clock()) else {
            return Some(future.await);
        };
        let mut sleep = clock.sleep(limit);
        let mut future = pin!(future);
        std::future::poll_fn(|context| {
            // The value first: what has come is not thrown away.
            if let Poll::Ready(value) = future.as_mut().poll(context) {
                return Poll::Ready(Some(value));
            }
            sleep.as_mut().poll(context).map(|()| None)
        })
        .await
    }
}

#[cfg(test)]
pub(crate) mod fake;
#[cfg(test)]
mod tests;

//! When a request is sent again, and after how long.

mod after;
mod budget;

use std::time::Duration;

pub(crate) use after::retry_after;
pub use budget::RetryBudget;
pub(crate) use budget::{Bucket, Withdrawal};

/// When a request is sent again.
///
/// What is sent again is what [`Error::is_retryable`](crate::Error::is_retryable) says of its
/// failure: for every method when the server has certainly not acted (429, 503 with `Retry-After`,
/// no connection), and for a method that is idempotent also after 502, 503, 504, a timeout and a
/// broken connection, and for GET also after 408, 500 and 509.
///
/// A `Retry-After` of the server is waited for, and a little more, so that not all callers come
/// back at once. Without one the delay is random, up to a bound that doubles each time. A
/// `Retry-After` longer than the longest delay, or one that ends after the deadline, is not waited
/// for: the failure is handed over at once, with its
/// [`retry_after`](crate::Error::retry_after).
///
/// ```
/// use std::time::Duration;
///
/// use graph_client::retry::RetryPolicy;
///
/// let policy = RetryPolicy::new()
///     .with_max_attempts(3)
///     .with_deadline(Duration::from_secs(20));
/// assert_eq!(policy.max_attempts(), 3);
/// assert_eq!(RetryPolicy::none().max_attempts(), 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    max_attempts: u32,
    deadline: Duration,
    base_delay: Duration,
    max_delay: Duration,
}

impl RetryPolicy {
    /// At most 6 attempts within 5 minutes; delays from half a second to 3 minutes.
    pub const fn new() -> Self {
        Self {
            max_attempts: 6,
            deadline: Duration::from_secs(5 * 60),
            base_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(3 * 60),
        }
    }

    /// One attempt.
    pub const fn none() -> Self {
        Self::new().with_max_attempts(1)
    }

    /// Sets how often a request is sent at most, the first time included.
    pub const fn with_max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets how long after the call began the last attempt may begin.
    pub const fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets the bound of the first delay, which doubles with each attempt.
    pub const fn with_base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Sets the longest delay, whatever its reason.
    pub const fn with_max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// How often a request is sent at most, the first time included.
    pub const fn max_attempts(&self) -> u32 {
        self.max_attempts
    }

    /// How long after the call began the last attempt may begin.
    pub const fn deadline(&self) -> Duration {
        self.deadline
    }

    /// The bound of the first delay.
    pub const fn base_delay(&self) -> Duration {
        self.base_delay
    }

    /// The longest delay.
    pub const fn max_delay(&self) -> Duration {
        self.max_delay
    }

    /// How long to wait before the next attempt; none when there is to be none.
    pub(crate) fn delay(&self, attempt: &Attempt) -> Option<Duration> {
        if attempt.number >= self.max_attempts {
            return None;
        }
        let delay = match attempt.retry_after {
            Some(asked) if asked > self.max_delay => return None,
            Some(asked) => asked
                .saturating_add(part(self.base_delay, attempt.jitter))
                .min(self.max_delay),
            None => part(self.bound(attempt.number), attempt.jitter),
        };
        let begins = attempt.elapsed.checked_add(delay)?;
        (begins <= self.deadline).then_some(delay)
    }

    /// The bound of the random delay after this attempt, the first being 1.
    fn bound(&self, attempt: u32) -> Duration {
        let doubled = 2_u32
            .checked_pow(attempt.saturating_sub(1))
            .and_then(|factor| self.base_delay.checked_mul(factor));
        doubled.unwrap_or(Duration::MAX).min(self.max_delay)
    }
}

/// A part of the duration; all of it where the clock of a caller's making gives no number.
fn part(whole: Duration, jitter: f64) -> Duration {
    let seconds = whole.as_secs_f64() * jitter.clamp(0.0, 1.0);
    // The longest duration has more digits than the number, which may be rounded up.
    Duration::try_from_secs_f64(seconds).map_or(whole, |part| part.min(whole))
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// An attempt that failed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attempt {
    /// The first is 1.
    pub(crate) number: u32,
    /// Since the call began.
    pub(crate) elapsed: Duration,
    pub(crate) retry_after: Option<Duration>,
    /// From 0 up to 1.
    pub(crate) jitter: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn after(number: u32) -> Attempt {
        Attempt {
            number,
            elapsed: Duration::ZERO,
            retry_after: None,
            jitter: 0.5,
        }
    }

    #[test]
    fn a_policy_has_what_was_set() {
        let usual = RetryPolicy::new();
        let of = |policy: RetryPolicy| {
            let times = [policy.deadline(), policy.base_delay(), policy.max_delay()];
            (policy.max_attempts(), times)
        };
        let half = Duration::from_millis(500);
        assert_eq!(of(usual), (6, [secs(300), half, secs(180)]));
        assert_eq!(RetryPolicy::default(), usual);
        assert_eq!(of(RetryPolicy::none()), (1, [secs(300), half, secs(180)]));
        let other = usual
            .with_max_attempts(2)
            .with_deadline(secs(3))
            .with_base_delay(secs(4))
            .with_max_delay(secs(5));
        assert_eq!(of(other), (2, [secs(3), secs(4), secs(5)]));
    }

    #[test]
    fn bounds_double_up_to_the_longest() {
        let policy = RetryPolicy::new()
            .with_base_delay(secs(1))
            .with_max_delay(secs(6))
            .with_max_attempts(u32::MAX);
        let delays = [1, 2, 3, 4, 5, 33, u32::MAX - 1].map(|number| policy.delay(&after(number)));
        let expected = [500, 1000, 2000, 3000, 3000, 3000, 3000].map(Duration::from_millis);
        assert_eq!(delays, expected.map(Some));
        // Full jitter: nothing of the bound is fixed.
        let none = Attempt {
            jitter: 0.0,
            ..after(3)
        };
        assert_eq!(policy.delay(&none), Some(Duration::ZERO));
    }

    #[test]
    fn any_jitter_gives_a_delay_within_bounds() {
        let policy = RetryPolicy::new().with_max_delay(Duration::MAX);
        let table = [
            (f64::NAN, secs(4)),
            (f64::INFINITY, secs(4)),
            (5.0, secs(4)),
            (1.0, secs(4)),
            (0.25, secs(1)),
            (f64::MIN_POSITIVE, secs(0)),
            (-1.0, secs(0)),
            (f64::NEG_INFINITY, secs(0)),
        ];
        for (jitter, expected) in table {
            let attempt = Attempt { jitter, ..after(1) };
            let delay = |base| policy.with_base_delay(base).delay(&attempt);
            assert_eq!(delay(secs(4)), Some(expected), "{jitter}");
            assert_eq!(delay(Duration::ZERO), Some(Duration::ZERO));
            assert_eq!(
                part(Duration::MAX, jitter) == Duration::MAX,
                expected == secs(4)
            );
        }
    }

    #[test]
    fn attempts_end() {
        let policy = RetryPolicy::new().with_max_attempts(3);
        assert!(policy.delay(&after(2)).is_some());
        assert_eq!(policy.delay(&after(3)), None);
        assert_eq!(RetryPolicy::none().delay(&after(1)), None);
        assert_eq!(policy.with_max_attempts(0).delay(&after(1)), None);
    }

    #[test]
    fn the_server_is_waited_for_within_bounds() {
        let policy = RetryPolicy::new()
            .with_base_delay(secs(2))
            .with_max_delay(secs(10))
            .with_deadline(secs(20));
        let asked = |seconds, elapsed| {
            policy.delay(&Attempt {
                elapsed: secs(elapsed),
                retry_after: Some(secs(seconds)),
                ..after(1)
            })
        };
        assert_eq!(asked(0, 0), Some(secs(1)));
        assert_eq!(asked(5, 0), Some(secs(6)));
        assert_eq!(asked(10, 0), Some(secs(10)));
        assert_eq!(asked(11, 0), None);
        assert_eq!(asked(u64::MAX, 0), None);
        assert_eq!(asked(5, 14), Some(secs(6)));
        assert_eq!(asked(5, 15), None);
        assert_eq!(asked(0, u64::MAX), None);
    }
}

//! A limit on repetitions that all requests of a client share.

use std::sync::atomic::{AtomicU64, Ordering};

/// What one repetition costs; a success gives back a part of it.
const COST: u64 = 10;

/// How many repetitions a client may make beyond what its successes pay for.
///
/// When everything fails, repetitions multiply the load on a service that is already in trouble.
/// Each repetition takes one from the budget. One that succeeds gives it back, and so do ten
/// requests that succeed the first time, up to the full budget. With nothing left, a failure is
/// handed over at once.
///
/// ```
/// use graph_client::retry::RetryBudget;
///
/// let small = RetryBudget::new(20);
/// assert_eq!(small.repetitions(), Some(20));
/// assert_eq!(RetryBudget::unlimited().repetitions(), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct RetryBudget(Option<u32>);

impl RetryBudget {
    /// A budget of this many repetitions.
    pub const fn new(repetitions: u32) -> Self {
        Self(Some(repetitions))
    }

    /// No limit but that of each request's policy.
    pub const fn unlimited() -> Self {
        Self(None)
    }

    /// How many repetitions there are at the start; none when there is no limit.
    pub const fn repetitions(&self) -> Option<u32> {
        self.0
    }
}

impl Default for RetryBudget {
    /// 500 repetitions.
    fn default() -> Self {
        Self::new(500)
    }
}

/// What is left of a budget.
#[derive(Debug)]
pub(crate) struct Bucket {
    limit: Option<u64>,
    left: AtomicU64,
}

/// What a call has taken from the budget, to be given back when it succeeds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Withdrawal(u64);

impl Bucket {
    pub(crate) fn new(budget: RetryBudget) -> Self {
        let limit = budget.0.map(|repetitions| u64::from(repetitions) * COST);
        Self {
            limit,
            left: AtomicU64::new(limit.unwrap_or(0)),
        }
    }

    /// Takes one repetition, if there is one left.
    pub(crate) fn withdraw(&self, taken: &mut Withdrawal) -> bool {
        if self.limit.is_none() {
            return true;
        }
        let paid = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(COST)
            });
        if paid.is_ok() {
            taken.0 += COST;
        }
        paid.is_ok()
    }

    /// Takes note of a success: what was taken comes back, and a reward where nothing was.
    pub(crate) fn deposit(&self, taken: Withdrawal) {
        self.refund(Withdrawal(taken.0.max(1)));
    }

    /// Gives back what was taken.
    pub(crate) fn refund(&self, taken: Withdrawal) {
        let Some(limit) = self.limit else { return };
        // Most of the time nothing is missing, and nothing is written.
        if self.left.load(Ordering::Relaxed) == limit {
            return;
        }
        if taken.0 == 0 {
            return;
        }
        let refunded = |left: u64| Some(left.saturating_add(taken.0).min(limit));
        // It gives a value for every other, so it does not fail.
        let _ = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, refunded);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spend(bucket: &Bucket) -> usize {
        (0..1000)
            .take_while(|_| bucket.withdraw(&mut Withdrawal::default()))
            .count()
    }

    #[test]
    fn successes_pay_for_repetitions() {
        let bucket = Bucket::new(RetryBudget::new(3));
        let mut taken = Withdrawal::default();
        assert!(bucket.withdraw(&mut taken) && bucket.withdraw(&mut taken));
        assert_eq!(spend(&bucket), 1);

        bucket.deposit(taken);
        assert_eq!(spend(&bucket), 2);

        for _ in 0..9 {
            bucket.deposit(Withdrawal::default());
        }
        assert_eq!(spend(&bucket), 0);
        bucket.deposit(Withdrawal::default());
        assert_eq!(spend(&bucket), 1);

        for _ in 0..10_000 {
            bucket.deposit(Withdrawal::default());
        }
        assert_eq!(spend(&bucket), 3);
    }

    #[test]
    fn a_budget_may_be_nothing_or_without_limit() {
        assert_eq!(RetryBudget::new(7).repetitions(), Some(7));
        assert_eq!(RetryBudget::default().repetitions(), Some(500));
        assert_eq!(RetryBudget::unlimited().repetitions(), None);
        assert_eq!(spend(&Bucket::new(RetryBudget::new(0))), 0);
        assert_eq!(spend(&Bucket::new(RetryBudget::unlimited())), 1000);
    }
}

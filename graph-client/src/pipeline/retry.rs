//! Attempts until one succeeds, or none is left.

use std::sync::Arc;
use std::time::Duration;

use super::{Exchange, Next, Outcome, Step, observe};
use crate::clock::{Clock, Timer};
use crate::error::AnswerFacts;
use crate::operation::Caller;
use crate::retry::{Attempt, Bucket, RetryPolicy, Withdrawal, retry_after};
use crate::transport::{HttpRequest, HttpResponse};
use crate::{BoxFuture, Cloud, Error};

/// How much of a failure's body is read.
pub(super) const FAILURE_LIMIT: usize = 64 << 10;
/// Why a request is not sent again that could be otherwise.
pub(super) const SPENT: &str = "the request was not sent again, since its body is a stream that \
                                cannot be made again; send it anew";

/// What a layer has to say of an answer that is a failure: an extension of the answer.
#[derive(Clone)]
pub(super) struct Note(pub(super) String);

/// That there is another token to send the request with at once: an extension of an answer.
#[derive(Clone, Copy)]
pub(super) struct Renewed;

pub(crate) struct Retry {
    pub(crate) next: Next,
    pub(crate) policy: RetryPolicy,
    pub(crate) budget: Arc<Bucket>,
    pub(crate) timer: Timer,
    pub(crate) cloud: Cloud,
    pub(crate) caller: Option<Caller>,
}

impl Step for Retry {
    fn take(self: Arc<Self>, request: HttpRequest) -> BoxFuture<'static, Outcome> {
        Box::pin(async move {
            let exchange = Exchange::expect(&request)?;
            let policy = exchange.facts().options.retry.unwrap_or(self.policy);
            let mut repetition = Repetition::new(policy, &self.timer, &self.budget);
            loop {
                let failure = match self.next.run(request.clone()).await {
                    Ok(answer) if answer.status().is_success() => {
                        repetition.succeed();
                        return Ok(answer);
                    }
                    // A refusal of a token is no failure of an attempt.
                    Ok(answer) if answer.extensions().get::<Renewed>().is_some() => continue,
                    // In a box: it is rarely needed, and every call has room for it.
                    Ok(answer) => Box::pin(self.failure(&exchange, answer)).await,
                    Err(failure) => failure,
                };
                let failure = failure.after(exchange.attempt(), exchange.facts().idempotent);
                if failure.is_retryable() && request.body().is_spent() {
                    return Err(failure.note(SPENT));
                }
                Box::pin(repetition.wait(failure, exchange.deadline())).await?;
            }
        })
    }
}

impl Retry {
    /// An answer that is no success, as a failure.
    async fn failure(&self, exchange: &Exchange, answer: HttpResponse) -> Error {
        let (parts, body) = answer.into_parts();
        // What does not come of an explanation is not worth another failure.
        let body = body.first(FAILURE_LIMIT).await;
        let retry_after = retry_after(&parts.headers, self.timer.now());
        let note = parts.extensions.get().map(|Note(text)| text.clone());
        let failure = Error::answer(AnswerFacts {
            place: exchange.place(),
            cloud: self.cloud,
            caller: self.caller,
            status: parts.status,
            headers: parts.headers,
            body,
            client_request_id: exchange.id(),
            retry_after,
        });
        match note {
            Some(note) => failure.note(&note),
            None => failure,
        }
    }
}

/// The repetitions of one exchange, or of a download: how many there were, and what they took from
/// the budget.
pub(crate) struct Repetition {
    policy: RetryPolicy,
    timer: Timer,
    budget: Arc<Bucket>,
    failures: u32,
    since: Option<Duration>,
    taken: Withdrawal,
}

impl Repetition {
    /// Begins, with the time counted from now on.
    pub(crate) fn new(policy: RetryPolicy, timer: &Timer, budget: &Arc<Bucket>) -> Self {
        Self {
            policy,
            timer: timer.clone(),
            budget: Arc::clone(budget),
            failures: 0,
            since: timer.clock().map(Clock::elapsed),
            taken: Withdrawal::default(),
        }
    }

    /// How many failures there were.
    pub(crate) const fn failures(&self) -> u32 {
        self.failures
    }

    /// Waits before the next attempt; gives the failure back when there is to be none.
    pub(crate) async fn wait(
        &mut self,
        failure: Error,
        deadline: Option<Duration>,
    ) -> Result<(), Error> {
        self.failures += 1;
        let Some(clock) = self.timer.clock() else {
            return Err(failure);
        };
        if !failure.is_retryable() || failure.is_settled() {
            return Err(failure);
        }
        let now = clock.elapsed();
        let since = *self.since.get_or_insert(now);
        let attempt = Attempt {
            number: self.failures,
            elapsed: now.saturating_sub(since),
            retry_after: failure.retry_after(),
            jitter: clock.jitter(),
        };
        let Some(delay) = self.policy.delay(&attempt) else {
            return Err(failure);
        };
        // What would end after the time limit is not begun.
        if deadline.is_some_and(|deadline| now.saturating_add(delay) >= deadline) {
            return Err(failure);
        }
        if !self.budget.withdraw(&mut self.taken) {
            observe::exhausted();
            return Err(failure);
        }
        observe::delay(delay);
        clock.sleep(delay).await;
        Ok(())
    }

    /// Takes note that the exchange has succeeded: the budget gets back what was taken, and a
    /// little where nothing was.
    fn succeed(&mut self) {
        self.budget.deposit(std::mem::take(&mut self.taken));
    }

    /// Begins anew after some success within one exchange, which the budget gets no reward for.
    pub(crate) fn restart(&mut self) {
        self.failures = 0;
        self.since = None;
        self.budget.refund(std::mem::take(&mut self.taken));
    }
}

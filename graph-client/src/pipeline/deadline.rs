//! The limit of a whole call.

use std::sync::Arc;

use super::{Exchange, Next, Outcome, Step, Timeouts};
use crate::clock::Timer;
use crate::error::Problem;
use crate::transport::HttpRequest;
use crate::{BoxFuture, Error};

pub(crate) struct Deadline {
    pub(crate) next: Next,
    pub(crate) timer: Timer,
    pub(crate) timeouts: Timeouts,
}

impl Step for Deadline {
    fn take(self: Arc<Self>, request: HttpRequest) -> BoxFuture<'static, Outcome> {
        Box::pin(async move {
            let exchange = Exchange::expect(&request)?;
            self.check_clock(&exchange)?;
            let timeouts = exchange.facts().options.timeouts;
            let limit = timeouts.unwrap_or(self.timeouts).total();
            if let (Some(limit), Some(clock)) = (limit, self.timer.clock()) {
                exchange.set_deadline(clock.elapsed().saturating_add(limit));
            }
            let answer = self.timer.within(limit, self.next.run(request)).await;
            answer.unwrap_or_else(|| {
                let failure = Error::timeout(
                    exchange.place(),
                    exchange.id(),
                    limit.unwrap_or_default(),
                    "for the whole call",
                );
                Err(failure.after(exchange.attempt(), exchange.facts().idempotent))
            })
        })
    }
}

impl Deadline {
    /// What the caller asks for has to be possible; the defaults apply where they are.
    fn check_clock(&self, exchange: &Exchange) -> Result<(), Error> {
        let options = exchange.facts().options;
        let retries = options
            .retry
            .is_some_and(|policy| policy.max_attempts() > 1);
        if (options.timeouts.is_some() || retries) && self.timer.clock().is_none() {
            let problem = Problem::text(
                "a timeout or a retry policy needs a clock to wait by; give the client one with \
                 clock(), or enable the feature `reqwest`",
            );
            return Err(Error::invalid(exchange.place(), problem));
        }
        Ok(())
    }
}

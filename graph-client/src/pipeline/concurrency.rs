//! A limit on the requests in flight, which learns from the service.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

use http::StatusCode;

use super::{Exchange, Next, Outcome, Route, Step};
use crate::BoxFuture;
use crate::transport::HttpRequest;

/// Lets so many attempts through at a time. A 429 halves the limit, and each answer after that lifts
/// it a little, as TCP does with its window.
pub(crate) struct Concurrency {
    next: Next,
    gate: Arc<Gate>,
}

struct Gate {
    most: f64,
    state: Mutex<State>,
}

struct State {
    limit: f64,
    in_flight: u32,
    /// How often the limit was halved: what began before is no news.
    era: u64,
    /// Who waits, with the number that tells one from another.
    waiting: VecDeque<(u64, Waker)>,
    arrivals: u64,
}

/// One attempt that is let through.
struct Pass {
    gate: Arc<Gate>,
    era: u64,
}

/// A place in the queue, which is given up when nobody waits there any more.
struct Place<'a> {
    gate: &'a Gate,
    number: Option<u64>,
}

impl Concurrency {
    /// Takes how many there may be at most, at least one.
    pub(crate) fn new(next: Next, most: u32) -> Self {
        let most = f64::from(most.max(1));
        let state = State {
            limit: most,
            in_flight: 0,
            era: 0,
            waiting: VecDeque::new(),
            arrivals: 0,
        };
        Self {
            next,
            gate: Arc::new(Gate {
                most,
                state: Mutex::new(state),
            }),
        }
    }
}

impl Step for Concurrency {
    fn take(self: Arc<Self>, request: HttpRequest) -> BoxFuture<'static, Outcome> {
        Box::pin(async move {
            let exchange = Exchange::expect(&request)?;
            // The envelope of a part is let through, not the part.
            if exchange.route() == Route::Part {
                return self.next.run(request).await;
            }
            let pass = self.gate.pass().await;
            let answer = self.next.run(request).await;
            if let Ok(answer) = &answer {
                pass.learn(answer.status());
            }
            answer
        })
    }
}

impl Gate {
    async fn pass(self: &Arc<Self>) -> Pass {
        let mut place = Place {
            gate: self,
            number: None,
        };
        let era = poll_fn(|context| {
            let mut state = self.state();
            let first = match (place.number, state.waiting.front()) {
                (Some(number), Some((first, _))) => number == *first,
                (_, front) => front.is_none(),
            };
            if first && f64::from(state.in_flight) + 1.0 <= state.limit.max(1.0) {
                if place.number.take().is_some() {
                    state.waiting.pop_front();
                }
                state.in_flight += 1;
                // There may be room for the next as well.
                state.wake_first();
                return Poll::Ready(state.era);
            }
            let number = *place.number.get_or_insert_with(|| {
                state.arrivals += 1;
                state.arrivals
            });
            let waker = context.waker().clone();
            match state.waiting.iter_mut().find(|(of, _)| *of == number) {
                Some((_, known)) => *known = waker,
                None => state.waiting.push_back((number, waker)),
            }
            Poll::Pending
        })
        .await;
        Pass {
            gate: Arc::clone(self),
            era,
        }
    }

    // Numbers are whole at any time, so a poisoned lock holds a good state.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn wake_first(&self) {
        if let Some((_, waker)) = self.waiting.front() {
            waker.wake_by_ref();
        }
    }
}

impl Pass {
    fn learn(&self, status: StatusCode) {
        let mut state = self.gate.state();
        if status != StatusCode::TOO_MANY_REQUESTS {
            state.limit = (state.limit + 1.0 / state.limit).min(self.gate.most);
        } else if self.era == state.era {
            state.limit = (state.limit / 2.0).max(1.0);
            state.era += 1;
        }
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut state = self.gate.state();
        state.in_flight = state.in_flight.saturating_sub(1);
        state.wake_first();
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            let mut state = self.gate.state();
            state.waiting.retain(|(of, _)| *of != number);
            state.wake_first();
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn gate(most: f64) -> Arc<Gate> {
        let state = State {
            limit: most,
            in_flight: 0,
            era: 0,
            waiting: VecDeque::new(),
            arrivals: 0,
        };
        Arc::new(Gate {
            most,
            state: Mutex::new(state),
        })
    }

    fn passes(gate: &Arc<Gate>) -> Vec<Pass> {
        std::iter::from_fn(|| gate.pass().now_or_never()).collect()
    }

    #[test]
    fn the_limit_is_halved_once_for_all_that_began_before_and_grows_again() {
        let gate = gate(8.0);
        let all = passes(&gate);
        assert_eq!(all.len(), 8);
        for pass in &all {
            pass.learn(StatusCode::TOO_MANY_REQUESTS);
        }
        drop(all);
        let fewer = passes(&gate);
        assert_eq!(fewer.len(), 4);
        for _ in 0..5 {
            fewer[0].learn(StatusCode::OK);
        }
        drop(fewer);
        let more = passes(&gate);
        assert_eq!(more.len(), 5);
        for _ in 0..1000 {
            more[0].learn(StatusCode::OK);
        }
        drop(more);
        assert_eq!(passes(&gate).len(), 8);
    }

    #[test]
    fn who_waits_goes_in_order_and_who_gives_up_holds_up_nobody() {
        let gate = gate(1.0);
        let first = passes(&gate).pop().unwrap();
        let mut second = Box::pin(gate.pass());
        let mut third = Box::pin(gate.pass());
        assert!((&mut second).now_or_never().is_none());
        assert!((&mut third).now_or_never().is_none());
        drop(first);
        assert!(
            (&mut third).now_or_never().is_none(),
            "the second is before it"
        );
        drop(second);
        assert!((&mut third).now_or_never().is_some());
    }
}

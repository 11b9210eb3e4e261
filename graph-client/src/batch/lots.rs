//! The requests of a batch that are to be sent, and which of them go together.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

use http::StatusCode;

use super::part::Part;
use crate::operation::Place;
use crate::pipeline::{Carrier, Exchange};
use crate::transport::{HttpRequest, HttpResponse};
use crate::{BoxFuture, Error, ErrorKind};

/// How many requests the service takes at a time.
const LIMIT: usize = 20;

/// The requests of a batch, from when they come out of the layers until their answers go back in.
pub(super) struct Lots(Mutex<Vec<Entry>>);

struct Entry {
    place: Place,
    depends_on: Vec<usize>,
    state: State,
    /// Who waits for the answer.
    waker: Option<Waker>,
}

enum State {
    /// With the layers: not begun, or waiting before another attempt.
    Away,
    /// To be sent. It may have been sent with what it depends on, and not acted on.
    Waiting(Part, Exchange, Option<HttpResponse>),
    /// In the lot that is under way.
    Sent(Part, Exchange),
    Answered(Result<HttpResponse, Error>),
    /// It has come to this.
    Done {
        succeeded: bool,
    },
}

/// Carries one request of a batch.
struct Ticket {
    lots: Arc<Lots>,
    index: usize,
}

impl Lots {
    /// Takes the place of each request, and what it depends on, which stands before it.
    pub(super) fn new(items: impl Iterator<Item = (Place, Vec<usize>)>) -> Arc<Self> {
        let entries = items.map(|(place, depends_on)| Entry {
            place,
            depends_on,
            state: State::Away,
            waker: None,
        });
        Arc::new(Self(Mutex::new(entries.collect())))
    }

    /// What carries the request with this number.
    pub(super) fn carrier(self: &Arc<Self>, index: usize) -> Arc<dyn Carrier> {
        Arc::new(Ticket {
            lots: Arc::clone(self),
            index,
        })
    }

    /// Takes note of what a request came to, and ends what depends on a failure.
    pub(super) fn finish(&self, index: usize, succeeded: bool) {
        let mut entries = self.entries();
        if let Some(entry) = entries.get_mut(index) {
            entry.state = State::Done { succeeded };
        }
        // Those that are away are told when they come.
        for index in 0..entries.len() {
            give_up(&mut entries, index);
        }
    }

    /// The next requests that go together, in the order in which they were added, and the version
    /// that they go to; none when nothing can go.
    ///
    /// A request goes when all that it depends on has succeeded, or goes along with it.
    pub(super) fn next(&self) -> Option<(String, Vec<usize>)> {
        let mut entries = self.entries();
        let mut version: Option<String> = None;
        let mut chosen = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            let State::Waiting(part, ..) = &entry.state else {
                continue;
            };
            let free = entry.depends_on.iter().all(|other| {
                let other_state = entries.get(*other).map(|other| &other.state);
                chosen.contains(other)
                    || matches!(other_state, Some(State::Done { succeeded: true }))
            });
            if free
                && chosen.len() < LIMIT
                && version
                    .as_ref()
                    .is_none_or(|version| *version == part.version)
            {
                version.get_or_insert_with(|| part.version.clone());
                chosen.push(index);
            }
        }
        for index in &chosen {
            if let Some(entry) = entries.get_mut(*index) {
                let state = std::mem::replace(&mut entry.state, State::Away);
                if let State::Waiting(part, exchange, _) = state {
                    exchange.begin_attempt();
                    entry.state = State::Sent(part, exchange);
                }
            }
        }
        version.map(|version| (version, chosen))
    }

    /// The requests that go together, each with those that go along and that it depends on.
    ///
    /// What went before needs no mention, and the service would not know it.
    pub(super) fn with_parts<T>(
        &self,
        chosen: &[usize],
        write: impl FnOnce(Vec<(usize, &Part, Vec<usize>)>) -> T,
    ) -> T {
        let entries = self.entries();
        let parts = chosen.iter().filter_map(|index| {
            let entry = entries.get(*index)?;
            let State::Sent(part, _) = &entry.state else {
                return None;
            };
            let depends_on = entry.depends_on.iter().copied();
            let along = depends_on.filter(|other| chosen.contains(other));
            Some((*index, part, along.collect()))
        });
        write(parts.collect())
    }

    /// Whether sending all of them again does no more than sending them once.
    pub(super) fn are_idempotent(&self, chosen: &[usize]) -> bool {
        let entries = self.entries();
        let mut chosen = chosen.iter().filter_map(|index| entries.get(*index));
        chosen.all(|entry| entry.place.method.is_idempotent())
    }

    /// Hands the answers to those who wait for them.
    pub(super) fn answer(
        &self,
        chosen: &[usize],
        answers: Result<BTreeMap<usize, HttpResponse>, Error>,
    ) {
        let mut entries = self.entries();
        match answers {
            Ok(mut answers) => {
                let failed: Vec<usize> = answers
                    .iter()
                    .filter(|(_, answer)| !answer.status().is_success())
                    .map(|(index, _)| *index)
                    .collect();
                for index in chosen {
                    if let Some(entry) = entries.get_mut(*index) {
                        entry.take(answers.remove(index), &failed);
                    }
                }
            }
            Err(failure) => {
                for index in chosen {
                    if let Some(entry) = entries.get_mut(*index) {
                        entry.answer(Err(failure.shared_by(entry.place)));
                    }
                }
            }
        }
    }

    // Only whole values are put in or taken out, so a poisoned lock holds a good state.
    fn entries(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    /// Takes the answer to what was sent.
    fn take(&mut self, answer: Option<HttpResponse>, failed: &[usize]) {
        let (part, exchange) = match std::mem::replace(&mut self.state, State::Away) {
            State::Sent(part, exchange) => (part, exchange),
            // Its time was up before the answer came.
            other => {
                self.state = other;
                return;
            }
        };
        match answer {
            // The service did not act, since what this depends on failed: it may be sent again.
            Some(answer)
                if answer.status() == StatusCode::FAILED_DEPENDENCY
                    && self.depends_on.iter().any(|other| failed.contains(other)) =>
            {
                self.state = State::Waiting(part, exchange, Some(answer));
            }
            Some(answer) => self.answer(Ok(answer)),
            None => {
                let found = "the answer to the batch has none for this request";
                self.answer(Err(Error::unanswered(self.place, found)));
            }
        }
    }

    fn answer(&mut self, answer: Result<HttpResponse, Error>) {
        // Who is done already has no use for it.
        if !matches!(self.state, State::Done { .. }) {
            self.state = State::Answered(answer);
            if let Some(waker) = self.waker.take() {
                waker.wake();
            }
        }
    }
}

/// Ends a request that waits for one that has failed.
fn give_up(entries: &mut [Entry], index: usize) {
    let Some(entry) = entries.get(index) else {
        return;
    };
    let failed = entry.depends_on.iter().find_map(|other| {
        let other = entries.get(*other)?;
        matches!(other.state, State::Done { succeeded: false }).then_some(other.place)
    });
    let (Some(failed), Some(entry)) = (failed, entries.get_mut(index)) else {
        return;
    };
    let State::Waiting(_, exchange, refused) = &mut entry.state else {
        return;
    };
    let answer = refused.take().map_or_else(
        || {
            let detail = format!(
                "it was not sent, since the request of the batch that it depends on failed: \
                 {failed}"
            );
            let failure = Error::new_at(ErrorKind::Dependency, entry.place, detail);
            Err(failure.after(exchange.attempt(), false))
        },
        Ok,
    );
    entry.answer(answer);
}

impl Carrier for Ticket {
    fn carry(&self, request: HttpRequest) -> BoxFuture<'static, Result<HttpResponse, Error>> {
        let (lots, index) = (Arc::clone(&self.lots), self.index);
        Box::pin(async move {
            if let Some(exchange) = Exchange::of(&request) {
                let part = Part::new(exchange.place(), &request)?;
                let mut entries = lots.entries();
                if let Some(entry) = entries.get_mut(index) {
                    entry.state = State::Waiting(part, exchange.clone(), None);
                }
                give_up(&mut entries, index);
            }
            poll_fn(|context| {
                let mut entries = lots.entries();
                let Some(entry) = entries.get_mut(index) else {
                    return Poll::Pending;
                };
                match std::mem::replace(&mut entry.state, State::Away) {
                    State::Answered(answer) => Poll::Ready(answer),
                    state => {
                        entry.state = state;
                        entry.waker = Some(context.waker().clone());
                        Poll::Pending
                    }
                }
            })
            .await
        })
    }
}

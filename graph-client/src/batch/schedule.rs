//! Which requests go next, and which have to wait.

use std::time::Duration;

use super::part::Part;
use crate::error::Problem;
use crate::operation::Place;
use crate::request::Draft;
use crate::retry::{RetryPolicy, Withdrawal};
use crate::transport::HttpResponse;
use crate::{Error, ErrorKind, GraphClient};

/// How many requests the service takes at a time.
pub(super) const LIMIT: usize = 20;

pub(super) struct Item {
    pub(super) place: Place,
    pub(super) retry: Option<RetryPolicy>,
    pub(super) depends_on: Vec<usize>,
    pub(super) sent: u32,
    pub(super) taken: Withdrawal,
    pub(super) state: State,
}

pub(super) enum State {
    /// To be sent, but not before this time.
    Waiting(Part, Duration),
    Done(Result<HttpResponse, Error>),
}

impl Item {
    pub(super) fn new(client: &GraphClient, draft: Draft) -> Self {
        let place = draft.place();
        let retry = draft.options.retry;
        let part = if client.is_same(&draft.client) {
            Part::new(draft)
        } else {
            let problem = "the request is of another client; add those of the batch's own";
            Err(Error::invalid(place, Problem::text(problem)))
        };
        let state = match part {
            Ok(part) => State::Waiting(part, Duration::ZERO),
            Err(error) => State::Done(Err(error)),
        };
        Self {
            place,
            retry,
            depends_on: Vec::new(),
            sent: 0,
            taken: Withdrawal::default(),
            state,
        }
    }

    pub(super) fn depends_on(&mut self, index: usize) {
        if !self.depends_on.contains(&index) {
            self.depends_on.push(index);
        }
    }

    /// The first problem stands.
    pub(super) fn fail(&mut self, problem: Problem) {
        if matches!(self.state, State::Waiting(..)) {
            self.state = State::Done(Err(Error::invalid(self.place, problem)));
        }
    }

    pub(super) fn is_waiting(&self) -> bool {
        matches!(self.state, State::Waiting(..))
    }
}

/// What to do next.
pub(super) enum Step {
    /// Send these together, to this version.
    Send(String, Vec<usize>),
    /// Wait until this time.
    Wait(Duration),
    /// All is done.
    End,
}

/// The next requests that may go, in the order in which they were added.
///
/// A request goes when all that it depends on has succeeded, or goes along with it.
pub(super) fn next(items: &[Item], now: Duration) -> Step {
    let mut version: Option<&str> = None;
    let mut chosen = Vec::new();
    let mut wake: Option<Duration> = None;
    for (index, item) in items.iter().enumerate() {
        let State::Waiting(part, not_before) = &item.state else {
            continue;
        };
        let free = item.depends_on.iter().all(|other| {
            chosen.contains(other)
                || items
                    .get(*other)
                    .is_some_and(|other| matches!(other.state, State::Done(Ok(_))))
        });
        if !free {
            continue;
        }
        if *not_before > now {
            wake = Some(wake.map_or(*not_before, |wake| wake.min(*not_before)));
            continue;
        }
        if chosen.len() < LIMIT && version.is_none_or(|version| version == part.version) {
            version = Some(&part.version);
            chosen.push(index);
        }
    }
    match (version, wake) {
        (Some(version), _) => Step::Send(version.to_owned(), chosen),
        (None, Some(wake)) => Step::Wait(wake),
        (None, None) => Step::End,
    }
}

/// Ends what depends on a failure, and what depends on that.
pub(super) fn give_up_dependents(items: &mut [Item]) {
    for index in 0..items.len() {
        let Some(item) = items.get(index).filter(|item| item.is_waiting()) else {
            continue;
        };
        // What an item depends on stands before it, so one pass is enough.
        let failed = item.depends_on.iter().find_map(|other| {
            let other = items.get(*other)?;
            matches!(other.state, State::Done(Err(_))).then_some(other.place)
        });
        let place = item.place;
        if let (Some(failed), Some(item)) = (failed, items.get_mut(index)) {
            let detail = format!(
                "it was not sent, since the request of the batch that it depends on failed: \
                 {failed}"
            );
            let failure = Error::new_at(ErrorKind::Dependency, place, detail);
            item.state = State::Done(Err(failure.after(item.sent, false)));
        }
    }
}

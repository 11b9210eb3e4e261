//! Sending a batch, lot by lot.

use std::collections::BTreeMap;
use std::time::Duration;

use http::StatusCode;

use super::part::{BATCH, Body};
use super::reply;
use super::schedule::{Item, State, Step, give_up_dependents, next};
use crate::answer::DecodeError;
use crate::clock::Clock;
use crate::error::AnswerFacts;
use crate::operation::Place;
use crate::path::Path;
use crate::request::Options;
use crate::retry::{Attempt, retry_after};
use crate::transport::HttpResponse;
use crate::{Error, GraphClient};

type Answered = Option<(Place, Result<HttpResponse, Error>)>;

/// Sends all, and gives the answers in the order of the requests.
pub(super) async fn run(client: GraphClient, items: Vec<Item>, options: Options) -> Vec<Answered> {
    let mut run = Run {
        client,
        items,
        options,
        start: Duration::ZERO,
    };
    let timer = run.client.timer().clone();
    run.start = run.now();
    let limit = options.timeout;
    if timer.within(limit, run.work()).await.is_none() {
        let limit = limit.unwrap_or_default();
        run.end_all(|place| Error::timeout(place, None, limit));
    }
    let answers = run.items.into_iter().map(|item| match item.state {
        State::Done(answer) => Some((item.place, answer)),
        State::Waiting(..) => None,
    });
    answers.collect()
}

struct Run {
    client: GraphClient,
    items: Vec<Item>,
    options: Options,
    start: Duration,
}

impl Run {
    async fn work(&mut self) {
        loop {
            give_up_dependents(&mut self.items);
            match next(&self.items, self.now()) {
                Step::Send(version, chosen) => self.send(&version, &chosen).await,
                Step::Wait(until) => {
                    let wait = until.saturating_sub(self.now());
                    match self.client.timer().clock() {
                        Some(clock) => clock.sleep(wait).await,
                        // Nothing waits without a clock.
                        None => return,
                    }
                }
                Step::End => return,
            }
        }
    }

    fn now(&self) -> Duration {
        let clock = self.client.timer().clock();
        clock.map_or(Duration::ZERO, Clock::elapsed)
    }

    async fn send(&mut self, version: &str, chosen: &[usize]) {
        let answer = self.exchange(version, chosen).await;
        let mut answers = match answer {
            Ok(answers) => answers,
            Err(failure) => {
                for index in chosen {
                    if let Some(item) = self.items.get_mut(*index) {
                        item.state = State::Done(Err(failure.shared_by(item.place)));
                    }
                }
                return;
            }
        };
        // In order, so that what an item depends on is judged before it.
        for index in chosen {
            let answer = answers.remove(index);
            self.settle(*index, answer);
        }
    }

    /// One exchange. Its failure concerns all that was in it.
    async fn exchange(
        &mut self,
        version: &str,
        chosen: &[usize],
    ) -> Result<BTreeMap<usize, HttpResponse>, Error> {
        let mut idempotent = true;
        for index in chosen {
            if let Some(item) = self.items.get_mut(*index) {
                item.sent += 1;
                idempotent &= item.place.method.is_idempotent();
            }
        }
        let requests = chosen.iter().filter_map(|index| {
            let item = self.items.get(*index)?;
            let State::Waiting(part, _) = &item.state else {
                return None;
            };
            // What went before needs no mention, and the service would not know it.
            let along = item
                .depends_on
                .iter()
                .filter(|other| chosen.contains(other));
            Some(part.to_sent(*index, along))
        });
        let body = Body {
            requests: requests.collect(),
        };
        let request = Path::new(&self.client, version)
            .text("/$batch")
            .request::<()>(BATCH)
            .set_json(&body);
        let mut draft = request.into_draft();
        draft.options.retry = self.options.retry;
        let mut call = draft.into_call("application/json")?;
        call.idempotent = idempotent;
        let place = call.place;
        let id = call.client_request_id.clone();
        let answer = call.run().await?;
        reply::read(&answer.body).map_err(|error| {
            let error = DecodeError::new(format!("it is not the answer to a batch: {error}"));
            Error::decode(place, answer.status, &answer.headers, id, error)
        })
    }

    /// Decides what becomes of a request that was sent.
    fn settle(&mut self, index: usize, answer: Option<HttpResponse>) {
        let again = self.waits_for_dependency(index, answer.as_ref());
        let now = self.now();
        let Some(item) = self.items.get_mut(index) else {
            return;
        };
        if again {
            return;
        }
        let answer = match answer {
            Some(answer) if answer.status.is_success() => {
                self.client.budget().deposit(item.taken);
                item.state = State::Done(Ok(answer));
                return;
            }
            Some(answer) => answer,
            None => {
                let error = DecodeError::new("the answer to the batch has none for this request");
                let headers = http::HeaderMap::new();
                let failure = Error::decode(item.place, StatusCode::OK, &headers, None, error);
                item.state = State::Done(Err(failure));
                return;
            }
        };
        let idempotent = item.place.method.is_idempotent();
        let failure = Error::answer(AnswerFacts {
            place: item.place,
            cloud: self.client.cloud(),
            status: answer.status,
            headers: &answer.headers,
            body: &answer.body,
            client_request_id: None,
            retry_after: retry_after(&answer.headers, self.client.timer().now()),
        })
        .after(item.sent, idempotent);
        let policy = item.retry.or(self.options.retry);
        let policy = policy.unwrap_or(self.client.retry());
        let clock = self.client.timer().clock();
        let delay = clock.filter(|_| failure.is_retryable()).and_then(|clock| {
            policy.delay(&Attempt {
                number: item.sent,
                elapsed: now.saturating_sub(self.start),
                retry_after: failure.retry_after(),
                jitter: clock.jitter(),
            })
        });
        match (delay, &mut item.state) {
            (Some(delay), State::Waiting(_, not_before))
                if self.client.budget().withdraw(&mut item.taken) =>
            {
                *not_before = now.saturating_add(delay);
            }
            _ => item.state = State::Done(Err(failure)),
        }
    }

    /// Whether the service did not act since a request that this one depends on is to be sent
    /// again.
    fn waits_for_dependency(&self, index: usize, answer: Option<&HttpResponse>) -> bool {
        answer.is_some_and(|answer| answer.status == StatusCode::FAILED_DEPENDENCY)
            && self.items.get(index).is_some_and(|item| {
                let mut others = item.depends_on.iter();
                others.any(|other| self.items.get(*other).is_some_and(Item::is_waiting))
            })
    }

    fn end_all(&mut self, failure: impl Fn(Place) -> Error) {
        for item in &mut self.items {
            if item.is_waiting() {
                let failure =
                    failure(item.place).after(item.sent, item.place.method.is_idempotent());
                item.state = State::Done(Err(failure));
            }
        }
    }
}

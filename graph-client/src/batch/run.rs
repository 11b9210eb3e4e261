//! Sending a batch: its requests through the layers, what comes out of them lot by lot.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::stream::FuturesUnordered;
use http::HeaderMap;

use super::lots::Lots;
use super::part::{BATCH, Body, Part};
use super::reply;
use crate::answer::DecodeError;
use crate::error::{Problem, json_fault};
use crate::operation::Place;
use crate::path::Path;
use crate::pipeline::{Options, Route, enveloped};
use crate::request::{Draft, Reply, foreign};
use crate::{BoxFuture, Error, GraphClient};

/// A request of a batch.
pub(super) struct Item {
    pub(super) place: Place,
    request: Result<Draft, Error>,
    depends_on: Vec<usize>,
    redirected: bool,
}

impl Item {
    pub(super) fn new(client: &GraphClient, draft: Draft, redirected: bool) -> Self {
        let place = draft.place();
        let request = if client.is_same(&draft.client) {
            Ok(draft)
        } else {
            let problem = "the request is of another client; add those of the batch's own";
            Err(Error::invalid(place, Problem::text(problem)))
        };
        Self {
            place,
            request,
            depends_on: Vec::new(),
            redirected,
        }
    }

    pub(super) fn depends_on(&mut self, index: usize) {
        if !self.depends_on.contains(&index) {
            self.depends_on.push(index);
        }
    }

    /// The first problem stands.
    pub(super) fn fail(&mut self, problem: Problem) {
        if self.request.is_ok() {
            self.request = Err(Error::invalid(self.place, problem));
        }
    }
}

type Outcome = Result<Reply, Error>;

/// Sends all, and gives the answers in the order of the requests.
pub(super) async fn run(
    client: GraphClient,
    items: Vec<Item>,
    options: Options,
) -> Vec<Option<Outcome>> {
    let order = items
        .iter()
        .map(|item| (item.place, item.depends_on.clone()));
    let lots = Lots::new(order);
    let count = items.len();
    let requests = items.into_iter().enumerate().map(|(index, item)| {
        let (client, lots) = (client.clone(), Arc::clone(&lots));
        let request = one(client, lots, index, item, options);
        Box::pin(async move { (index, request.await) }) as BoxFuture<'static, _>
    });
    let mut run = Run {
        requests: requests.collect(),
        client,
        options,
        lots,
        lot: None,
        answers: Vec::new(),
    };
    run.answers.resize_with(count, || None);
    std::future::poll_fn(|context| run.poll(context)).await;
    run.answers
}

/// One request, through the layers, which carry it into a lot.
async fn one(
    client: GraphClient,
    lots: Arc<Lots>,
    index: usize,
    item: Item,
    mut options: Options,
) -> Outcome {
    let draft = item.request?;
    options.retry = draft.options.retry.or(options.retry);
    let carrier = lots.carrier(index);
    let (exchange, request) = draft.into_request("", |facts| {
        facts.route = Route::Part;
        facts.options = options;
        facts.carrier = Some(carrier);
    })?;
    // What a lot cannot carry is not begun.
    Part::new(item.place, &request)?;
    let from = item.redirected.then(|| request.uri().clone());
    match (client.send(request).await, from) {
        (Err(failure), Some(from)) => {
            let followed = foreign::follow(&client, &from, failure, HeaderMap::new(), |facts| {
                facts.options = options;
            });
            let (exchange, answer) = followed.await?;
            Reply::new(exchange, answer).await
        }
        (answer, _) => Reply::new(exchange, answer?).await,
    }
}

struct Run {
    client: GraphClient,
    options: Options,
    lots: Arc<Lots>,
    requests: FuturesUnordered<BoxFuture<'static, (usize, Outcome)>>,
    /// The lot that is under way.
    lot: Option<BoxFuture<'static, ()>>,
    answers: Vec<Option<Outcome>>,
}

impl Run {
    /// Goes as far as it can: first every request, so that a lot has all that can go.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        loop {
            while let Poll::Ready(done) = Pin::new(&mut self.requests).poll_next(context) {
                let Some((index, outcome)) = done else {
                    return Poll::Ready(());
                };
                self.lots.finish(index, outcome.is_ok());
                if let Some(answer) = self.answers.get_mut(index) {
                    *answer = Some(outcome);
                }
            }
            if self.lot.is_none() {
                self.lot = self.lots.next().map(|(version, chosen)| {
                    let lots = Arc::clone(&self.lots);
                    let (client, options) = (self.client.clone(), self.options);
                    Box::pin(send(client, lots, version, chosen, options)) as BoxFuture<'static, _>
                });
            }
            let Some(lot) = &mut self.lot else {
                return Poll::Pending;
            };
            std::task::ready!(lot.as_mut().poll(context));
            self.lot = None;
        }
    }
}

/// Sends one lot. Its failure concerns all that was in it.
async fn send(
    client: GraphClient,
    lots: Arc<Lots>,
    version: String,
    chosen: Vec<usize>,
    options: Options,
) {
    let mut draft = lots.with_parts(&chosen, |parts| {
        let requests = parts
            .iter()
            .map(|(index, part, depends_on)| part.to_sent(*index, depends_on.iter()));
        let body = Body {
            requests: requests.collect(),
        };
        let path = Path::new(&client, &version).text("/$batch");
        path.request::<()>(BATCH).set_json(&body).into_draft()
    });
    draft.options = options;
    let idempotent = lots.are_idempotent(&chosen);
    let envelope = draft.into_request("application/json", |facts| facts.idempotent = idempotent);
    let answers = async {
        let (exchange, request) = envelope?;
        let answer = client.send(request).await?;
        let reply = Reply::new(exchange.clone(), answer).await?;
        let answers = reply::read(&reply.body).map_err(|error| {
            let fault = json_fault(&error);
            reply.undecodable(DecodeError::new(format!(
                "it is not the answer to a batch: {fault}"
            )))
        })?;
        let answers = answers.into_iter();
        Ok(answers
            .map(|(index, answer)| (index, enveloped(answer, &exchange)))
            .collect())
    };
    let answers = answers.await;
    lots.answer(&chosen, answers);
}

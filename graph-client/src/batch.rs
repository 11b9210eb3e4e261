//! Several requests in one exchange.
//!
//! ```no_run
//! use graph_client::GraphClient;
//! use graph_client::operation::Method;
//! use serde_json::Value;
//!
//! # async fn run(client: GraphClient) -> Result<(), graph_client::Error> {
//! let mut batch = client.batch();
//! let me = batch.add(client.request::<Value>(Method::Get, "/v1.0/me"));
//! let manager = batch.add(client.request::<Value>(Method::Get, "/v1.0/me/manager"));
//! batch.depends_on(&manager, &me);
//!
//! let mut answers = batch.send().await;
//! let me: Value = answers.take(me)?;
//! let manager: Result<Value, _> = answers.take(manager);
//! # drop((me, manager));
//! # Ok(())
//! # }
//! ```
//!
//! Each answer has the type of its request, and each failure is that of its request alone. The
//! service takes 20 requests at a time: more are sent one lot after another, and what a request
//! depends on goes before it. Each goes through the [layers](crate::pipeline) of the client as if it
//! went by itself: what was throttled is sent again, in a later lot, after its own `Retry-After`, by
//! its own retry policy or that of the batch, and requests that depend on it wait.
//!
//! See [JSON batching](https://learn.microsoft.com/graph/json-batching).

mod lots;
mod part;
mod reply;
mod run;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use crate::answer::Answer;
use crate::error::Problem;
use crate::pipeline::Options;
use crate::request::{Reply, Request};
use crate::retry::RetryPolicy;
use crate::{Error, GraphClient, Response};
use run::Item;

/// Requests that go to the service together.
#[must_use = "a batch is sent by `send`"]
pub struct Batch {
    client: GraphClient,
    // Tells the handles of one batch from those of another.
    id: Arc<()>,
    items: Vec<Item>,
    options: Options,
}

/// Stands for a request of a batch, and for its answer.
#[must_use = "the answer is taken with it, by `BatchAnswers::take`"]
pub struct BatchHandle<T> {
    batch: Arc<()>,
    index: usize,
    answer: PhantomData<fn() -> T>,
}

/// The answers to a batch, each to be taken with its handle.
#[must_use]
pub struct BatchAnswers {
    id: Arc<()>,
    answers: Vec<Option<Result<Reply, Error>>>,
}

impl GraphClient {
    /// Starts a batch.
    pub fn batch(&self) -> Batch {
        Batch {
            client: self.clone(),
            id: Arc::new(()),
            items: Vec::new(),
            options: Options::default(),
        }
    }
}

impl Batch {
    /// Adds a request, of this client. Its answer is taken with the handle.
    ///
    /// Its own retry policy holds, for it alone; its own timeout does not.
    pub fn add<T: Answer>(&mut self, request: impl Into<Request<T>>) -> BatchHandle<T> {
        let draft = request.into().into_draft();
        let index = self.items.len();
        self.items
            .push(Item::new(&self.client, draft, T::REDIRECTED));
        BatchHandle {
            batch: Arc::clone(&self.id),
            index,
            answer: PhantomData,
        }
    }

    /// Sends a request only after another has succeeded, which was added before it.
    ///
    /// When the other fails, this one is not sent:
    /// [`ErrorKind::Dependency`](crate::ErrorKind::Dependency).
    pub fn depends_on<A, B>(
        &mut self,
        request: &BatchHandle<A>,
        other: &BatchHandle<B>,
    ) -> &mut Self {
        let ours = Arc::ptr_eq(&request.batch, &self.id) && Arc::ptr_eq(&other.batch, &self.id);
        let valid = ours && other.index < request.index;
        // A handle of another batch names no request here, so there is nothing to tell it to.
        if let Some(item) = self.items.get_mut(request.index)
            && Arc::ptr_eq(&request.batch, &self.id)
        {
            if valid {
                item.depends_on(other.index);
            } else {
                item.fail(Problem::text(
                    "a request can only depend on one that was added to the same batch before it",
                ));
            }
        }
        self
    }

    /// Sends requests again by this policy, in place of the client's, except those with their own.
    pub fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    /// Gives up after this time; what has been answered until then is kept.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        let timeouts = self.client.timeouts(self.options);
        self.options.timeouts = Some(timeouts.with_total(timeout));
        self
    }

    /// How many requests there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Sends the requests. Every failure is that of a request, to be taken with its handle: one
    /// that concerns an exchange as a whole is that of each request in it.
    pub async fn send(self) -> BatchAnswers {
        let id = Arc::clone(&self.id);
        // On the heap: the future is long, and this one is the caller's.
        let answers = Box::pin(run::run(self.client, self.items, self.options)).await;
        BatchAnswers { id, answers }
    }
}

impl BatchAnswers {
    /// The value that the request asked for.
    ///
    /// # Errors
    ///
    /// What went wrong with this request, or with the exchange that it was part of.
    pub fn take<T: Answer>(&mut self, handle: BatchHandle<T>) -> Result<T, Error> {
        self.take_response(handle).map(Response::into_value)
    }

    /// The same with status and headers.
    ///
    /// # Errors
    ///
    /// What went wrong with this request, or with the exchange that it was part of.
    #[allow(clippy::needless_pass_by_value, reason = "an answer can be taken once")]
    pub fn take_response<T: Answer>(
        &mut self,
        handle: BatchHandle<T>,
    ) -> Result<Response<T>, Error> {
        let own = Arc::ptr_eq(&handle.batch, &self.id);
        let answer = self.answers.get_mut(handle.index).filter(|_| own);
        let Some(answer) = answer.and_then(Option::take) else {
            return Err(Error::invalid(
                part::PLACE,
                Problem::text("the handle is of another batch; take its answer from that one"),
            ));
        };
        answer?.decoded()
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = self.items.iter().map(|item| item.place.to_string());
        f.debug_list().entries(places).finish()
    }
}

impl<T> fmt::Debug for BatchHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BatchHandle").field(&self.index).finish()
    }
}

impl fmt::Debug for BatchAnswers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchAnswers").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;

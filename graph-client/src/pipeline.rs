//! The way of every exchange: a request goes down through layers, its answer comes back up.
//!
//! Calls, batches and the requests in them, downloads, slices of uploads and polls of long-running
//! operations all go the same way:
//!
//! | layer | what it does |
//! |---|---|
//! | observe | a `tracing` span for the call |
//! | deadline | the limit of the whole call |
//! | *layers per call* | [`GraphClientBuilder::layer_per_call`](crate::GraphClientBuilder::layer_per_call) |
//! | retry | judges answers, waits, sends again |
//! | authorize | the token, and another where it is refused; or none, by [`Route`] |
//! | concurrency | a limit on requests in flight, where one is [set](crate::GraphClientBuilder::max_in_flight) |
//! | *layers per attempt* | [`GraphClientBuilder::layer_per_attempt`](crate::GraphClientBuilder::layer_per_attempt) |
//! | transmit | an event for the attempt, its limits, decoding and reading the answer |
//! | transport | [`Transport`](crate::transport::Transport) |
//!
//! Layers are those of [`tower`](https://docs.rs/tower): any [`tower_layer::Layer`] over a
//! [`tower_service::Service`] of an [`HttpRequest`] fits, and [`from_fn`] makes one of a function.
//! Below the retries a layer sees every answer as HTTP has it; above them it sees what the call came
//! to, with a failure as an [`Error`]. Each request has its [`Exchange`] as an extension: operation,
//! path template, attempt, deadline.
//!
//! ```
//! use graph_client::GraphClient;
//! use graph_client::credential::StaticToken;
//! use graph_client::pipeline::{Exchange, from_fn};
//!
//! # fn run() -> Result<(), graph_client::Error> {
//! let metrics = from_fn(async |request, next| {
//!     let exchange = Exchange::of(&request).cloned();
//!     let answer = next.run(request).await;
//!     let status = answer.as_ref().map(|answer| answer.status().as_u16());
//!     println!("{exchange:?}: {status:?}");
//!     answer
//! });
//! let client = GraphClient::builder()
//!     .credential(StaticToken::new("TOKEN"))
//!     .layer_per_attempt(metrics)
//!     .build()?;
//! # drop(client);
//! # Ok(())
//! # }
//! ```

mod authorize;
mod concurrency;
mod deadline;
mod exchange;
mod function;
mod gzip;
mod observe;
mod options;
mod retry;
mod root;
mod transmit;

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};

use tower_layer::Layer;
use tower_service::Service;

pub use exchange::{Exchange, Route};
pub use function::{FromFn, FromFnService, from_fn};
pub use options::Timeouts;

pub(crate) use authorize::{Authorize, enveloped};
pub(crate) use concurrency::Concurrency;
pub(crate) use deadline::Deadline;
pub(crate) use exchange::{Carrier, Facts};
pub(crate) use observe::Observe;
pub(crate) use options::Options;
pub(crate) use retry::{Repetition, Retry};
pub(crate) use root::Root;
pub(crate) use transmit::Transmit;

use crate::transport::{HttpRequest, HttpResponse};
use crate::{BoxFuture, Error};

/// What a layer of another crate may fail with. An [`Error`] in it comes out as itself.
pub type LayerError = Box<dyn std::error::Error + Send + Sync>;

type Outcome = Result<HttpResponse, Error>;

/// The rest of the way, which a layer passes a request on to. It may do so more than once, or not
/// at all.
#[derive(Clone)]
pub struct Next(Arc<dyn Step>);

/// A layer in its place.
pub(crate) trait Step: Send + Sync + 'static {
    fn take(self: Arc<Self>, request: HttpRequest) -> BoxFuture<'static, Outcome>;
}

impl Next {
    pub(crate) fn new(step: impl Step) -> Self {
        Self(Arc::new(step))
    }

    /// The way that begins with a layer of the application.
    pub(crate) fn layered<L>(self, layer: &L) -> Self
    where
        L: Layer<Self>,
        L::Service: Service<HttpRequest, Response = HttpResponse, Error: Into<LayerError>>
            + Clone
            + Send
            + Sync
            + 'static,
        <L::Service as Service<HttpRequest>>::Future: Send,
    {
        Self::new(Layered(layer.layer(self)))
    }

    /// Passes the request on.
    ///
    /// # Errors
    ///
    /// What the layers further on give up with.
    pub fn run(&self, request: HttpRequest) -> BoxFuture<'static, Result<HttpResponse, Error>> {
        Arc::clone(&self.0).take(request)
    }
}

impl Service<HttpRequest> for Next {
    type Response = HttpResponse;
    type Error = Error;
    type Future = BoxFuture<'static, Outcome>;

    /// It is always ready: who has to wait does so in the call, within its deadline.
    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: HttpRequest) -> Self::Future {
        self.run(request)
    }
}

impl fmt::Debug for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Next").finish_non_exhaustive()
    }
}

/// A layer of the application.
struct Layered<S>(S);

impl<S> Step for Layered<S>
where
    S: Service<HttpRequest, Response = HttpResponse, Error: Into<LayerError>>
        + Clone
        + Send
        + Sync
        + 'static,
    S::Future: Send,
{
    fn take(self: Arc<Self>, request: HttpRequest) -> BoxFuture<'static, Outcome> {
        let mut service = self.0.clone();
        Box::pin(async move {
            let exchange = Exchange::expect(&request)?;
            let failed = |error: LayerError| match error.downcast::<Error>() {
                Ok(error) => *error,
                Err(other) => Error::layer(exchange.place(), exchange.id(), other),
            };
            let ready = poll_fn(|context| service.poll_ready(context).map_err(Into::into));
            ready.await.map_err(failed)?;
            let answer = service.call(request);
            answer.await.map_err(|error| failed(error.into()))
        })
    }
}

#[cfg(test)]
mod tests;

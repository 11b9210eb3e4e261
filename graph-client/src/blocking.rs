//! Use from code without a runtime.
//!
//! A [`BlockingClient`] is a client and the runtime that its requests run on. Both are made once
//! and serve every request, from any thread; connections are kept between them.
//!
//! ```no_run
//! use graph_client::blocking::BlockingClient;
//! use graph_client::credential::StaticToken;
//! use graph_client::model::{Page, UntypedObject};
//! use graph_client::operation::Method;
//! use graph_client::{Error, GraphClient};
//!
//! # fn run(token: String) -> Result<(), Error> {
//! let client = GraphClient::builder().credential(StaticToken::new(token));
//! let graph = BlockingClient::new(client)?;
//!
//! // Requests are made as ever, and run instead of awaited.
//! let me = graph.run(graph.request::<serde_json::Value>(Method::Get, "/v1.0/me"))?;
//!
//! let users = graph.request::<Page<UntypedObject>>(Method::Get, "/v1.0/users");
//! for user in graph.iter(users.items()) {
//!     println!("{:?}", user?);
//! }
//! # drop(me);
//! # Ok(())
//! # }
//! ```

use std::fmt;
use std::ops::Deref;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::thread;

use futures_core::Stream;
use futures_util::StreamExt;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::JoinHandle;
use tracing::Instrument;

use crate::pipeline::from_fn;
use crate::transport::HttpResponse;
use crate::{Error, GraphClient, GraphClientBuilder};

/// A client, and the runtime that its requests run on.
///
/// It can do all that a [`GraphClient`] can; what is awaited there is [run](Self::run) here. A
/// clone shares client and runtime. The runtime has one thread, which ends with the last clone.
#[derive(Clone)]
pub struct BlockingClient {
    client: GraphClient,
    runtime: Arc<Owned>,
}

/// A runtime that does not wait for its tasks when it ends, so that it can end anywhere.
struct Owned {
    handle: Handle,
    runtime: Option<Runtime>,
}

impl Drop for Owned {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl BlockingClient {
    /// Makes a client, and starts its runtime: its connections live there, whoever waits for them.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) when the system gives no
    /// thread or no way to watch connections, and where the client cannot be made.
    pub fn new(builder: GraphClientBuilder) -> Result<Self, Error> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("graph-client")
            .enable_all()
            .build()
            .map_err(|error| {
                Error::configuration(format!("the runtime cannot be started: {error}"))
            })?;
        // Connections that live in the caller's runtime would stand still while it waits here.
        let handle = runtime.handle().clone();
        let there = from_fn(move |request, next| {
            Elsewhere(handle.spawn(next.run(request).in_current_span()))
        });
        let client = builder.layer_per_attempt(there).build()?;
        Ok(Self {
            client,
            runtime: Arc::new(Owned {
                handle: runtime.handle().clone(),
                runtime: Some(runtime),
            }),
        })
    }

    /// Waits for a request, or for anything else that this crate does: a batch, a page, an upload.
    ///
    /// In code that is itself asynchronous it works, and holds up the thread and its other tasks;
    /// await there instead.
    pub fn run<F>(&self, request: F) -> F::Output
    where
        F: IntoFuture<IntoFuture: Send, Output: Send>,
    {
        wait(&self.runtime, request.into_future())
    }

    /// The items of a stream, each waited for when it is taken: of a collection, its pages, a
    /// download.
    pub fn iter<S>(&self, stream: S) -> Iter<S>
    where
        S: Stream<Item: Send> + Send + Unpin,
    {
        Iter {
            runtime: Arc::clone(&self.runtime),
            stream,
        }
    }
}

impl Deref for BlockingClient {
    type Target = GraphClient;

    fn deref(&self) -> &GraphClient {
        &self.client
    }
}

impl fmt::Debug for BlockingClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlockingClient").field(&self.client).finish()
    }
}

/// The items of a stream, from [`BlockingClient::iter`].
#[must_use = "items are waited for when they are taken"]
pub struct Iter<S> {
    runtime: Arc<Owned>,
    stream: S,
}

impl<S> Iter<S> {
    /// The stream, for what it knows besides its items, such as a delta link.
    pub const fn stream(&self) -> &S {
        &self.stream
    }

    /// The stream, at the item that comes next.
    pub fn into_stream(self) -> S {
        self.stream
    }
}

impl<S> Iterator for Iter<S>
where
    S: Stream<Item: Send> + Send + Unpin,
{
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        wait(&self.runtime, self.stream.next())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.stream.size_hint()
    }
}

impl<S> fmt::Debug for Iter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Iter").finish_non_exhaustive()
    }
}

/// An exchange in the runtime, which ends when nobody waits for it any more.
struct Elsewhere(JoinHandle<Result<HttpResponse, Error>>);

impl Future for Elsewhere {
    type Output = Result<HttpResponse, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = std::task::ready!(Pin::new(&mut self.0).poll(context));
        Poll::Ready(outcome.unwrap_or_else(|ended| match ended.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            Err(_) => Err(Error::configuration(
                "the runtime of the blocking client has ended; keep the client while it is used",
            )),
        }))
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn wait<F>(runtime: &Owned, future: F) -> F::Output
where
    F: Future<Output: Send> + Send,
{
    let handle = &runtime.handle;
    if Handle::try_current().is_err() {
        return handle.block_on(future);
    }
    // A thread of a runtime must not wait for another one: that would be a panic.
    let output = thread::scope(|scope| scope.spawn(|| handle.block_on(future)).join());
    output.unwrap_or_else(|panic| resume_unwind(panic))
}

#[cfg(test)]
mod tests;

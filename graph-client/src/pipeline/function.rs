//! A layer made of a function.

use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};

use tower_layer::Layer;
use tower_service::Service;

use super::Next;
use crate::transport::{HttpRequest, HttpResponse};
use crate::{BoxFuture, Error};

/// A layer made of a function that gets each request, and the rest of the way to pass it on to.
///
/// It can change the request and the answer, pass the request on more than once or not at all, and
/// take note of both. See the example of the [module](super).
pub fn from_fn<F, R>(function: F) -> FromFn<F>
where
    F: Fn(HttpRequest, Next) -> R + Send + Sync + 'static,
    R: Future<Output = Result<HttpResponse, Error>> + Send + 'static,
{
    FromFn(Arc::new(function))
}

/// A layer made by [`from_fn`].
pub struct FromFn<F>(Arc<F>);

/// What a [`FromFn`] layer becomes in its place.
pub struct FromFnService<F> {
    function: Arc<F>,
    next: Next,
}

impl<F> Layer<Next> for FromFn<F> {
    type Service = FromFnService<F>;

    fn layer(&self, next: Next) -> Self::Service {
        FromFnService {
            function: Arc::clone(&self.0),
            next,
        }
    }
}

impl<F, R> Service<HttpRequest> for FromFnService<F>
where
    F: Fn(HttpRequest, Next) -> R,
    R: Future<Output = Result<HttpResponse, Error>> + Send + 'static,
{
    type Response = HttpResponse;
    type Error = Error;
    type Future = BoxFuture<'static, Result<HttpResponse, Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: HttpRequest) -> Self::Future {
        Box::pin((self.function)(request, self.next.clone()))
    }
}

impl<F> Clone for FromFn<F> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<F> Clone for FromFnService<F> {
    fn clone(&self) -> Self {
        Self {
            function: Arc::clone(&self.function),
            next: self.next.clone(),
        }
    }
}

impl<F> fmt::Debug for FromFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FromFn").finish_non_exhaustive()
    }
}

impl<F> fmt::Debug for FromFnService<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FromFnService").finish_non_exhaustive()
    }
}

//! What is known of an exchange besides its request.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use http::HeaderValue;
use tracing::Span;

use super::Options;
use crate::operation::{Method, Operation, PathTemplate, Place};
use crate::transport::{HttpRequest, HttpResponse};
use crate::{BoxFuture, Error};

/// What is known of an exchange besides its request: an extension of the [`HttpRequest`] that every
/// layer sees.
///
/// A clone is the same exchange. `Debug` shows no key, query, header, body or token.
#[derive(Clone)]
pub struct Exchange(Arc<Facts>);

/// Where an exchange goes, and so who authorizes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Route {
    /// To the client's cloud, with the token.
    Graph,
    /// Within the envelope of a batch, which has the token.
    Part,
    /// To an address that the service gave and that carries its own authorization, without the
    /// token: an upload session, a stored file.
    Foreign,
}

/// Takes requests to their answers within another exchange.
pub(crate) trait Carrier: Send + Sync {
    fn carry(&self, request: HttpRequest) -> BoxFuture<'static, Result<HttpResponse, Error>>;
}

pub(crate) struct Facts {
    pub(crate) place: Place,
    pub(crate) template: Option<PathTemplate>,
    pub(crate) route: Route,
    /// Whether sending it again does no more than sending it once.
    pub(crate) idempotent: bool,
    /// Whether the caller takes the body of a success answer piece by piece.
    pub(crate) streamed: bool,
    pub(crate) options: Options,
    pub(crate) client_request_id: Option<Box<str>>,
    /// What carries it in place of the transport.
    pub(crate) carrier: Option<Arc<dyn Carrier>>,
    progress: Progress,
}

/// How far an exchange has come.
#[derive(Default)]
struct Progress {
    sent: AtomicU32,
    deadline: OnceLock<Duration>,
    span: OnceLock<Span>,
    tokens: Mutex<Tokens>,
}

/// The tokens of an exchange.
#[derive(Default)]
struct Tokens {
    /// The one that it was sent with last.
    bearer: Option<HeaderValue>,
    /// What others were asked for: nothing in particular, or claims.
    demands: Vec<Option<String>>,
}

impl Facts {
    /// An exchange with the client's cloud, read whole.
    pub(crate) fn new(place: Place) -> Self {
        Self {
            place,
            template: None,
            route: Route::Graph,
            idempotent: place.method.is_idempotent(),
            streamed: false,
            options: Options::default(),
            client_request_id: None,
            carrier: None,
            progress: Progress::default(),
        }
    }
}

impl From<Facts> for Exchange {
    fn from(facts: Facts) -> Self {
        Self(Arc::new(facts))
    }
}

impl Exchange {
    /// The exchange that a request belongs to; none when a layer has made the request anew and left
    /// its extensions behind, which is an error further on.
    pub fn of(request: &HttpRequest) -> Option<&Self> {
        request.extensions().get()
    }

    /// The operation; none for a request with a path of its own.
    pub fn operation(&self) -> Option<&Operation> {
        self.0.place.operation.as_ref()
    }

    /// The path template with its version, where there is an operation.
    pub fn path_template(&self) -> Option<PathTemplate> {
        self.0.template
    }

    /// The method.
    pub fn method(&self) -> Method {
        self.0.place.method
    }

    /// Where it goes.
    pub fn route(&self) -> Route {
        self.0.route
    }

    /// How often it has been sent so far, this time included where it is being sent.
    pub fn attempt(&self) -> u32 {
        self.0.progress.sent.load(Ordering::Relaxed)
    }

    /// When it has to be over, on the client's clock
    /// ([`Clock::elapsed`](crate::clock::Clock::elapsed)).
    pub fn deadline(&self) -> Option<Duration> {
        self.0.progress.deadline.get().copied()
    }

    /// The id that the client gave the request, or its caller.
    pub fn client_request_id(&self) -> Option<&str> {
        self.0.client_request_id.as_deref()
    }

    pub(crate) fn facts(&self) -> &Facts {
        &self.0
    }

    pub(crate) fn place(&self) -> Place {
        self.0.place
    }

    /// The exchange of a request, which has to have one.
    pub(super) fn expect(request: &HttpRequest) -> Result<Self, Error> {
        Self::of(request).cloned().ok_or_else(|| {
            Error::configuration(
                "a layer made a request anew and left its extensions behind; change the request \
                 that came, or take its extensions along",
            )
        })
    }

    /// Counts an attempt.
    pub(crate) fn begin_attempt(&self) {
        self.0.progress.sent.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn set_deadline(&self, deadline: Duration) {
        // An exchange has one, and this is the only place that says so.
        let _ = self.0.progress.deadline.set(deadline);
    }

    pub(super) fn set_span(&self, span: Span) {
        let _ = self.0.progress.span.set(span);
    }

    pub(super) fn span(&self) -> Span {
        self.0
            .progress
            .span
            .get()
            .cloned()
            .unwrap_or_else(Span::none)
    }

    /// Takes note of the token that it is sent with.
    pub(super) fn set_bearer(&self, token: HeaderValue) {
        self.tokens(|tokens| tokens.bearer = Some(token));
    }

    /// The token that it was sent with last.
    pub(super) fn bearer(&self) -> Option<HeaderValue> {
        self.tokens(|tokens| tokens.bearer.clone())
    }

    /// Whether to ask for another token: for each demand once, and not without end.
    pub(super) fn asks_for(&self, claims: Option<&str>, most: usize) -> bool {
        self.tokens(|tokens| {
            let known = tokens
                .demands
                .iter()
                .any(|known| known.as_deref() == claims);
            if known || tokens.demands.len() >= most {
                return false;
            }
            tokens.demands.push(claims.map(str::to_owned));
            true
        })
    }

    fn tokens<T>(&self, change: impl FnOnce(&mut Tokens) -> T) -> T {
        let tokens = &self.0.progress.tokens;
        change(&mut tokens.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn id(&self) -> Option<Box<str>> {
        self.0.client_request_id.clone()
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("operation", &format_args!("{}", self.0.place))
            .field("route", &self.0.route)
            .field("attempt", &self.attempt())
            .finish_non_exhaustive()
    }
}

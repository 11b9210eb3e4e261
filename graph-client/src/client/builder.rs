//! Putting a client together.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use tower_layer::Layer;
use tower_service::Service;
use url::Url;

use super::{GraphClient, Shared};
use crate::clock::{Clock, Timer};
use crate::credential::{Credential, TokenCache};
use crate::model::Limits;
use crate::operation::{Caller, Granted};
use crate::pipeline::{
    Authorize, Concurrency, Deadline, LayerError, Next, Observe, Retry, Root, Timeouts, Transmit,
};
use crate::retry::{Bucket, RetryBudget, RetryPolicy};
use crate::transport::{HttpRequest, HttpResponse, Transport, is_loopback};
use crate::{Cloud, Error};

const USER_AGENT: &str = concat!("graph-client/", env!("CARGO_PKG_VERSION"));
/// How much of an answer is read into memory.
const MAX_BODY_BYTES: u64 = 256 << 20;

/// A layer of the application, to be put on the way that is there already.
type Layering = Box<dyn FnOnce(Next) -> Next + Send + Sync>;

/// What a [`GraphClient`] is made of.
#[derive(Default)]
#[must_use]
pub struct GraphClientBuilder {
    cloud: Cloud,
    credential: Option<Box<dyn Credential>>,
    transport: Option<Box<dyn Transport>>,
    connect_timeout: Option<Duration>,
    loopback: Option<String>,
    root: Option<String>,
    scope: Option<String>,
    default_headers: Vec<(String, String)>,
    limits: Limits,
    user_agent: Option<String>,
    retry: Option<RetryPolicy>,
    budget: RetryBudget,
    timeouts: Timeouts,
    max_body_bytes: Option<u64>,
    clock: Option<Arc<dyn Clock>>,
    max_in_flight: Option<u32>,
    granted: Option<Granted>,
    per_call: Vec<Layering>,
    per_attempt: Vec<Layering>,
}

impl GraphClientBuilder {
    /// Sets where tokens come from. Required.
    pub fn credential(mut self, credential: impl Credential) -> Self {
        self.credential = Some(Box::new(credential));
        self
    }

    /// Sets the cloud; [`Cloud::Global`] unless set.
    ///
    /// An operation that it is recorded not to offer is an error before it is sent
    /// ([`ErrorKind::NotOffered`](crate::ErrorKind::NotOffered)).
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// Sets how requests are sent; `ReqwestTransport` unless set.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Tells which permissions were granted, and to what kind of caller, so that an operation for
    /// which they do not do is an error before it is sent
    /// ([`ErrorKind::NotGranted`](crate::ErrorKind::NotGranted)). Operations of which no permissions
    /// are recorded are sent all the same.
    ///
    /// ```
    /// use graph_client::GraphClient;
    /// use graph_client::operation::Caller;
    ///
    /// let builder = GraphClient::builder()
    ///     .granted(Caller::DelegatedWork, "openid User.Read Mail.Send".split(' '));
    /// # drop(builder);
    /// ```
    pub fn granted<S: AsRef<str>>(
        mut self,
        caller: Caller,
        permissions: impl IntoIterator<Item = S>,
    ) -> Self {
        self.granted = Some(Granted::new(caller, permissions));
        self
    }

    /// Talks to a server on this machine in place of the cloud, such as `http://127.0.0.1:8080`.
    ///
    /// Tokens go there, and plain http is allowed. The host must be a loopback address or
    /// `localhost`.
    pub fn loopback(mut self, root: impl Into<String>) -> Self {
        self.loopback = Some(root.into());
        self
    }

    /// Talks to this root in place of the cloud's, such as `https://graph.example.com`: a cloud that
    /// is not in the list, or a gateway in front of one. Tokens go there, over https alone, and what
    /// it offers is not known: no operation is refused for its cloud.
    pub fn root(mut self, root: impl Into<String>) -> Self {
        self.root = Some(root.into());
        self
    }

    /// Asks for tokens of this scope, or several with spaces between them, in place of the cloud's.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Sends a header with every request that does not set it, such as `Prefer`.
    ///
    /// What is not a header, or belongs to the client, is an error of each request.
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.default_headers.push((name.into(), value.into()));
        self
    }

    /// Sets whether a body is held against the limits of its schema before it is sent, such as
    /// `maxLength`; it is unless set.
    ///
    /// The service has the last word: where a limit of the description is older than that of the
    /// service, `false` lets the call through.
    pub fn schema_limits(mut self, checked: bool) -> Self {
        self.limits = if checked {
            Limits::Checked
        } else {
            Limits::Ignored
        };
        self
    }

    /// Puts the name of an application, such as `myapp/1.0`, before this crate's in `User-Agent`.
    pub fn user_agent(mut self, application: impl Into<String>) -> Self {
        self.user_agent = Some(application.into());
        self
    }

    /// Sets when a request is sent again; [`RetryPolicy::new`] unless set.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Sets how many repetitions all requests together may cost.
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.budget = budget;
        self
    }

    /// Sets how long things may take; [`Timeouts::new`] unless set.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Sets how long a connection may take to come about, 30 seconds unless set.
    ///
    /// It is for the transport that the client makes; one that is [set](Self::transport) has its
    /// own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// Sets how many bytes of an answer are read into memory, 256 MiB unless set: more is an error.
    ///
    /// Downloads have no limit.
    pub fn max_body_bytes(mut self, bytes: u64) -> Self {
        self.max_body_bytes = Some(bytes);
        self
    }

    /// Sets how many requests are sent at a time; no limit unless set.
    ///
    /// The limit learns: a 429 halves it, and answers after that lift it again, up to this. Further
    /// requests wait for their turn, within their deadline.
    pub fn max_in_flight(mut self, requests: u32) -> Self {
        self.max_in_flight = Some(requests);
        self
    }

    /// Adds a layer that sees each call once: before its retries, and what it came to after them.
    ///
    /// The first that is added sees the call first. See [`pipeline`](crate::pipeline).
    pub fn layer_per_call<L>(mut self, layer: L) -> Self
    where
        L: Layer<Next> + Send + Sync + 'static,
        L::Service: Service<HttpRequest, Response = HttpResponse, Error: Into<LayerError>>
            + Clone
            + Send
            + Sync
            + 'static,
        <L::Service as Service<HttpRequest>>::Future: Send,
    {
        self.per_call
            .push(Box::new(move |next| next.layered(&layer)));
        self
    }

    /// Adds a layer that sees each attempt, with the token in its headers, and each answer.
    ///
    /// The first that is added sees the attempt first. See [`pipeline`](crate::pipeline).
    pub fn layer_per_attempt<L>(mut self, layer: L) -> Self
    where
        L: Layer<Next> + Send + Sync + 'static,
        L::Service: Service<HttpRequest, Response = HttpResponse, Error: Into<LayerError>>
            + Clone
            + Send
            + Sync
            + 'static,
        <L::Service as Service<HttpRequest>>::Future: Send,
    {
        self.per_attempt
            .push(Box::new(move |next| next.layered(&layer)));
        self
    }

    /// Sets how the client reads time and waits; `TokioClock` unless set.
    ///
    /// Without the feature `reqwest` there is no clock unless one is set: nothing is sent again
    /// then, and no request can have a timeout.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) when there is no credential
    /// or no transport, a retry policy has no clock to wait by, the loopback root is not one, or the user agent is not a header value.
    pub fn build(self) -> Result<GraphClient, Error> {
        let credential = self.credential.ok_or_else(|| {
            Error::configuration(
                "there is no credential; call credential(), for example with a StaticToken",
            )
        })?;
        let user_agent = match self.user_agent {
            None => HeaderValue::from_static(USER_AGENT),
            Some(application) => HeaderValue::try_from(format!("{application} {USER_AGENT}"))
                .map_err(|_| {
                    Error::configuration(
                        "the user agent holds characters that HTTP does not allow; \
                         use a name and a version such as myapp/1.0",
                    )
                })?,
        };
        let root = match (&self.loopback, &self.root) {
            (Some(text), _) => loopback_root(text)?,
            (None, Some(text)) => https_root(text)?,
            (None, None) => Url::parse(self.cloud.graph_root())
                .map_err(|_| Error::configuration("the root of the cloud is not an address"))?,
        };
        let root = Root::new(root);
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(self.loopback.is_some(), self.connect_timeout)?,
        };
        let timer = Timer::new(self.clock);
        if timer.clock().is_none() && self.retry.is_some_and(|policy| policy.max_attempts() > 1) {
            return Err(Error::configuration(
                "the retry policy has no clock to wait by; call clock(), or enable the feature \
                 `reqwest`",
            ));
        }
        let scope = self.scope.map_or(self.cloud.scope().into(), Into::into);
        let tokens = TokenCache::new(credential, scope, timer.clone(), self.timeouts.token());
        let retry = self.retry.unwrap_or_default();
        let budget = Arc::new(Bucket::new(self.budget));

        // From the end of the way to its beginning.
        let next = Next::new(Transmit {
            transport,
            timer: timer.clone(),
            timeouts: self.timeouts,
            max_body_bytes: self.max_body_bytes.unwrap_or(MAX_BODY_BYTES),
        });
        let next = layered(next, self.per_attempt);
        let next = match self.max_in_flight {
            Some(most) => Next::new(Concurrency::new(next, most)),
            None => next,
        };
        let next = Next::new(Authorize {
            next,
            tokens: Arc::new(tokens),
            root: root.clone(),
        });
        let next = Next::new(Retry {
            next,
            policy: retry,
            budget: Arc::clone(&budget),
            timer: timer.clone(),
            cloud: self.cloud,
            caller: self.granted.as_ref().map(Granted::caller),
        });
        let next = layered(next, self.per_call);
        let next = Next::new(Deadline {
            next,
            timer: timer.clone(),
            timeouts: self.timeouts,
        });
        let pipeline = Next::new(Observe { next });

        let shared = Shared {
            cloud: self.cloud,
            root,
            pipeline,
            user_agent,
            default_headers: self.default_headers,
            limits: self.limits,
            timer,
            timeouts: self.timeouts,
            retry,
            budget,
            offering: self.root.is_none().then_some(self.cloud),
            granted: self.granted,
        };
        Ok(GraphClient {
            shared: Arc::new(shared),
        })
    }
}

/// The first layer is the outermost.
fn layered(next: Next, layers: Vec<Layering>) -> Next {
    layers
        .into_iter()
        .rev()
        .fold(next, |next, layer| layer(next))
}

impl fmt::Debug for GraphClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GraphClientBuilder")
            .field("cloud", &self.cloud)
            .field("credential", &self.credential.is_some())
            .finish_non_exhaustive()
    }
}

// The text is not repeated in errors: a mistaken one may hold a password.
fn loopback_root(text: &str) -> Result<Url, Error> {
    let wrong = |cause: &str| {
        Error::configuration(format!(
            "the loopback root {cause}; give scheme, host and port, such as http://127.0.0.1:8080"
        ))
    };
    let url = Url::parse(text).map_err(|error| wrong(&format!("is not an address ({error})")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong("is neither http nor https"));
    }
    if !is_loopback(&url) {
        return Err(wrong(
            "is not on this machine: only loopback addresses and localhost are",
        ));
    }
    bare(url).map_err(wrong)
}

fn https_root(text: &str) -> Result<Url, Error> {
    let wrong = |cause: &str| {
        Error::configuration(format!(
            "the root {cause}; give scheme, host and port, such as https://graph.example.com"
        ))
    };
    let url = Url::parse(text).map_err(|error| wrong(&format!("is not an address ({error})")))?;
    if url.scheme() != "https" {
        return Err(wrong("is not https"));
    }
    bare(url).map_err(wrong)
}

/// A root has no more than scheme, host and port.
fn bare(url: Url) -> Result<Url, &'static str> {
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err("has more than scheme, host and port");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("holds a user name or a password");
    }
    Ok(url)
}

#[cfg(feature = "reqwest")]
fn default_transport(
    loopback: bool,
    connect_timeout: Option<Duration>,
) -> Result<Box<dyn Transport>, Error> {
    use crate::transport::ReqwestTransport;

    let transport = match (loopback, connect_timeout) {
        (false, None) => ReqwestTransport::new(),
        (true, None) => ReqwestTransport::loopback(),
        (loopback, Some(limit)) => {
            let builder = reqwest::Client::builder().connect_timeout(limit);
            if loopback {
                ReqwestTransport::loopback_from_builder(builder)
            } else {
                ReqwestTransport::from_builder(builder)
            }
        }
    };
    match transport {
        Ok(transport) => Ok(Box::new(transport)),
        Err(error) => Err(Error::setup(error)),
    }
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(
    _loopback: bool,
    _connect_timeout: Option<Duration>,
) -> Result<Box<dyn Transport>, Error> {
    Err(Error::configuration(
        "there is no transport; call transport(), or enable the feature `reqwest`",
    ))
}

//! Operations that go on after their answer.
//!
//! A service that needs longer answers 202, and says in `Location` or `Azure-AsyncOperation` where
//! to ask how far it is. A [`Monitor`] asks there, as often as `Retry-After` says, until it is done.
//!
//! ```no_run
//! use graph_client::operation::Method;
//! use serde_json::{Value, json};
//!
//! # async fn run(client: graph_client::GraphClient) -> Result<(), graph_client::Error> {
//! let copy = client
//!     .request::<()>(Method::Post, "/v1.0/me/drive/items/ID/copy")
//!     .set_json(&json!({"name": "copy"}))
//!     .send()
//!     .await?;
//! if let Some(monitor) = client.monitor(&copy) {
//!     let done = monitor.wait::<Value>().await?;
//!     println!("{:?}", done.headers().get("location"));
//! }
//! # Ok(())
//! # }
//! ```
//!
//! An address of the client's own cloud is asked with the token, any other without it, over https.

use std::fmt;
use std::time::Duration;

use http::{StatusCode, Uri};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use crate::answer::Answer;
use crate::error::{Problem, escaped};
use crate::operation::{Method, Operation, Place};
use crate::pipeline::Options;
use crate::request::{Draft, Reply, foreign};
use crate::retry::{RetryPolicy, retry_after};
use crate::{Error, ErrorKind, GraphClient, Response};

const POLL: Operation = Operation::new(Method::Get, "/{monitor-url}");
/// How long to wait where the service does not say.
const INTERVAL: Duration = Duration::from_secs(5);
/// How long at most, whatever it says.
const MOST_INTERVAL: Duration = Duration::from_secs(5 * 60);

/// An operation that goes on, and where to ask for it.
#[derive(Clone)]
#[must_use = "it is asked for by `wait` or `poll`"]
pub struct Monitor {
    client: GraphClient,
    url: String,
    interval: Option<Duration>,
    options: Options,
}

/// How far an operation is.
#[derive(Debug)]
#[non_exhaustive]
pub enum Progress<T> {
    /// It goes on.
    Running {
        /// What the service calls its state, such as `inProgress`.
        status: Option<String>,
        /// How much is done, in percent, where the service says it.
        percent: Option<f64>,
    },
    /// It is done, and this is the answer.
    Done(Response<T>),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct State {
    status: Option<String>,
    percentage_complete: Option<f64>,
    percent_complete: Option<f64>,
    error: Option<Value>,
}

impl GraphClient {
    /// The operation that an answer says goes on; none when it is done.
    pub fn monitor<T>(&self, answer: &Response<T>) -> Option<Monitor> {
        let names = ["azure-asyncoperation", "operation-location", "location"];
        let accepted = answer.status() == StatusCode::ACCEPTED;
        let headers = answer.headers();
        let address = names
            .iter()
            .find_map(|name| headers.get(*name))
            .filter(|_| accepted)?;
        let url = whole(self.root(), address.to_str().ok()?, answer.is_beta());
        let mut monitor = self.monitor_at(url);
        monitor.interval = retry_after(headers, None);
        Some(monitor)
    }

    /// The operation at this address, such as one that was stored. What is wrong with it is reported
    /// when it is asked for.
    pub fn monitor_at(&self, url: impl Into<String>) -> Monitor {
        Monitor {
            client: self.clone(),
            url: url.into(),
            interval: None,
            options: Options::default(),
        }
    }
}

impl Monitor {
    /// Where to ask, to be stored for another time. It may be a secret.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Asks by this policy, in place of the client's.
    pub fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    /// Asks until it is done. It has no limit of its own; drop the future to give up.
    ///
    /// # Errors
    ///
    /// What asking gives, and [`ErrorKind::Operation`] when the operation has failed.
    pub async fn wait<T: Answer>(mut self) -> Result<Response<T>, Error> {
        loop {
            if let Progress::Done(answer) = self.poll().await? {
                return Ok(answer);
            }
            let Some(clock) = self.client.timer().clock() else {
                let problem = "waiting for an operation needs a clock; give the client one with \
                               clock(), or enable the feature `reqwest`";
                return Err(Error::invalid(Place::of(POLL), Problem::text(problem)));
            };
            let interval = self.interval.unwrap_or(INTERVAL);
            clock.sleep(interval.min(MOST_INTERVAL)).await;
        }
    }

    /// Asks once.
    ///
    /// # Errors
    ///
    /// What asking gives, and [`ErrorKind::Operation`] when the operation has failed.
    pub async fn poll<T: Answer>(&mut self) -> Result<Progress<T>, Error> {
        let reply = Box::pin(self.ask()).await?;
        let now = self.client.timer().now();
        self.interval = retry_after(&reply.headers, now);
        let state = serde_json::from_slice::<State>(&reply.body).ok();
        let named = state.as_ref().and_then(|state| state.status.as_deref());
        let running = named.is_some_and(|status| !is_end(status) && !is_failure(status));
        if named.is_some_and(is_failure) {
            return Err(failed(&reply, state));
        }
        if reply.status != StatusCode::ACCEPTED && !running {
            return reply.decoded().map(Progress::Done);
        }
        let percent = state
            .as_ref()
            .and_then(|state| state.percentage_complete.or(state.percent_complete));
        Ok(Progress::Running {
            status: state.and_then(|state| state.status),
            percent,
        })
    }

    async fn ask(&self) -> Result<Reply, Error> {
        let own = Url::parse(&self.url).is_ok_and(|url| self.client.is_at_root(&url));
        let (exchange, request) = if own {
            let mut draft = Draft::raw(self.client.clone(), Method::Get, "/");
            draft.set_url(&self.url);
            draft.options = self.options;
            draft.into_request("application/json, */*;q=0.5", |_| {})?
        } else {
            let address = (None::<&Uri>, self.url.as_str());
            let get = http::Method::GET;
            foreign::request(&self.client, Place::of(POLL), get, address, |facts| {
                facts.options = self.options;
            })?
        };
        match self.client.send(request).await {
            Ok(answer) => Reply::new(exchange, answer).await,
            // What is done may be somewhere else: that is the answer.
            Err(error) if error.status() == Some(StatusCode::SEE_OTHER) => {
                Ok(Reply::failed(exchange, StatusCode::SEE_OTHER, &error))
            }
            Err(error) => Err(error),
        }
    }
}

/// The address as it can be stored. Some services give a path below the version, such as
/// `/teams('1')/operations('2')`.
fn whole(root: &str, address: &str, beta: bool) -> String {
    if !address.starts_with('/') || address.starts_with("//") {
        return address.to_owned();
    }
    let has_version = ["/v1.0/", "/beta/"]
        .iter()
        .any(|version| address.starts_with(version));
    let version = match (has_version, beta) {
        (true, _) => "",
        (false, false) => "/v1.0",
        (false, true) => "/beta",
    };
    format!("{root}{version}{address}")
}

fn is_end(status: &str) -> bool {
    let ends = ["succeeded", "completed", "skipped"];
    ends.iter().any(|end| end.eq_ignore_ascii_case(status))
}

fn is_failure(status: &str) -> bool {
    let ends = ["failed", "cancelled", "canceled", "deleteFailed"];
    ends.iter().any(|end| end.eq_ignore_ascii_case(status))
}

fn failed(reply: &Reply, state: Option<State>) -> Error {
    let code = state
        .and_then(|state| state.error)
        .and_then(|error| Some(error.get("code")?.as_str()?.to_owned()));
    let why = code.map_or_else(
        || "without a code".to_owned(),
        |code| format!("with {code}"),
    );
    let detail = format!("the operation has failed, {}", escaped(&why, 200));
    Error::new_at(ErrorKind::Operation, reply.place(), detail)
}

impl fmt::Debug for Monitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = Url::parse(&self.url).ok();
        f.debug_struct("Monitor")
            .field("host", &url.as_ref().and_then(Url::host_str))
            .finish_non_exhaustive()
    }
}

//! The client: one cloud, one credential, one transport.

mod builder;

use std::fmt;
use std::sync::Arc;

use http::HeaderValue;
use url::Url;

pub use builder::GraphClientBuilder;

use crate::clock::Timer;
use crate::model::Limits;
use crate::operation::{Granted, Place};
use crate::pipeline::{Next, Options, Repetition, Root, Timeouts};
use crate::retry::{Bucket, RetryPolicy};
use crate::transport::{HttpRequest, HttpResponse};
use crate::{BoxFuture, Cloud, Error, error};

/// A client for Microsoft Graph in one cloud, with one credential.
///
/// A clone is cheap and shares everything, connections included. `Debug` shows the cloud and the
/// root, nothing of the credential.
#[derive(Clone)]
pub struct GraphClient {
    shared: Arc<Shared>,
}

struct Shared {
    cloud: Cloud,
    root: Root,
    pipeline: Next,
    user_agent: HeaderValue,
    default_headers: Vec<(String, String)>,
    limits: Limits,
    timer: Timer,
    timeouts: Timeouts,
    retry: RetryPolicy,
    budget: Arc<Bucket>,
    /// The cloud whose operations are known; none behind a root of the application's own.
    offering: Option<Cloud>,
    granted: Option<Granted>,
}

impl GraphClient {
    /// Starts a client: a credential is all it needs.
    pub fn builder() -> GraphClientBuilder {
        GraphClientBuilder::default()
    }

    /// The cloud that the client talks to.
    pub fn cloud(&self) -> Cloud {
        self.shared.cloud
    }

    /// Sends a request, which has its exchange as an extension, through all layers.
    pub(crate) fn send(
        &self,
        request: HttpRequest,
    ) -> BoxFuture<'static, Result<HttpResponse, Error>> {
        self.shared.pipeline.run(request)
    }

    /// Refuses what cannot succeed, before anything is sent.
    pub(crate) fn check(&self, place: Place) -> Result<(), Error> {
        error::check(place, self.shared.offering, self.shared.granted.as_ref())
    }

    /// Scheme, host and port, without a final slash.
    pub(crate) fn root(&self) -> &str {
        self.shared.root.as_str()
    }

    pub(crate) fn user_agent(&self) -> &HeaderValue {
        &self.shared.user_agent
    }

    /// The headers of every request that does not set them.
    pub(crate) fn default_headers(&self) -> &[(String, String)] {
        &self.shared.default_headers
    }

    /// Whether the bodies of requests are held against the limits of their schemas.
    pub(crate) fn limits(&self) -> Limits {
        self.shared.limits
    }

    /// Whether both are clones of one client.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    pub(crate) fn timer(&self) -> &Timer {
        &self.shared.timer
    }

    /// The limits that hold where a request has none of its own.
    pub(crate) fn timeouts(&self, options: Options) -> Timeouts {
        options.timeouts.unwrap_or(self.shared.timeouts)
    }

    /// Repetitions by the policy of a request, or that of the client.
    pub(crate) fn repetition(&self, options: Options) -> Repetition {
        let policy = options.retry.unwrap_or(self.shared.retry);
        Repetition::new(policy, &self.shared.timer, &self.shared.budget)
    }

    /// Whether the address is the client's own, where its token may go.
    pub(crate) fn is_at_root(&self, url: &Url) -> bool {
        url.as_str()
            .parse()
            .is_ok_and(|uri| self.shared.root.holds(&uri))
    }
}

impl fmt::Debug for GraphClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GraphClient")
            .field("cloud", &self.cloud())
            .field("root", &self.root())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

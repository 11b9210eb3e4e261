//! The client: one cloud, one credential, one transport.

mod builder;

use std::fmt;
use std::sync::Arc;

use http::HeaderValue;
use url::Url;

pub use builder::GraphClientBuilder;

use crate::clock::Timer;
use crate::credential::TokenCache;
use crate::operation::{Method, Place};
use crate::request::{Draft, Request};
use crate::retry::{Bucket, RetryPolicy};
use crate::transport::Transport;
use crate::{Cloud, Error};

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
    root: Url,
    tokens: Arc<TokenCache>,
    transport: Box<dyn Transport>,
    user_agent: HeaderValue,
    timer: Timer,
    retry: RetryPolicy,
    budget: Bucket,
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

    /// A request for any path, such as `/v1.0/me`, encoded already, with or without a query.
    ///
    /// The answer is any type that is an [`Answer`](crate::answer::Answer): a model, a
    /// [`serde_json::Value`], bytes, nothing. A path that is not one is reported when the request
    /// is sent.
    pub fn request<T>(&self, method: Method, path: &str) -> Request<T> {
        Request::from_draft(Draft::raw(self.clone(), method, path))
    }

    /// Scheme, host and port, without a final slash.
    pub(crate) fn root(&self) -> &str {
        let root = self.shared.root.as_str();
        root.strip_suffix('/').unwrap_or(root)
    }

    /// The address of a path, which begins with a slash, and a query below the root; none when it
    /// is longer than an address can be.
    pub(crate) fn address(&self, path: &str, query: &str) -> Option<Url> {
        let root = &self.shared.root;
        // What is written for a character is never longer than this.
        let length = path.len().checked_add(query.len())?.checked_mul(3)?;
        u32::try_from(length.checked_add(root.as_str().len() + 2)?).ok()?;
        let mut url = root.clone();
        url.set_path(path);
        if !query.is_empty() {
            url.set_query(Some(query));
        }
        Some(url)
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        self.shared.transport.as_ref()
    }

    pub(crate) fn user_agent(&self) -> &HeaderValue {
        &self.shared.user_agent
    }

    /// Whether both are clones of one client.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    pub(crate) fn timer(&self) -> &Timer {
        &self.shared.timer
    }

    pub(crate) fn retry(&self) -> RetryPolicy {
        self.shared.retry
    }

    pub(crate) fn budget(&self) -> &Bucket {
        &self.shared.budget
    }

    pub(crate) fn tokens(&self) -> &Arc<TokenCache> {
        &self.shared.tokens
    }

    /// The value of the `Authorization` header.
    pub(crate) async fn token(&self, place: Place) -> Result<HeaderValue, Error> {
        let header = self.tokens().header().await;
        header.map_err(|fault| Error::credential(place, self.cloud().scope(), fault))
    }

    /// Whether a token may go to the address: scheme, host and port are those of the root.
    pub(crate) fn is_at_root(&self, url: &Url) -> bool {
        let root = &self.shared.root;
        url.scheme() == root.scheme()
            && url.host() == root.host()
            && url.port_or_known_default() == root.port_or_known_default()
            && url.username().is_empty()
            && url.password().is_none()
    }

    /// Whether the client talks to this machine, over plain http.
    pub(crate) fn is_plain_loopback(&self) -> bool {
        self.shared.root.scheme() == "http"
    }

    pub(crate) fn check_destination(&self, place: Place, url: &Url) -> Result<(), Error> {
        if self.is_at_root(url) {
            Ok(())
        } else {
            Err(Error::destination(place, self.root()))
        }
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

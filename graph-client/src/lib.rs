//! A typed client for [Microsoft Graph](https://learn.microsoft.com/graph/overview).
//!
//! This crate has two halves. The runtime, written by hand, knows how to build a request, where a
//! token may go, and how an answer or a failure is read. The operations and models are generated
//! on top of it.
//!
//! ```no_run
//! use graph_client::credential::StaticToken;
//! use graph_client::operation::Method;
//! use graph_client::{Cloud, Error, GraphClient};
//!
//! # #[cfg(feature = "reqwest")]
//! # async fn run(token: String) -> Result<(), Error> {
//! let client = GraphClient::builder()
//!     .credential(StaticToken::new(token))
//!     .cloud(Cloud::Global)
//!     .build()?;
//!
//! let me = client
//!     .request::<serde_json::Value>(Method::Get, "/v1.0/me")
//!     .query("$select", "id,displayName")
//!     .await?;
//! # drop(me);
//! # Ok(())
//! # }
//! ```
//!
//! A [`Request`] is plain data until it is awaited or [sent](Request::send). Everything that goes
//! wrong, from an empty key to a refused permission, arrives there as one type: [`Error`].
//!
//! # What else there is
//!
//! - [`pipeline`]: the layers that every exchange goes through, and those of an application.
//! - [`retry`]: what is sent again, how often, and after how long.
//! - [`paging`]: collections and deltas, as streams of pages or items.
//! - [`batch`]: several requests in one exchange.
//! - [`query`]: projections, filters and orders that the compiler checks, with the feature `macros`.
//! - [`monitor`]: operations that go on after their answer.
//! - [`files`]: downloads in pieces, uploads in slices.
//! - `notifications`, a feature: what Graph sends to subscribers, decrypted.
//! - `blocking`, a feature: use from code without a runtime.
//! - `testing`, a feature: a transport in memory for the tests of applications.
//!
//! # Seen from outside
//!
//! Each call is a [`tracing`](https://docs.rs/tracing) span named `graph`, and each attempt an
//! event in it, with the fields of the OpenTelemetry conventions for HTTP clients and
//! `graph.request_id`. The path template stands for the address: no key, query, header, body or
//! token is recorded.

pub mod answer;
pub mod batch;
#[cfg(feature = "blocking")]
pub mod blocking;

mod client;
pub mod clock;
mod cloud;
pub mod credential;
pub mod error;
pub mod files;
pub mod model;
pub mod monitor;
#[cfg(feature = "notifications")]
pub mod notifications;
pub mod operation;
pub mod paging;
pub mod path;
pub mod pipeline;
pub mod query;
pub mod request;
mod request_traits;
mod response;
pub mod retry;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod transport;

#[rustfmt::skip]
mod generated;

pub use client::{GraphClient, GraphClientBuilder};
pub use cloud::Cloud;
pub use error::{Error, ErrorKind};
#[cfg(feature = "beta")]
pub use generated::beta;
#[cfg(feature = "v1")]
pub use generated::v1;
pub use request::Request;
pub use response::Response;

// The types of these crates are part of this crate's API, so their exact versions are at hand here.
#[cfg(feature = "azure-identity")]
pub use azure_core;
#[cfg(feature = "reqwest")]
pub use reqwest;
pub use {
    bytes, futures_core, http, http_body, secrecy, serde_json, time, tower_layer, tower_service,
    url, uuid,
};
// What the macros of this crate expand to.
#[doc(hidden)]
pub use serde;

/// A boxed future that can move between threads: what the object-safe traits of this crate return.
pub type BoxFuture<'a, T> = std::pin::Pin<Box<dyn Future<Output = T> + Send + 'a>>;

//! An upload session.

use std::fmt;

use http::header::{CONTENT_LENGTH, HeaderValue};
use http::{Method as HttpMethod, StatusCode};
use serde::Deserialize;
use url::Url;

use super::range::first_missing;
use super::{Upload, UploadSource};
use crate::answer::{Answer, DecodeError};
use crate::error::json_fault;
use crate::operation::{Method, Operation, Place};
use crate::pipeline::{Exchange, Options, Timeouts};
use crate::request::{Reply, foreign};
use crate::transport::HttpRequest;
use crate::{Error, GraphClient, Response};

const SLICE: Operation = Operation::new(Method::Put, "/{upload-url}");
const STATUS: Operation = Operation::new(Method::Get, "/{upload-url}");
const COMMIT: Operation = Operation::new(Method::Post, "/{upload-url}");
const CANCEL: Operation = Operation::new(Method::Delete, "/{upload-url}");

/// A session that takes a file in slices.
///
/// Its address holds the authorization for the upload: it is called without the token, over https
/// only, and `Debug` shows the host alone.
#[derive(Clone)]
#[must_use]
pub struct UploadSession {
    client: GraphClient,
    url: String,
}

/// How far an upload has come.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadStatus {
    /// The offset of the first byte that the service does not have; none when it has all.
    pub next: Option<u64>,
    /// When the session ends, as the service says it.
    pub expires: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Status {
    #[serde(default, alias = "NextExpectedRanges")]
    next_expected_ranges: Option<Vec<String>>,
    #[serde(default, alias = "ExpirationDateTime")]
    expiration_date_time: Option<String>,
}

impl GraphClient {
    /// The upload session at this address, the `uploadUrl` that `createUploadSession` answers.
    ///
    /// What is wrong with the address is reported by the first call.
    pub fn upload_session(&self, upload_url: impl Into<String>) -> UploadSession {
        UploadSession {
            client: self.clone(),
            url: upload_url.into(),
        }
    }
}

impl UploadSession {
    /// The upload of this content, from the start unless [resumed](Upload::resume).
    pub fn upload(self, source: impl UploadSource) -> Upload {
        Upload::new(self, Box::new(source))
    }

    /// Asks how far the upload has come.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](Error::is_not_found) when the session has ended.
    pub async fn status(&self) -> Result<UploadStatus, Error> {
        self.status_with(Options::default()).await
    }

    pub(super) async fn status_with(&self, options: Options) -> Result<UploadStatus, Error> {
        let reply = self.send(self.request(STATUS, options)?).await?;
        read_status(&reply)
    }

    /// Makes a file of what was uploaded, for a session that was created with `deferCommit`.
    ///
    /// # Errors
    ///
    /// What the service answers: that bytes are missing, or that the session has ended.
    pub async fn commit<T: Answer>(self) -> Result<Response<T>, Error> {
        let (exchange, mut request) = self.request(COMMIT, Options::default())?;
        let nothing = HeaderValue::from_static("0");
        request.headers_mut().insert(CONTENT_LENGTH, nothing);
        self.send((exchange, request)).await?.decoded()
    }

    /// Ends the session, so that the service lets go of what it has got.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](Error::is_not_found) when the session has ended before.
    pub async fn cancel(self) -> Result<(), Error> {
        let request = self.request(CANCEL, Options::default())?;
        self.send(request).await.map(drop)
    }

    pub(super) fn timeouts(&self, options: Options) -> Timeouts {
        self.client.timeouts(options)
    }

    pub(super) fn slice(&self, options: Options) -> Result<(Exchange, HttpRequest), Error> {
        self.request(SLICE, options)
    }

    pub(super) const fn slice_place() -> Place {
        Place::of(SLICE)
    }

    pub(super) async fn send(
        &self,
        (exchange, request): (Exchange, HttpRequest),
    ) -> Result<Reply, Error> {
        let answer = self.client.send(request).await?;
        Reply::new(exchange, answer).await
    }

    fn request(
        &self,
        operation: Operation,
        options: Options,
    ) -> Result<(Exchange, HttpRequest), Error> {
        let method = HttpMethod::from(operation.method());
        let address = (None, self.url.as_str());
        foreign::request(
            &self.client,
            Place::of(operation),
            method,
            address,
            |facts| {
                facts.options = options;
            },
        )
    }
}

/// What the answer to a slice says.
pub(super) enum Progress {
    /// Bytes are missing, from this one on.
    Next(u64),
    /// Nothing is missing, and this is the last answer.
    Complete,
}

/// Reads what comes after a slice: an upload is complete only when the service says so.
pub(super) fn progress(reply: &Reply, all_sent: bool) -> Result<Progress, Error> {
    let status = serde_json::from_slice::<Status>(&reply.body);
    let ranges = status.ok().and_then(|status| status.next_expected_ranges);
    let accepted = reply.status == StatusCode::ACCEPTED;
    match ranges.as_deref().map(first_missing) {
        Some(Some(next)) => Ok(Progress::Next(next)),
        // Of a session that waits for its commit nothing is missing either.
        _ if !accepted || all_sent => Ok(Progress::Complete),
        _ => Err(reply.undecodable(DecodeError::new("it does not say which bytes come next"))),
    }
}

/// Reads what is missing.
fn read_status(reply: &Reply) -> Result<UploadStatus, Error> {
    let read: Status = serde_json::from_slice(&reply.body).map_err(|error| {
        let fault = json_fault(&error);
        reply.undecodable(DecodeError::new(format!(
            "it is not the status of an upload session: {fault}"
        )))
    })?;
    Ok(UploadStatus {
        next: first_missing(&read.next_expected_ranges.unwrap_or_default()),
        expires: read.expiration_date_time,
    })
}

impl fmt::Debug for UploadSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = Url::parse(&self.url).ok();
        f.debug_struct("UploadSession")
            .field("host", &url.as_ref().and_then(Url::host_str))
            .finish_non_exhaustive()
    }
}

//! An upload session.

use std::fmt;

use http::StatusCode;
use serde::Deserialize;
use url::Url;

use super::range::first_missing;
use super::{Upload, UploadSource, foreign};
use crate::answer::DecodeError;
use crate::call::Call;
use crate::operation::{Method, Operation, Place};
use crate::request::Options;
use crate::transport::HttpResponse;
use crate::{Error, GraphClient};

const SLICE: Operation = Operation::new(Method::Put, "/{upload-url}");
const STATUS: Operation = Operation::new(Method::Get, "/{upload-url}");
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
struct Answer {
    #[serde(default, alias = "NextExpectedRanges")]
    next_expected_ranges: Vec<String>,
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
        let mut call = self.call(STATUS, Options::default())?;
        let answer = call.run().await?;
        read_status(call.place, &answer, call.client_request_id.as_deref())
    }

    /// Ends the session, so that the service lets go of what it has got.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](Error::is_not_found) when the session has ended before.
    pub async fn cancel(self) -> Result<(), Error> {
        let mut call = self.call(CANCEL, Options::default())?;
        call.run().await.map(drop)
    }

    pub(super) fn slice_call(&self, options: Options) -> Result<Call, Error> {
        self.call(SLICE, options)
    }

    pub(super) const fn slice_place() -> Place {
        Place::of(SLICE)
    }

    fn call(&self, operation: Operation, options: Options) -> Result<Call, Error> {
        let place = Place::of(operation);
        let url = foreign::address(place, None, &self.url)?;
        foreign::call(&self.client, place, operation.method().into(), url, options)
    }
}

/// Reads what is missing.
pub(super) fn read_status(
    place: Place,
    answer: &HttpResponse,
    client_request_id: Option<&str>,
) -> Result<UploadStatus, Error> {
    let wrong = |found: String| {
        let (error, id) = (DecodeError::new(found), client_request_id.map(Into::into));
        Error::decode(place, answer.status, &answer.headers, id, error)
    };
    let read: Answer = serde_json::from_slice(&answer.body).map_err(|error| {
        wrong(format!(
            "it is not the status of an upload session: {error}"
        ))
    })?;
    let next = first_missing(&read.next_expected_ranges);
    if next.is_none() && answer.status == StatusCode::ACCEPTED {
        return Err(wrong("it does not say which bytes come next".to_owned()));
    }
    Ok(UploadStatus {
        next,
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

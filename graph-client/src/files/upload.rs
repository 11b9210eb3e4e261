//! An upload, slice by slice.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_RANGE, CONTENT_TYPE, HeaderValue};

use super::session::{Progress, progress};
use super::{UploadSession, UploadSource};
use crate::answer::Answer;
use crate::error::Problem;
use crate::pipeline::Options;
use crate::request::Reply;
use crate::retry::RetryPolicy;
use crate::{Error, Response};

/// What the length of every slice but the last is a multiple of.
const UNIT: usize = 320 << 10;
/// 5 MiB, as the service recommends.
const SLICE: usize = 16 * UNIT;
/// What the service takes at most.
const MAX_SLICE: usize = 60 << 20;
/// How often the service may ask for the same bytes again.
const MAX_STALLS: u32 = 3;

/// Content on its way to an upload session.
///
/// Each slice is sent again by the retry policy, and what the service has got already is not sent
/// twice. An upload that fails, or whose future is dropped, can be [resumed](Self::resume) with
/// the same session, or [cancelled](UploadSession::cancel).
#[must_use = "an upload is sent by `send`"]
pub struct Upload {
    session: UploadSession,
    source: Box<dyn UploadSource>,
    slice: usize,
    resume: bool,
    options: Options,
    progress: Option<Box<dyn FnMut(UploadProgress) + Send>>,
}

/// How much the service has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadProgress {
    /// The bytes that the service has.
    pub sent: u64,
    /// All bytes.
    pub total: u64,
}

impl Upload {
    pub(super) fn new(session: UploadSession, source: Box<dyn UploadSource>) -> Self {
        Self {
            session,
            source,
            slice: SLICE,
            resume: false,
            options: Options::default(),
            progress: None,
        }
    }

    /// Sets the length of a slice, 5 MiB unless set: a multiple of 320 KiB, and 60 MiB at most.
    pub fn with_slice(mut self, bytes: usize) -> Self {
        self.slice = bytes;
        self
    }

    /// Calls this each time the service has got a slice.
    pub fn with_progress(mut self, report: impl FnMut(UploadProgress) + Send + 'static) -> Self {
        self.progress = Some(Box::new(report));
        self
    }

    /// Sends each slice again by this policy, in place of the client's.
    pub fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    /// Gives up on a slice after this time, its repetitions included.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        let timeouts = self.session.timeouts(self.options);
        self.options.timeouts = Some(timeouts.with_total(timeout));
        self
    }

    /// Goes on where an earlier upload to this session ended: asks first what the service has.
    pub fn resume(mut self) -> Self {
        self.resume = true;
        self
    }

    /// Sends the content, and gives what the service answers to the last slice: the item, and for
    /// services that answer nothing `()` or an `Option`.
    ///
    /// For a session that was created with `deferCommit` that is nothing yet; see
    /// [`UploadSession::commit`].
    ///
    /// # Errors
    ///
    /// What ends the upload: a slice that cannot be read or sent, a session that has ended
    /// ([`is_not_found`](Error::is_not_found)), content that is empty.
    pub async fn send<T: Answer>(self) -> Result<T, Error> {
        self.send_response().await.map(Response::into_value)
    }

    /// The same with status and headers: some services say in `Location` what they made of the
    /// content.
    ///
    /// # Errors
    ///
    /// What ends the upload, as with [`send`](Self::send).
    pub async fn send_response<T: Answer>(self) -> Result<Response<T>, Error> {
        Box::pin(self.run()).await?.decoded()
    }

    async fn run(mut self) -> Result<Reply, Error> {
        let total = self.source.len();
        self.check(total)?;
        let mut offset = 0;
        if self.resume {
            offset = self.missing(total).await?;
            self.report(offset, total);
        }
        let mut stalls = 0;
        while offset < total {
            let next = match self.send_slice(offset, total).await {
                Ok((reply, end)) => match progress(&reply, end == total)? {
                    Progress::Next(next) => next,
                    Progress::Complete => {
                        self.report(total, total);
                        return Ok(reply);
                    }
                },
                // The service has these bytes: the answer to an earlier attempt got lost.
                Err(error) if error.status() == Some(StatusCode::RANGE_NOT_SATISFIABLE) => {
                    self.missing(total).await?
                }
                Err(error) => return Err(error),
            };
            stalls = if next > offset { 0 } else { stalls + 1 };
            if stalls > MAX_STALLS {
                return Err(invalid(
                    "the service asks for the same bytes again and again; cancel the session and \
                     upload to a new one",
                ));
            }
            offset = next;
            self.report(offset.min(total), total);
        }
        Err(invalid(
            "the service has all bytes of the session, and its answer was given to an earlier \
             upload; look for the item where the session was created",
        ))
    }

    /// The first byte that the service does not have, or the end.
    ///
    /// It borrows mutably, as the source and the report of an upload may be for one thread at a time.
    async fn missing(&mut self, total: u64) -> Result<u64, Error> {
        let status = self.session.status_with(self.options).await?;
        Ok(status.next.unwrap_or(total))
    }

    fn check(&self, total: u64) -> Result<(), Error> {
        if total == 0 {
            return Err(invalid(
                "an upload session takes no empty content; put the empty content directly",
            ));
        }
        if self.slice == 0 || !self.slice.is_multiple_of(UNIT) || self.slice > MAX_SLICE {
            return Err(invalid(
                "the length of a slice is not a multiple of 320 KiB (327,680 bytes) up to 60 MiB; \
                 give one that is to with_slice",
            ));
        }
        Ok(())
    }

    /// Sends one slice; gives the answer, and the byte after the slice.
    async fn send_slice(&mut self, offset: u64, total: u64) -> Result<(Reply, u64), Error> {
        let left = total.saturating_sub(offset);
        let length = usize::try_from(left).map_or(self.slice, |left| left.min(self.slice));
        let slice = self.read(offset, length).await?;
        let (exchange, mut request) = self.session.slice(self.options)?;
        let end = offset.saturating_add(left.min(wide(length)));
        let range = format!("bytes {offset}-{}/{total}", end.saturating_sub(1));
        let headers = request.headers_mut();
        if let Ok(range) = HeaderValue::try_from(range) {
            headers.insert(CONTENT_RANGE, range);
        }
        let content_type = HeaderValue::from_static("application/octet-stream");
        headers.insert(CONTENT_TYPE, content_type);
        *request.body_mut() = slice.into();
        let reply = self.session.send((exchange, request)).await?;
        Ok((reply, end))
    }

    async fn read(&mut self, offset: u64, length: usize) -> Result<Bytes, Error> {
        let slice = self.source.read(offset, length).await;
        let slice = slice.map_err(|error| {
            invalid(format!(
                "the content cannot be read from byte {offset} on: {error}"
            ))
        })?;
        if slice.len() == length {
            return Ok(slice);
        }
        Err(invalid(format!(
            "the source gave {} bytes from byte {offset} on, where {length} were asked for",
            slice.len()
        )))
    }

    fn report(&mut self, sent: u64, total: u64) {
        if let Some(report) = &mut self.progress {
            report(UploadProgress { sent, total });
        }
    }
}

fn invalid(text: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::invalid(UploadSession::slice_place(), Problem::text(text))
}

fn wide(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("session", &self.session)
            .field("slice", &self.slice)
            .finish_non_exhaustive()
    }
}

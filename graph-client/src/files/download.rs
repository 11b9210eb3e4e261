//! A download.

use std::fmt;
use std::ops::{Bound, RangeBounds};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use futures_core::Stream;
use http::header::{CONTENT_LENGTH, ETAG, HeaderValue, RANGE};
use http::{Method, StatusCode};

use super::foreign;
use super::range::content_range;
use crate::answer::{Answer, DecodeError};
use crate::call::Call;
use crate::operation::Place;
use crate::request::{Draft, Request};
use crate::retry::{Attempt, Withdrawal};
use crate::transport::{BodyStream, StreamedResponse, TransportError, TransportErrorKind};
use crate::{BoxFuture, Error, ErrorKind};

/// The content of a file, piece by piece.
///
/// A connection that breaks is made again from where it broke, by the retry policy of the request,
/// whose attempts and deadline begin anew with every piece that comes. An error ends the stream;
/// [`position`](Self::position) is then where to go on another time, with
/// [`with_range`](Self::with_range).
#[must_use = "a download is read by `next`"]
pub struct Download {
    worker: Option<Box<Worker>>,
    step: Option<BoxFuture<'static, (Box<Worker>, Option<Piece>)>>,
    position: u64,
    total: Option<u64>,
    ended: bool,
}

type Piece = Result<Bytes, Error>;

struct Worker {
    draft: Draft,
    place: Place,
    /// The next byte.
    position: u64,
    /// The byte after the last.
    end: Option<u64>,
    total: Option<u64>,
    etag: Option<HeaderValue>,
    body: Option<BodyStream>,
    /// Of the exchange that the body comes by.
    client_request_id: Option<Box<str>>,
    /// What the answer has before the next byte.
    skip: u64,
    /// Since the last piece.
    failures: u32,
    since: Option<Duration>,
    taken: Withdrawal,
    done: bool,
}

impl Request<Bytes> {
    /// The content piece by piece, in place of all at once.
    ///
    /// A redirect to where the content is stored is followed, over https and without the token.
    /// The timeout of the request is for each connection until its first byte.
    pub fn download(self) -> Download {
        Download::new(self.into_draft())
    }
}

impl Download {
    fn new(draft: Draft) -> Self {
        let place = draft.place();
        Self {
            worker: Some(Box::new(Worker {
                draft,
                place,
                position: 0,
                end: None,
                total: None,
                etag: None,
                body: None,
                client_request_id: None,
                skip: 0,
                failures: 0,
                since: None,
                taken: Withdrawal::default(),
                done: false,
            })),
            step: None,
            position: 0,
            total: None,
            ended: false,
        }
    }

    /// Reads a part alone: `..1024`, `4096..`, and `position..` to go on with an earlier download.
    ///
    /// It has no effect once the download has begun.
    pub fn with_range(mut self, range: impl RangeBounds<u64>) -> Self {
        if let Some(worker) = &mut self.worker
            && self.step.is_none()
            && worker.body.is_none()
        {
            worker.position = match range.start_bound() {
                Bound::Included(start) => *start,
                Bound::Excluded(start) => start.saturating_add(1),
                Bound::Unbounded => 0,
            };
            worker.end = match range.end_bound() {
                Bound::Included(end) => Some(end.saturating_add(1)),
                Bound::Excluded(end) => Some(*end),
                Bound::Unbounded => None,
            };
            self.position = worker.position;
        }
        self
    }

    /// The next piece; none after the last one.
    ///
    /// A future that is dropped loses nothing: the next one goes on with the same exchange.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The next piece, with the error on the outside.
    ///
    /// # Errors
    ///
    /// What ends the download, once.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, Error> {
        self.next().await.transpose()
    }

    /// All that is left, in memory.
    ///
    /// # Errors
    ///
    /// What ends the download; the pieces before it are lost then.
    pub async fn all(mut self) -> Result<Bytes, Error> {
        let Some(first) = self.try_next().await? else {
            return Ok(Bytes::new());
        };
        let Some(second) = self.try_next().await? else {
            return Ok(first);
        };
        let mut all = BytesMut::from(first);
        all.extend_from_slice(&second);
        while let Some(piece) = self.try_next().await? {
            all.extend_from_slice(&piece);
        }
        Ok(all.freeze())
    }

    /// The offset in the file of the byte that comes next.
    pub const fn position(&self) -> u64 {
        self.position
    }

    /// The length of the whole file, once the first piece has come and when the service says it.
    pub const fn total(&self) -> Option<u64> {
        self.total
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.ended {
            return Poll::Ready(None);
        }
        if let Some(mut worker) = self.worker.take() {
            self.step = Some(Box::pin(async move {
                let piece = worker.step().await;
                (worker, piece)
            }));
        }
        let Some(step) = &mut self.step else {
            return Poll::Ready(None);
        };
        let (worker, piece) = ready!(step.as_mut().poll(context));
        self.step = None;
        self.position = worker.position;
        self.total = worker.total;
        if matches!(piece, Some(Ok(_))) {
            self.worker = Some(worker);
        } else {
            // The connection is not kept.
            self.ended = true;
        }
        Poll::Ready(piece)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("position", &self.position)
            .field("total", &self.total)
            .finish_non_exhaustive()
    }
}

impl Worker {
    async fn step(&mut self) -> Option<Piece> {
        loop {
            if self.done || self.end.is_some_and(|end| self.position >= end) {
                return None;
            }
            let failure = match self.body.as_mut() {
                None => match self.open().await {
                    Ok(()) => continue,
                    // The call has made its attempts.
                    Err(failure) => return Some(Err(failure)),
                },
                Some(body) => match body.next().await {
                    Some(Ok(piece)) => match self.take(piece) {
                        Some(piece) => return Some(Ok(piece)),
                        None => continue,
                    },
                    Some(Err(error)) => error,
                    None if self.is_complete() => {
                        self.done = true;
                        continue;
                    }
                    None => TransportError::new(
                        TransportErrorKind::Interrupted,
                        format!(
                            "the content ended at byte {}, before its end",
                            self.position
                        ),
                    ),
                },
            };
            self.body = None;
            let failure = Error::transport(self.place, self.client_request_id.take(), failure);
            if let Err(failure) = self.wait(failure).await {
                return Some(Err(failure));
            }
        }
    }

    fn is_complete(&self) -> bool {
        self.skip == 0 && self.total.is_none_or(|total| self.position >= total)
    }

    /// What of a piece is wanted.
    fn take(&mut self, mut piece: Bytes) -> Option<Bytes> {
        let skipped = usize::try_from(self.skip).map_or(piece.len(), |skip| skip.min(piece.len()));
        piece.advance(skipped);
        self.skip = self.skip.saturating_sub(length(skipped));
        if let Some(end) = self.end {
            let wanted = usize::try_from(end.saturating_sub(self.position));
            piece.truncate(wanted.unwrap_or(usize::MAX));
        }
        if piece.is_empty() {
            return None;
        }
        self.position = self.position.saturating_add(length(piece.len()));
        self.failures = 0;
        self.since = None;
        self.draft
            .client
            .budget()
            .deposit(std::mem::take(&mut self.taken));
        Some(piece)
    }

    async fn open(&mut self) -> Result<(), Error> {
        let (place, options) = (self.place, self.draft.options);
        let client = self.draft.client.clone();
        let mut call = self.draft.clone().into_call(Bytes::ACCEPT)?;
        let url = call.request.url.clone();
        self.ask_for_range(&mut call);
        let answer = match call.open().await {
            Err(redirect) if redirect.kind() == ErrorKind::Redirect => {
                let Some(location) = redirect.redirect_location() else {
                    return Err(redirect);
                };
                let location = foreign::address(place, Some(&url), location)?;
                let mut call = foreign::call(&client, place, Method::GET, location, options)?;
                self.ask_for_range(&mut call);
                let answer = call.open().await?;
                self.client_request_id = call.client_request_id;
                answer
            }
            answer => {
                self.client_request_id = call.client_request_id;
                answer?
            }
        };
        self.accept(answer)
    }

    fn ask_for_range(&self, call: &mut Call) {
        let range = match (self.position, self.end) {
            (0, None) => return,
            (start, None) => format!("bytes={start}-"),
            (start, Some(end)) => format!("bytes={start}-{}", end.saturating_sub(1)),
        };
        if let Ok(range) = HeaderValue::try_from(range) {
            call.request.headers.insert(RANGE, range);
        }
    }

    /// Takes the answer, when it holds what was asked for.
    fn accept(&mut self, answer: StreamedResponse) -> Result<(), Error> {
        let wrong = |found: &str| {
            let error = DecodeError::new(found);
            let id = self.client_request_id.clone();
            Error::decode(self.place, answer.status, &answer.headers, id, error)
        };
        let (skip, total) = if answer.status == StatusCode::PARTIAL_CONTENT {
            match content_range(&answer.headers) {
                Some(range) if range.start == self.position => (0, range.total),
                _ => return Err(wrong("it is another part of the file than was asked for")),
            }
        } else {
            // The whole file: a server may always ignore a range.
            let length = answer.headers.get(CONTENT_LENGTH);
            let length = length.and_then(|length| length.to_str().ok()?.trim().parse().ok());
            (self.position, length)
        };
        let etag = answer.headers.get(ETAG);
        let changed = match (&self.etag, etag) {
            (Some(before), Some(now)) => before != now,
            _ => false,
        } || matches!((self.total, total), (Some(before), Some(now)) if before != now);
        if changed {
            return Err(wrong(
                "the file has changed while it was downloaded; download it from the start",
            ));
        }
        self.etag = self.etag.take().or_else(|| etag.cloned());
        self.total = self.total.or(total);
        self.skip = skip;
        self.body = Some(answer.body);
        Ok(())
    }

    /// Waits before the connection is made again, if the policy says so.
    async fn wait(&mut self, failure: Error) -> Result<(), Error> {
        self.failures += 1;
        let failure = failure.after(self.failures, self.place.method.is_idempotent());
        let client = &self.draft.client;
        let Some(clock) = client.timer().clock() else {
            return Err(failure);
        };
        let now = clock.elapsed();
        let since = *self.since.get_or_insert(now);
        let policy = self.draft.options.retry.unwrap_or(client.retry());
        let delay = policy.delay(&Attempt {
            number: self.failures,
            elapsed: now.saturating_sub(since),
            retry_after: None,
            jitter: clock.jitter(),
        });
        match delay.filter(|_| failure.is_retryable()) {
            Some(delay) if client.budget().withdraw(&mut self.taken) => {
                clock.sleep(delay).await;
                Ok(())
            }
            _ => Err(failure),
        }
    }
}

fn length(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

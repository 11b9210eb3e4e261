//! A download.

use std::fmt;
use std::ops::{Bound, RangeBounds};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use super::worker::{Piece, Worker};
use crate::BoxFuture;
use crate::Error;
use crate::request::{Draft, Request};

/// The content of a file, piece by piece.
///
/// A connection that breaks is made again from where it broke, by the retry policy of the request,
/// whose attempts and deadline begin anew with every piece that comes. It goes on with the same file
/// only: what has changed meanwhile, or cannot be told from what has, is an error.
///
/// An error ends the stream; [`position`](Self::position) is then where to go on another time, with
/// [`with_range`](Self::with_range), and [`version`](Self::version) says of what.
#[must_use = "a download is read by `next`"]
pub struct Download {
    worker: Option<Box<Worker>>,
    step: Option<BoxFuture<'static, (Box<Worker>, Option<Piece>)>>,
    position: u64,
    total: Option<u64>,
    version: Option<String>,
    ended: bool,
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
        Self {
            worker: Some(Box::new(Worker::new(draft))),
            step: None,
            position: 0,
            total: None,
            version: None,
            ended: false,
        }
    }

    /// Reads a part alone: `..1024`, `4096..`, and `position..` to go on with an earlier download.
    ///
    /// It has no effect once the download has begun.
    pub fn with_range(mut self, range: impl RangeBounds<u64>) -> Self {
        if let Some(worker) = self.idle() {
            let start = match range.start_bound() {
                Bound::Included(start) => *start,
                Bound::Excluded(start) => start.saturating_add(1),
                Bound::Unbounded => 0,
            };
            let end = match range.end_bound() {
                Bound::Included(end) => Some(end.saturating_add(1)),
                Bound::Excluded(end) => Some(*end),
                Bound::Unbounded => None,
            };
            worker.set_range(start, end);
            self.position = start;
        }
        self
    }

    /// Goes on with this version of the file alone, the [`version`](Self::version) of an earlier
    /// download, perhaps in another process. Another one is an error.
    ///
    /// It has no effect once the download has begun.
    pub fn with_version(mut self, version: &str) -> Self {
        if let Some(worker) = self.idle() {
            worker.set_version(version);
            self.version = Some(version.to_owned());
        }
        self
    }

    fn idle(&mut self) -> Option<&mut Worker> {
        let worker = self.worker.as_deref_mut().filter(|_| self.step.is_none())?;
        (!worker.has_begun()).then_some(worker)
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

    /// Which version of the file it is, once the first piece has come and when the service says it:
    /// the `ETag`, or else `Last-Modified`.
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
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
        self.position = worker.position();
        self.total = worker.total();
        self.version = worker.version().map(str::to_owned);
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

//! An answer whose body comes piece by piece.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use super::{HeaderNames, HttpResponse, TransportError};

/// The pieces of a body. Dropping it abandons the exchange.
pub struct BodyStream(Source);

enum Source {
    Whole(Option<Bytes>),
    Pieces(Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>),
}

impl BodyStream {
    /// Takes a stream that ends with the body, or with an error when the body is not complete.
    pub fn new(pieces: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self(Source::Pieces(Box::pin(pieces)))
    }

    /// The next piece.
    pub async fn next(&mut self) -> Option<Result<Bytes, TransportError>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The whole body, if it has been read already.
    pub(crate) fn into_whole(self) -> Result<Bytes, Self> {
        match self.0 {
            Source::Whole(body) => Ok(body.unwrap_or_default()),
            pieces @ Source::Pieces(_) => Err(Self(pieces)),
        }
    }

    /// The whole body, up to a limit; what is beyond it is left out.
    pub(crate) async fn first(mut self, limit: usize) -> Result<Bytes, TransportError> {
        if let Source::Whole(body) = &mut self.0 {
            return Ok(body.take().unwrap_or_default());
        }
        let mut whole = BytesMut::new();
        while whole.len() < limit
            && let Some(piece) = self.next().await
        {
            whole.extend_from_slice(&piece?);
        }
        Ok(whole.freeze())
    }
}

impl From<Bytes> for BodyStream {
    fn from(body: Bytes) -> Self {
        Self(Source::Whole(Some(body)))
    }
}

impl Stream for BodyStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            Source::Whole(body) => Poll::Ready(body.take().map(Ok)),
            Source::Pieces(pieces) => pieces.as_mut().poll_next(context),
        }
    }
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyStream").finish_non_exhaustive()
    }
}

/// An answer whose body has not been read.
///
/// `Debug` shows the status and the names of the headers.
#[non_exhaustive]
pub struct StreamedResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: BodyStream,
}

impl StreamedResponse {
    /// Takes all three parts.
    pub const fn new(status: StatusCode, headers: HeaderMap, body: BodyStream) -> Self {
        Self {
            status,
            headers,
            body,
        }
    }
}

impl From<HttpResponse> for StreamedResponse {
    fn from(response: HttpResponse) -> Self {
        Self::new(response.status, response.headers, response.body.into())
    }
}

impl fmt::Debug for StreamedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamedResponse")
            .field("status", &self.status)
            .field("headers", &HeaderNames(&self.headers))
            .finish_non_exhaustive()
    }
}

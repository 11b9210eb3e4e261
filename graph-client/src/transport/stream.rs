//! The body of an answer, which comes piece by piece.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::{TransportError, TransportErrorKind};

type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// The body of an answer. Dropping it abandons the exchange.
///
/// It is a stream of pieces, and an [`http_body::Body`] for layers that deal in those.
pub struct BodyStream(Source);

enum Source {
    Whole(Option<Bytes>),
    Pieces(Pieces),
}

impl BodyStream {
    /// Takes a stream that ends with the body, or with an error when the body is not complete.
    pub fn new(pieces: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self(Source::Pieces(Box::pin(pieces)))
    }

    /// The next piece.
    pub async fn next(&mut self) -> Option<Result<Bytes, TransportError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The whole body, if it has been read already.
    pub const fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Source::Whole(body) => body.as_ref(),
            Source::Pieces(_) => None,
        }
    }

    /// The whole body, which must not be longer than this.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::TooLarge`] when it is, and whatever keeps the body from coming.
    pub async fn collect(self, most: u64) -> Result<Bytes, TransportError> {
        collect(self, most).await
    }

    /// The start of the body; what is beyond the limit, or does not come, is left out.
    pub(crate) async fn first(mut self, limit: usize) -> Bytes {
        if let Source::Whole(body) = &mut self.0 {
            let mut body = body.take().unwrap_or_default();
            body.truncate(limit);
            return body;
        }
        let mut whole = BytesMut::new();
        while whole.len() < limit
            && let Some(Ok(piece)) = self.next().await
        {
            whole.extend_from_slice(&piece);
        }
        whole.truncate(limit);
        whole.freeze()
    }
}

/// All pieces in one, which must not be longer than this.
pub(crate) async fn collect(
    mut pieces: impl Stream<Item = Result<Bytes, TransportError>> + Unpin,
    most: u64,
) -> Result<Bytes, TransportError> {
    let mut whole = Bytes::new();
    let mut many = BytesMut::new();
    while let Some(piece) = poll_fn(|context| Pin::new(&mut pieces).poll_next(context)).await {
        let piece = piece?;
        if length(many.len().max(whole.len())).saturating_add(length(piece.len())) > most {
            return Err(too_large(most));
        }
        // Most answers come in one piece, which is handed on without a copy.
        if whole.is_empty() && many.is_empty() {
            whole = piece;
        } else {
            if many.is_empty() {
                many.extend_from_slice(&std::mem::take(&mut whole));
            }
            many.extend_from_slice(&piece);
        }
    }
    Ok(if many.is_empty() {
        whole
    } else {
        many.freeze()
    })
}

pub(crate) fn too_large(most: u64) -> TransportError {
    TransportError::new(
        TransportErrorKind::TooLarge,
        format!("the answer is larger than {most} bytes; raise max_body_bytes of the client"),
    )
}

fn length(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

impl<T: Into<Bytes>> From<T> for BodyStream {
    fn from(body: T) -> Self {
        Self(Source::Whole(Some(body.into())))
    }
}

impl Default for BodyStream {
    fn default() -> Self {
        Self(Source::Whole(None))
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

impl HttpBody for BodyStream {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let piece = self.poll_next(context);
        piece.map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Source::Whole(body) => {
                SizeHint::with_exact(length(body.as_ref().map_or(0, Bytes::len)))
            }
            Source::Pieces(_) => SizeHint::default(),
        }
    }
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyStream").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{FutureExt, StreamExt};

    use super::*;

    fn pieces(pieces: &[&'static str]) -> BodyStream {
        let pieces: Vec<_> = pieces.iter().map(|piece| Ok(Bytes::from(*piece))).collect();
        BodyStream::new(futures_util::stream::iter(pieces))
    }

    #[tokio::test]
    async fn a_body_is_collected_up_to_its_limit() {
        assert_eq!(pieces(&[]).collect(0).await.unwrap(), "");
        assert_eq!(pieces(&["abc"]).collect(3).await.unwrap(), "abc");
        assert_eq!(pieces(&["a", "", "bc"]).collect(3).await.unwrap(), "abc");
        assert_eq!(BodyStream::from("abc").collect(3).await.unwrap(), "abc");
        for body in [pieces(&["a", "bc"]), pieces(&["abc"]), "abc".into()] {
            let error = body.collect(2).await.unwrap_err();
            assert_eq!(error.kind(), TransportErrorKind::TooLarge);
            assert_eq!(
                error.to_string(),
                "the answer is larger than 2 bytes; raise max_body_bytes of the client"
            );
        }
    }

    #[tokio::test]
    async fn for_layers_of_other_crates_it_is_a_body() {
        let mut body = BodyStream::from("abc");
        assert_eq!(HttpBody::size_hint(&body).exact(), Some(3));
        let frame = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await;
        assert_eq!(frame.unwrap().unwrap().into_data().unwrap(), "abc");
        assert_eq!(HttpBody::size_hint(&body).exact(), Some(0));
        assert!(
            poll_fn(|context| Pin::new(&mut body).poll_frame(context))
                .await
                .is_none()
        );
        assert_eq!(HttpBody::size_hint(&pieces(&["a"])).exact(), None);
        assert_eq!(format!("{body:?}"), "BodyStream { .. }");
    }

    #[tokio::test]
    async fn the_start_of_a_body_is_exact() {
        assert_eq!(pieces(&["abc", "def"]).first(4).await, "abcd");
        assert_eq!(BodyStream::from("abcdef").first(4).await, "abcd");
        assert_eq!(BodyStream::default().first(4).await, "");
        // What comes after it is not waited for.
        let silent = futures_util::stream::pending();
        let start = futures_util::stream::iter([Ok("ab".into())]).chain(silent);
        let start = BodyStream::new(start).first(2).now_or_never();
        assert_eq!(start.unwrap(), "ab");
    }
}

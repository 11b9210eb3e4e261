//! The body of a request: bytes, or a stream.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

type Pieces = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// The body of a request: bytes, or a stream of them, or [none](Self::none).
///
/// Whatever becomes [`Bytes`] becomes a body. A stream is for what is too large for memory. One
/// that [can be made again](Self::repeatable) is sent again like bytes. [Any other](Self::stream)
/// is not: once a piece of it has been handed over, the request is over, whatever came of it.
///
/// A clone shares the stream: only one of them can send it. `Debug` shows the length alone.
///
/// ```
/// use graph_client::bytes::Bytes;
/// use graph_client::transport::Body;
///
/// let pieces = || futures_util::stream::iter([Ok(Bytes::from("a,b\n")), Ok(Bytes::from("1,2\n"))]);
/// let once = Body::stream(pieces()).with_length(8);
/// let again = Body::repeatable(pieces);
/// assert_eq!((once.length(), again.length()), (Some(8), None));
/// assert_eq!(Body::from("a,b\n").length(), Some(4));
/// ```
#[derive(Clone)]
pub struct Body(Content);

#[derive(Clone)]
enum Content {
    None,
    Bytes(Bytes),
    Stream { length: Option<u64>, origin: Origin },
}

#[derive(Clone)]
enum Origin {
    Once(Slot),
    Again(Arc<dyn Fn() -> Pieces + Send + Sync>),
}

/// A stream of which nothing has been handed over; none when something has, or may be by now.
#[derive(Clone)]
struct Slot(Arc<Mutex<Option<Pieces>>>);

impl Slot {
    // Only whole values are put in or taken out, so a poisoned lock holds a good state.
    fn lock(&self) -> MutexGuard<'_, Option<Pieces>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Body {
    /// No body, which is not the same as an empty one.
    pub const fn none() -> Self {
        Self(Content::None)
    }

    /// Whether there is no body.
    pub const fn is_none(&self) -> bool {
        matches!(self.0, Content::None)
    }

    /// A stream that cannot be made again. An error of the stream ends the request.
    pub fn stream(pieces: impl Stream<Item = io::Result<Bytes>> + Send + 'static) -> Self {
        let slot = Slot(Arc::new(Mutex::new(Some(Box::pin(pieces)))));
        Self(Content::Stream {
            length: None,
            origin: Origin::Once(slot),
        })
    }

    /// A stream that is made anew, from its first byte on, each time the request is sent.
    pub fn repeatable<S>(make: impl Fn() -> S + Send + Sync + 'static) -> Self
    where
        S: Stream<Item = io::Result<Bytes>> + Send + 'static,
    {
        let make = move || -> Pieces { Box::pin(make()) };
        Self(Content::Stream {
            length: None,
            origin: Origin::Again(Arc::new(make)),
        })
    }

    /// Says how many bytes a stream has, which some services insist on; bytes know it themselves.
    ///
    /// A stream that turns out to have more or fewer fails.
    #[must_use]
    pub fn with_length(mut self, bytes: u64) -> Self {
        if let Content::Stream { length, .. } = &mut self.0 {
            *length = Some(bytes);
        }
        self
    }

    /// How many bytes there are, when that is known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Content::None => Some(0),
            Content::Bytes(bytes) => Some(wide(bytes.len())),
            Content::Stream { length, .. } => *length,
        }
    }

    /// The bytes; none when it is a stream, or there is no body.
    pub const fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes),
            Content::None | Content::Stream { .. } => None,
        }
    }

    /// The pieces, for a transport to send.
    pub fn into_pieces(self) -> BodyPieces {
        let (pieces, length, slot): (Pieces, _, _) = match self.0 {
            Content::None => (Box::pin(futures_util::stream::empty()), Some(0), None),
            Content::Bytes(bytes) => {
                let length = wide(bytes.len());
                let piece = futures_util::stream::iter((!bytes.is_empty()).then_some(Ok(bytes)));
                (Box::pin(piece), Some(length), None)
            }
            Content::Stream {
                length,
                origin: Origin::Again(make),
            } => (make(), length, None),
            Content::Stream {
                length,
                origin: Origin::Once(slot),
            } => {
                let pieces = slot.lock().take();
                match pieces {
                    Some(pieces) => (pieces, length, Some(slot)),
                    None => {
                        let spent = io::Error::other("the body has been sent already");
                        let spent = futures_util::stream::iter([Err(spent)]);
                        (Box::pin(spent), length, None)
                    }
                }
            }
        };
        BodyPieces {
            pieces: Some(pieces),
            length,
            given: 0,
            slot,
        }
    }

    /// Whether nothing is left to be sent: the stream has been handed over and cannot be made again.
    pub(crate) fn is_spent(&self) -> bool {
        match &self.0 {
            Content::Stream {
                origin: Origin::Once(slot),
                ..
            } => slot.lock().is_none(),
            _ => false,
        }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::none()
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self(Content::Bytes(bytes.into()))
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("length", &self.length())
            .finish_non_exhaustive()
    }
}

/// The pieces of a request's body, from [`Body::into_pieces`].
///
/// Dropped before the first piece, it leaves the stream to the next attempt.
pub struct BodyPieces {
    pieces: Option<Pieces>,
    length: Option<u64>,
    given: u64,
    slot: Option<Slot>,
}

impl BodyPieces {
    /// How many bytes there are in all, when that is known.
    pub const fn length(&self) -> Option<u64> {
        self.length
    }

    /// All pieces in one, for a transport that sends no streams.
    ///
    /// # Errors
    ///
    /// That of the stream.
    pub async fn whole(mut self) -> io::Result<Bytes> {
        let mut whole = BytesMut::new();
        while let Some(piece) =
            std::future::poll_fn(|context| Pin::new(&mut self).poll_next(context)).await
        {
            whole.extend_from_slice(&piece?);
        }
        Ok(whole.freeze())
    }

    fn checked(&self, ended: bool) -> io::Result<()> {
        match self.length {
            Some(length) if self.given > length || (ended && self.given < length) => {
                let found = if ended { "ended after" } else { "has at least" };
                Err(io::Error::other(format!(
                    "the stream {found} {} bytes, where {length} were announced",
                    self.given
                )))
            }
            _ => Ok(()),
        }
    }
}

impl Stream for BodyPieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(pieces) = &mut self.pieces else {
            return Poll::Ready(None);
        };
        let piece = ready!(pieces.as_mut().poll_next(context));
        // From here on another attempt would begin in the middle.
        self.slot = None;
        let checked = match piece {
            Some(Ok(piece)) => {
                self.given = self.given.saturating_add(wide(piece.len()));
                self.checked(false).map(|()| Some(piece))
            }
            Some(Err(error)) => Err(error),
            None => self.checked(true).map(|()| None),
        };
        if !matches!(checked, Ok(Some(_))) {
            self.pieces = None;
        }
        Poll::Ready(checked.transpose())
    }
}

impl Drop for BodyPieces {
    fn drop(&mut self) {
        if let (Some(slot), Some(pieces)) = (self.slot.take(), self.pieces.take()) {
            *slot.lock() = Some(pieces);
        }
    }
}

impl fmt::Debug for BodyPieces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyPieces")
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

fn wide(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces() -> impl Stream<Item = io::Result<Bytes>> + Send {
        futures_util::stream::iter(["ab", "", "c"].map(|piece| Ok(Bytes::from(piece))))
    }

    #[tokio::test]
    async fn a_stream_is_handed_over_once_and_a_repeatable_one_each_time() {
        let once = Body::stream(pieces());
        // Nothing was taken, so it is still there.
        drop(once.clone().into_pieces());
        assert!(!once.is_spent());
        assert_eq!(once.clone().into_pieces().whole().await.unwrap(), "abc");
        assert!(once.is_spent());
        assert!(once.into_pieces().whole().await.is_err());

        let again = Body::repeatable(pieces);
        for _ in 0..2 {
            assert_eq!(again.clone().into_pieces().whole().await.unwrap(), "abc");
            assert!(!again.is_spent());
        }
        assert_eq!(
            Body::from("abc").into_pieces().whole().await.unwrap(),
            "abc"
        );
        assert_eq!(Body::from("").into_pieces().whole().await.unwrap(), "");
    }

    #[tokio::test]
    async fn what_is_announced_is_held_against_what_comes() {
        let sent = async |length| {
            let body = Body::repeatable(pieces).with_length(length);
            body.into_pieces()
                .whole()
                .await
                .map_err(|error| error.to_string())
        };
        assert_eq!(sent(3).await.unwrap(), "abc");
        assert_eq!(
            sent(4).await.unwrap_err(),
            "the stream ended after 3 bytes, where 4 were announced"
        );
        assert_eq!(
            sent(2).await.unwrap_err(),
            "the stream has at least 3 bytes, where 2 were announced"
        );
    }

    #[test]
    fn debug_output_has_the_length_alone() {
        assert_eq!(
            format!("{:?}", Body::from("DATA")),
            "Body { length: Some(4), .. }"
        );
        let stream = Body::stream(pieces());
        assert_eq!(format!("{stream:?}"), "Body { length: None, .. }");
    }
}

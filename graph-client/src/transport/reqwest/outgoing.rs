//! The body of a request, as reqwest takes it.

use std::io;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Frame, SizeHint};

use crate::transport::{Body, BodyPieces};

pub(super) fn body(body: Body) -> Option<reqwest::Body> {
    if body.is_none() {
        return None;
    }
    Some(match body.as_bytes() {
        Some(bytes) => bytes.clone().into(),
        None => reqwest::Body::wrap(Outgoing(Mutex::new(body.into_pieces()))),
    })
}

/// A stream, sent with its length when that is known and in chunks when it is not.
///
/// Nothing waits for the lock: it makes a stream, which one thread at a time may have, into what
/// reqwest asks for.
struct Outgoing(Mutex<BodyPieces>);

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let pieces = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        let piece = Pin::new(pieces).poll_next(context);
        piece.map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        let pieces = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pieces
            .length()
            .map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}

//! The body of an answer, as it comes from reqwest.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body;

use super::failure::failure;
use crate::transport::{TransportError, TransportErrorKind};

/// The pieces of a body, which ends after its end or its failure.
pub(super) struct Incoming {
    body: Option<reqwest::Body>,
    announced: Option<u64>,
    so_far: u64,
}

impl Incoming {
    pub(super) const fn new(body: reqwest::Body, announced: Option<u64>) -> Self {
        Self {
            body: Some(body),
            announced,
            so_far: 0,
        }
    }

    fn broken(&self, error: reqwest::Error) -> TransportError {
        let kind = if error.is_timeout() {
            TransportErrorKind::Timeout
        } else {
            TransportErrorKind::Interrupted
        };
        let so_far = self.so_far;
        let text = match self.announced {
            Some(length) => format!("the answer broke off after {so_far} of {length} bytes"),
            None => format!("the answer broke off after {so_far} bytes"),
        };
        failure(kind, &text, error)
    }
}

impl Stream for Incoming {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let Some(body) = &mut self.body else {
                return Poll::Ready(None);
            };
            let frame = ready!(Pin::new(body).poll_frame(context));
            match frame {
                Some(Ok(frame)) => {
                    // What is no data is trailers, of which Graph has none.
                    if let Ok(piece) = frame.into_data() {
                        let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
                        self.so_far = self.so_far.saturating_add(length);
                        return Poll::Ready(Some(Ok(piece)));
                    }
                }
                Some(Err(error)) => {
                    self.body = None;
                    return Poll::Ready(Some(Err(self.broken(error))));
                }
                None => self.body = None,
            }
        }
    }
}

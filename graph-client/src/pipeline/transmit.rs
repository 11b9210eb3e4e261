//! One attempt: its limits, and the reading of its answer.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::ACCEPT_ENCODING;

use super::gzip::{self, GZIP};
use super::retry::FAILURE_LIMIT;
use super::{Exchange, Outcome, Route, Step, Timeouts, observe};
use crate::clock::Timer;
use crate::error::Problem;
use crate::transport::{
    BodyStream, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind, collect,
};
use crate::{BoxFuture, Error};

/// The end of the way.
pub(crate) struct Transmit {
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) timer: Timer,
    pub(crate) timeouts: Timeouts,
    pub(crate) max_body_bytes: u64,
}

impl Step for Transmit {
    fn take(self: Arc<Self>, request: HttpRequest) -> BoxFuture<'static, Outcome> {
        Box::pin(async move {
            let exchange = Exchange::expect(&request)?;
            if request.body().is_spent() {
                let problem = Problem::text(
                    "the body is a stream that has been sent before; give one that can be made \
                     again, or make the request anew",
                );
                return Err(Error::invalid(exchange.place(), problem));
            }
            let limits = exchange.facts().options.timeouts.unwrap_or(self.timeouts);
            // A part waits for others, and its envelope has the limit; both are counted there.
            let limit = limits.attempt().filter(|_| exchange.route() != Route::Part);
            if exchange.route() != Route::Part {
                exchange.begin_attempt();
            }
            let answer = self
                .timer
                .within(limit, self.exchange(&exchange, limits, request));
            let answer = answer.await.unwrap_or_else(|| {
                let limit = limit.unwrap_or_default();
                Err(Error::timeout(
                    exchange.place(),
                    exchange.id(),
                    limit,
                    "for one attempt",
                ))
            });
            let seen = answer
                .as_ref()
                .map(|answer| (answer.status(), answer.headers()));
            observe::attempt(&exchange, seen);
            answer
        })
    }
}

impl Transmit {
    async fn exchange(
        &self,
        exchange: &Exchange,
        limits: Timeouts,
        mut request: HttpRequest,
    ) -> Outcome {
        if let Some(carrier) = &exchange.facts().carrier {
            return carrier.carry(request).await;
        }
        // What is taken piece by piece is stored in one form, of which parts can be asked for.
        if !exchange.facts().streamed {
            request.headers_mut().insert(ACCEPT_ENCODING, GZIP);
        }
        let failed = |error| Error::transport(exchange.place(), exchange.id(), error);
        let answer = self.transport.send(request).await.map_err(failed)?;
        let (mut parts, body) = answer.into_parts();
        let paced = Paced {
            body: Some(body),
            timer: self.timer.clone(),
            limit: limits.read(),
            silence: None,
        };
        let most = self.max_body_bytes;
        let encoded = !exchange.facts().streamed && gzip::take_encoding(&mut parts.headers);
        let body = if !parts.status.is_success() && encoded {
            let start = BodyStream::new(paced).first(FAILURE_LIMIT).await;
            gzip::decoded_start(&start, FAILURE_LIMIT).into()
        } else if exchange.facts().streamed || !parts.status.is_success() {
            // Of a failure the start is read where it is judged.
            BodyStream::new(paced)
        } else {
            let whole = collect(paced, most).await.map_err(failed)?;
            let whole = if encoded {
                gzip::decoded(&whole, most).map_err(failed)?
            } else {
                whole
            };
            whole.into()
        };
        Ok(HttpResponse::from_parts(parts, body))
    }
}

/// A body whose server may be silent for so long.
struct Paced {
    body: Option<BodyStream>,
    timer: Timer,
    limit: Option<Duration>,
    /// Begun when there is nothing to be had, so that what is at hand needs no timer.
    silence: Option<BoxFuture<'static, ()>>,
}

impl Stream for Paced {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let Some(body) = &mut this.body else {
            return Poll::Ready(None);
        };
        if let Poll::Ready(piece) = Pin::new(body).poll_next(context) {
            this.silence = None;
            return Poll::Ready(piece);
        }
        let (Some(clock), Some(limit)) = (this.timer.clock(), this.limit) else {
            return Poll::Pending;
        };
        let silence = this.silence.get_or_insert_with(|| clock.sleep(limit));
        std::task::ready!(silence.as_mut().poll(context));
        // The connection is of no more use.
        this.body = None;
        let text = format!("nothing more of the answer came within {limit:?}");
        Poll::Ready(Some(Err(TransportError::new(
            TransportErrorKind::Timeout,
            text,
        ))))
    }
}

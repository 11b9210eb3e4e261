//! A call: attempts until one succeeds, or none is left.

mod observe;

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http::header::{self, HeaderValue};
use http::{HeaderMap, StatusCode};
use tracing::{Instrument, Span};

pub(crate) use observe::Template;

use crate::clock::Clock;
use crate::credential::{self, TokenFault};
use crate::error::{AnswerFacts, Problem, escaped};
use crate::operation::Place;
use crate::request::Options;
use crate::retry::{self, Attempt, Withdrawal};
use crate::transport::{Body, HttpRequest, HttpResponse, StreamedResponse, TransportError};
use crate::{BoxFuture, Error, GraphClient};

/// How much of a cause's text is repeated.
const CAUSE_LIMIT: usize = 500;
/// How much of a failure's body is read where the body is left to the caller.
const FAILURE_LIMIT: usize = 64 << 10;
/// Why a request is not sent again that could be otherwise.
const SPENT: &str = "the request was not sent again, since its body is a stream that cannot be \
                     made again; send it anew";

/// A request that is ready to go, but for the token.
pub(crate) struct Call {
    pub(crate) client: GraphClient,
    pub(crate) place: Place,
    pub(crate) template: Option<Template>,
    /// Whether sending it again does no more than sending it once.
    pub(crate) idempotent: bool,
    pub(crate) request: HttpRequest,
    pub(crate) client_request_id: Option<Box<str>>,
    pub(crate) options: Options,
    /// Whether the token goes along, which then goes to the client's root only.
    pub(crate) authorized: bool,
    /// What is seen of the call; begun when it runs.
    pub(crate) span: Span,
}

/// How far a call has come.
#[derive(Default)]
struct Progress {
    /// Attempts that count for the policy.
    counted: u32,
    /// All that was sent, after a renewed token too.
    sent: u32,
    /// The token that took the place of a refused one.
    renewed: Option<HeaderValue>,
    taken: Withdrawal,
}

/// What the transport is at.
enum Exchange {
    Whole(BoxFuture<'static, Result<HttpResponse, TransportError>>),
    Opened(BoxFuture<'static, Result<StreamedResponse, TransportError>>),
}

impl Future for Exchange {
    type Output = Result<StreamedResponse, TransportError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut *self {
            Self::Whole(answer) => answer.as_mut().poll(context).map_ok(StreamedResponse::from),
            Self::Opened(answer) => answer.as_mut().poll(context),
        }
    }
}

// Every future here is part of that of each call: what is rarely needed has a box of its own, so
// that the rest stays small enough for an allocator's fast path.
impl Call {
    /// Sends the request until it succeeds or the policy ends it, and reads the answer.
    pub(crate) async fn run(&mut self) -> Result<HttpResponse, Error> {
        let answer = self.start(false).await?;
        // The transport has read it already.
        let body = match answer.body.into_whole() {
            Ok(body) => body,
            Err(pieces) => Box::pin(pieces.first(usize::MAX)).await.unwrap_or_default(),
        };
        Ok(HttpResponse::new(answer.status, answer.headers, body))
    }

    /// The same, and leaves the body of the success answer to the caller.
    pub(crate) async fn open(&mut self) -> Result<StreamedResponse, Error> {
        self.start(true).await
    }

    async fn start(&mut self, streamed: bool) -> Result<StreamedResponse, Error> {
        self.check_clock()?;
        self.span = self.new_span();
        let call = &*self;
        let answer = async {
            let answer = if call.options.timeout.is_none() {
                call.attempts(streamed).await
            } else {
                Box::pin(call.attempts_in_time(streamed)).await
            };
            call.conclude(&answer);
            answer
        };
        answer.instrument(call.span.clone()).await
    }

    async fn attempts_in_time(&self, streamed: bool) -> Result<StreamedResponse, Error> {
        let timer = self.client.timer();
        let answer = timer
            .within(self.options.timeout, self.attempts(streamed))
            .await;
        answer.unwrap_or_else(|| Err(self.timed_out()))
    }

    async fn attempts(&self, streamed: bool) -> Result<StreamedResponse, Error> {
        let clock = self.client.timer().clock();
        let start = clock.map_or(Duration::ZERO, Clock::elapsed);
        let mut progress = Progress::default();
        loop {
            let failure = match self.attempt(&mut progress, streamed).await {
                Ok(answer) => {
                    self.client.budget().deposit(progress.taken);
                    return Ok(answer);
                }
                Err(failure) => failure.after(progress.sent, self.idempotent),
            };
            let Some(clock) = clock else {
                return Err(failure);
            };
            if failure.is_retryable() && self.is_body_spent() {
                return Err(failure.note(SPENT));
            }
            let attempt = Attempt {
                number: progress.counted,
                elapsed: clock.elapsed().saturating_sub(start),
                retry_after: failure.retry_after(),
                jitter: clock.jitter(),
            };
            let delay = self.delay(&failure, &attempt, &mut progress.taken);
            let Some(delay) = delay else {
                return Err(failure);
            };
            observe::delay(delay);
            clock.sleep(delay).await;
        }
    }

    /// One attempt, and a second with another token where the service refuses the first.
    async fn attempt(
        &self,
        progress: &mut Progress,
        streamed: bool,
    ) -> Result<StreamedResponse, Error> {
        progress.counted += 1;
        loop {
            let mut token = None;
            if self.authorized {
                token = self.token_at_hand(progress);
                if token.is_none() {
                    token = Some(Box::pin(self.client.token(self.place)).await?);
                }
            }
            let exchange = self.exchange(token.clone(), streamed)?;
            progress.sent += 1;
            let answer = match exchange.await {
                Ok(answer) => answer,
                Err(error) => return Err(self.no_answer(progress, error)),
            };
            if answer.status.is_success() {
                let seen = Some((answer.status, &answer.headers));
                self.observe(progress.sent, seen, None);
                return Ok(answer);
            }
            Box::pin(self.refused(progress, token, answer)).await?;
        }
    }

    /// The token, when there is one without waiting.
    fn token_at_hand(&self, progress: &Progress) -> Option<HeaderValue> {
        let renewed = progress.renewed.clone();
        renewed.or_else(|| self.client.tokens().fresh())
    }

    /// Hands the request over to the transport.
    fn exchange(&self, token: Option<HeaderValue>, streamed: bool) -> Result<Exchange, Error> {
        if self.is_body_spent() {
            let problem = Problem::text(
                "the body is a stream that has been sent before; give one that can be made again, \
                 or make the request anew",
            );
            return Err(Error::invalid(self.place, problem));
        }
        let mut request = self.request.clone();
        if let Some(token) = token {
            // The last thing before the token goes in: is this the host that may see it?
            self.client.check_destination(self.place, &request.url)?;
            request.headers.insert(header::AUTHORIZATION, token);
        }
        let transport = self.client.transport();
        Ok(if streamed {
            Exchange::Opened(transport.open(request))
        } else {
            Exchange::Whole(transport.send(request))
        })
    }

    fn no_answer(&self, progress: &Progress, error: TransportError) -> Error {
        let failure = Error::transport(self.place, self.client_request_id.clone(), error);
        self.observe(progress.sent, None, Some(&failure));
        failure
    }

    /// Judges an answer that is no success: a failure, or another attempt with another token.
    async fn refused(
        &self,
        progress: &mut Progress,
        token: Option<HeaderValue>,
        answer: StreamedResponse,
    ) -> Result<(), Error> {
        // What does not come of an explanation is not worth another failure.
        let body = answer.body.first(FAILURE_LIMIT).await.unwrap_or_default();
        let answer = HttpResponse::new(answer.status, answer.headers, body);
        let failure = self.failure(&answer);
        let seen = Some((answer.status, &answer.headers));
        self.observe(progress.sent, seen, Some(&failure));
        match token {
            Some(refused)
                if answer.status == StatusCode::UNAUTHORIZED && progress.renewed.is_none() =>
            {
                match self.renewed(&refused, &answer.headers).await {
                    // The new token is kept for the next request.
                    Ok(_) if self.is_body_spent() => Err(failure.note(SPENT)),
                    Ok(renewed) => {
                        progress.renewed = Some(renewed);
                        Ok(())
                    }
                    Err(None) => Err(failure),
                    Err(Some(cause)) => Err(failure.note(&cause)),
                }
            }
            _ => Err(failure),
        }
    }

    /// Another token in place of the refused one, or why there is none, where that says more than
    /// the refusal.
    async fn renewed(
        &self,
        refused: &HeaderValue,
        headers: &HeaderMap,
    ) -> Result<HeaderValue, Option<String>> {
        let claims = credential::claims(headers);
        let demanded = claims.is_some();
        match self.client.tokens().renewed(refused, claims).await {
            Ok(Some(token)) => Ok(token),
            Ok(None) if demanded => Err(Some(
                "the service demands claims that the token does not hold, and the credential gave \
                 the same token again; sign in again"
                    .to_owned(),
            )),
            Ok(None) => Err(None),
            Err(fault) => {
                let cause = match &fault {
                    TokenFault::Credential(error) => error.to_string(),
                    TokenFault::Unusable(cause) => (*cause).to_owned(),
                };
                let cause = escaped(&cause, CAUSE_LIMIT);
                Err(Some(format!("no other token could be had: {cause}")))
            }
        }
    }

    /// Whether there is a body that cannot be sent again.
    fn is_body_spent(&self) -> bool {
        self.request.body.as_ref().is_some_and(Body::is_spent)
    }

    fn failure(&self, answer: &HttpResponse) -> Error {
        Error::answer(AnswerFacts {
            place: self.place,
            cloud: self.client.cloud(),
            status: answer.status,
            headers: &answer.headers,
            body: &answer.body,
            client_request_id: self.client_request_id.clone(),
            retry_after: retry::retry_after(&answer.headers, self.client.timer().now()),
        })
    }

    fn delay(
        &self,
        failure: &Error,
        attempt: &Attempt,
        taken: &mut Withdrawal,
    ) -> Option<Duration> {
        let policy = self.options.retry.unwrap_or(self.client.retry());
        let delay = failure.is_retryable().then(|| policy.delay(attempt))??;
        // What would end after the time limit is not begun.
        if let Some(timeout) = self.options.timeout
            && attempt.elapsed.saturating_add(delay) >= timeout
        {
            return None;
        }
        if !self.client.budget().withdraw(taken) {
            observe::exhausted();
            return None;
        }
        Some(delay)
    }

    fn timed_out(&self) -> Error {
        let limit = self.options.timeout.unwrap_or_default();
        Error::timeout(self.place, self.client_request_id.clone(), limit)
    }

    fn check_clock(&self) -> Result<(), Error> {
        let Options { retry, timeout } = self.options;
        let waits = timeout.is_some() || retry.is_some_and(|policy| policy.max_attempts() > 1);
        if waits && self.client.timer().clock().is_none() {
            let problem = Problem::text(
                "a timeout or a retry policy needs a clock to wait by; give the client one with \
                 clock(), or enable the feature `reqwest`",
            );
            return Err(Error::invalid(self.place, problem));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;

//! A call: attempts until one succeeds, or none is left.

mod observe;

use std::time::Duration;

use http::header::{self, HeaderValue};
use http::{HeaderMap, StatusCode};
use tracing::{Instrument, Span};

pub(crate) use observe::Template;

use crate::clock::Clock;
use crate::credential::{self, TokenFault};
use crate::error::{AnswerFacts, Problem, escaped};
use crate::request::{Options, Place};
use crate::retry::{self, Attempt, Withdrawal};
use crate::transport::{HttpRequest, HttpResponse, StreamedResponse, TransportError};
use crate::{Error, GraphClient};

/// How much of a cause's text is repeated.
const CAUSE_LIMIT: usize = 500;
/// How much of a failure's body is read where the body is left to the caller.
const FAILURE_LIMIT: usize = 64 << 10;

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

impl Call {
    /// Sends the request until it succeeds or the policy ends it, and reads the answer.
    pub(crate) async fn run(self) -> Result<HttpResponse, Error> {
        let answer = self.start(false).await?;
        // The transport has read it already.
        let body = answer.body.first(0).await.unwrap_or_default();
        Ok(HttpResponse::new(answer.status, answer.headers, body))
    }

    /// The same, and leaves the body of the success answer to the caller.
    pub(crate) async fn open(self) -> Result<StreamedResponse, Error> {
        self.start(true).await
    }

    async fn start(mut self, streamed: bool) -> Result<StreamedResponse, Error> {
        self.check_clock()?;
        self.span = self.new_span();
        let span = self.span.clone();
        let call = async {
            let timer = self.client.timer();
            let answer = timer
                .within(self.options.timeout, self.attempts(streamed))
                .await;
            let answer = answer.unwrap_or_else(|| Err(self.timed_out()));
            self.conclude(&answer);
            answer
        };
        call.instrument(span).await
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
            let token = self.token(progress).await?;
            let mut request = self.request.clone();
            if let Some(token) = &token {
                // The last thing before the token goes in: is this the host that may see it?
                self.client.check_destination(self.place, &request.url)?;
                request.headers.insert(header::AUTHORIZATION, token.clone());
            }
            progress.sent += 1;
            let answer = match self.exchange(request, streamed).await {
                Ok(answer) => answer,
                Err(error) => {
                    let id = self.client_request_id.clone();
                    let failure = Error::transport(self.place, id, error);
                    self.observe(progress.sent, None, Some(&failure));
                    return Err(failure);
                }
            };
            if answer.status.is_success() {
                let seen = Some((answer.status, &answer.headers));
                self.observe(progress.sent, seen, None);
                return Ok(answer);
            }
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
                    let renewed = self.renewed(&refused, &answer.headers, failure).await?;
                    progress.renewed = Some(renewed);
                }
                _ => return Err(failure),
            }
        }
    }

    async fn exchange(
        &self,
        request: HttpRequest,
        streamed: bool,
    ) -> Result<StreamedResponse, TransportError> {
        let transport = self.client.transport();
        if streamed {
            transport.open(request).await
        } else {
            transport.send(request).await.map(Into::into)
        }
    }

    async fn token(&self, progress: &Progress) -> Result<Option<HeaderValue>, Error> {
        match &progress.renewed {
            _ if !self.authorized => Ok(None),
            Some(token) => Ok(Some(token.clone())),
            None => self.client.token(self.place).await.map(Some),
        }
    }

    /// Another token in place of the refused one, or the failure that the refusal is.
    async fn renewed(
        &self,
        refused: &HeaderValue,
        headers: &HeaderMap,
        failure: Error,
    ) -> Result<HeaderValue, Error> {
        let claims = credential::claims(headers);
        let demanded = claims.is_some();
        match self.client.tokens().renewed(refused, claims).await {
            Ok(Some(token)) => Ok(token),
            Ok(None) if demanded => Err(failure.note(
                "the service demands claims that the token does not hold, and the credential gave \
                 the same token again; sign in again",
            )),
            Ok(None) => Err(failure),
            Err(fault) => {
                let cause = match &fault {
                    TokenFault::Credential(error) => error.to_string(),
                    TokenFault::Unusable(cause) => (*cause).to_owned(),
                };
                let cause = escaped(&cause, CAUSE_LIMIT);
                Err(failure.note(&format!("no other token could be had: {cause}")))
            }
        }
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

//! The token, or none, by where an exchange goes.

use std::sync::Arc;

use http::header::{self, HeaderValue};
use http::{HeaderMap, StatusCode};

use super::retry::{Note, Renewed, SPENT};
use super::{Exchange, Next, Outcome, Root, Route, Step};
use crate::credential::{self, TokenCache, TokenFault};
use crate::error::{Problem, escaped};
use crate::transport::{Body, HttpRequest, HttpResponse};
use crate::{BoxFuture, Error};

/// How much of a cause's text is repeated.
const CAUSE_LIMIT: usize = 500;
/// How often an exchange asks for another token: the plain one, and claims upon claims.
const MOST_RENEWALS: usize = 3;

/// The token that an answer's envelope was sent with: an extension of the answer to a part.
#[derive(Clone)]
struct Bearer(HeaderValue);

pub(crate) struct Authorize {
    pub(crate) next: Next,
    pub(crate) tokens: Arc<TokenCache>,
    pub(crate) root: Root,
}

impl Step for Authorize {
    fn take(self: Arc<Self>, request: HttpRequest) -> BoxFuture<'static, Outcome> {
        Box::pin(async move {
            let exchange = Exchange::expect(&request)?;
            if exchange.route() == Route::Foreign {
                return self.without_token(&exchange, request).await;
            }
            let (request, token) = self.with_token(&exchange, request).await?;
            let body = request.body().clone();
            let mut answer = self.next.run(request).await?;
            if answer.status() == StatusCode::UNAUTHORIZED {
                let token = token.or_else(|| answer.extensions_mut().remove().map(|Bearer(it)| it));
                // In a box: it is rarely needed, and every call has room for it.
                Box::pin(self.refused(&exchange, token, &body, &mut answer)).await;
            }
            Ok(answer)
        })
    }
}

impl Authorize {
    async fn without_token(&self, exchange: &Exchange, mut request: HttpRequest) -> Outcome {
        if !self.root.lets_out_to(request.uri()) {
            let problem = "the address that the service gave is not https, or holds a user name; \
                           nothing was sent there";
            return Err(Error::invalid(
                exchange.place(),
                Problem::Elsewhere(problem),
            ));
        }
        request.headers_mut().remove(header::AUTHORIZATION);
        self.next.run(request).await
    }

    /// The request for one attempt, and the token in it; that of a part is in its envelope.
    async fn with_token(
        &self,
        exchange: &Exchange,
        mut request: HttpRequest,
    ) -> Result<(HttpRequest, Option<HeaderValue>), Error> {
        if exchange.route() == Route::Part {
            return Ok((request, None));
        }
        let token =
            match self.tokens.fresh() {
                Some(token) => token,
                None => self.tokens.header().await.map_err(|fault| {
                    Error::credential(exchange.place(), self.tokens.scope(), fault)
                })?,
            };
        // The last thing before the token goes in: is this the host that may see it?
        if !self.root.holds(request.uri()) {
            return Err(Error::destination(exchange.place(), self.root.as_str()));
        }
        let headers = request.headers_mut();
        headers.insert(header::AUTHORIZATION, token.clone());
        exchange.set_bearer(token.clone());
        Ok((request, Some(token)))
    }

    /// Sees to another token after a refusal, and says of the answer what came of it.
    async fn refused(
        &self,
        exchange: &Exchange,
        token: Option<HeaderValue>,
        body: &Body,
        answer: &mut HttpResponse,
    ) {
        let Some(refused) = token else { return };
        let note = match self.renewed(exchange, &refused, answer.headers()).await {
            // The new token is kept for the next request.
            Ok(()) if body.is_spent() => SPENT.to_owned(),
            Ok(()) => {
                answer.extensions_mut().insert(Renewed);
                return;
            }
            Err(Some(note)) => note,
            Err(None) => return,
        };
        answer.extensions_mut().insert(Note(note));
    }

    /// Sees to another token in place of the refused one, or says why there is none, where that
    /// says more than the refusal.
    async fn renewed(
        &self,
        exchange: &Exchange,
        refused: &HeaderValue,
        headers: &HeaderMap,
    ) -> Result<(), Option<String>> {
        let claims = credential::claims(headers);
        let demanded = claims.is_some();
        if !exchange.asks_for(claims.as_deref(), MOST_RENEWALS) {
            return Err(None);
        }
        match self.tokens.renewed(refused, claims).await {
            Ok(Some(_)) => Ok(()),
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
}

/// Takes the token that an answer's envelope was sent with along, so that a refusal is known to be
/// of that one.
pub(crate) fn enveloped(mut answer: HttpResponse, envelope: &Exchange) -> HttpResponse {
    if let Some(token) = envelope.bearer() {
        answer.extensions_mut().insert(Bearer(token));
    }
    answer
}

//! Sending: checks, token, headers, and what becomes of the answer.

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderValue};
use http::{Method, StatusCode, Uri};
use url::Url;

use super::draft::Draft;
use super::{foreign, id};
use crate::answer::{Answer, DecodeError};
use crate::error::Problem;
use crate::operation::{PathTemplate, Place};
use crate::pipeline::{Exchange, Facts, Route};
use crate::transport::{HttpRequest, HttpResponse};
use crate::{BoxFuture, Error, Response};

/// A success answer, before its body is decoded.
pub(crate) struct Reply {
    exchange: Exchange,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    /// Takes an answer that has been read.
    pub(crate) async fn new(exchange: Exchange, answer: HttpResponse) -> Result<Self, Error> {
        let (parts, body) = answer.into_parts();
        let body = match body.as_bytes() {
            Some(body) => body.clone(),
            // A layer of the application gave another one.
            None => Box::pin(body.collect(u64::MAX)).await.map_err(|error| {
                let id = exchange.client_request_id().map(Into::into);
                Error::transport(exchange.place(), id, error)
            })?,
        };
        Ok(Self {
            exchange,
            status: parts.status,
            headers: parts.headers,
            body,
        })
    }

    /// What came with a failure that is an answer to whoever asked for it.
    pub(crate) fn failed(exchange: Exchange, status: StatusCode, failure: &Error) -> Self {
        Self {
            exchange,
            status,
            headers: failure.headers().clone(),
            body: failure.body().clone(),
        }
    }

    pub(crate) fn place(&self) -> Place {
        self.exchange.place()
    }

    /// The value that the answer is.
    pub(crate) fn decoded<T: Answer>(self) -> Result<Response<T>, Error> {
        match T::from_response(self.status, &self.headers, self.body.clone()) {
            Ok(value) => {
                let beta = self.exchange.place().beta;
                Ok(Response::new(self.status, self.headers, value, beta))
            }
            Err(error) => Err(self.undecodable(error)),
        }
    }

    pub(crate) fn undecodable(&self, error: DecodeError) -> Error {
        let id = self.exchange.client_request_id().map(Into::into);
        Error::decode(self.exchange.place(), self.status, &self.headers, id, error)
    }
}

impl Draft {
    // One future for every type of answer: the caller's own stays small.
    pub(crate) fn execute(
        self,
        accept: &'static str,
        redirected: bool,
    ) -> BoxFuture<'static, Result<Reply, Error>> {
        let (client, options) = (self.client.clone(), self.options);
        // Handed over at once, so that the future has no room for it.
        let sent = self
            .into_request(accept, |_| {})
            .map(|(exchange, request)| {
                let from = redirected.then(|| request.uri().clone());
                (exchange, from, client.send(request))
            });
        Box::pin(async move {
            let (exchange, from, answer) = sent?;
            let answer = answer.await;
            let answered = match (answer, from) {
                (Err(failure), Some(from)) => {
                    let change = |facts: &mut Facts| facts.options = options;
                    let followed =
                        foreign::follow(&client, &from, failure, HeaderMap::new(), change);
                    Box::pin(followed).await
                }
                (answer, _) => answer.map(|answer| (exchange, answer)),
            };
            let (exchange, answer) = answered?;
            Reply::new(exchange, answer).await
        })
    }

    /// The request as it goes out, but for the token, and the exchange that it is an extension of,
    /// in which the caller may change things.
    pub(crate) fn into_request(
        mut self,
        accept: &'static str,
        change: impl FnOnce(&mut Facts),
    ) -> Result<(Exchange, HttpRequest), Error> {
        let place = self.place();
        self.client.check(place)?;
        self.set_default_headers();
        let uri = self.checked_uri(place)?;
        let mut facts = Facts::new(place);
        facts.template = self.template();
        facts.options = self.options;
        change(&mut facts);
        // The envelope of a batch has all that is added here.
        if facts.route != Route::Part {
            facts.client_request_id = self.add_headers(accept);
        }
        let exchange = Exchange::from(facts);

        let mut request = HttpRequest::new(self.body);
        *request.method_mut() = Method::from(place.method);
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers;
        request.extensions_mut().insert(exchange.clone());
        Ok((exchange, request))
    }

    /// The path template with the version before it.
    fn template(&self) -> Option<PathTemplate> {
        let operation = self.operation()?;
        let version = ["/v1.0", "/beta"].into_iter().find(|version| {
            self.path
                .strip_prefix(version)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        let version = version.unwrap_or("");
        Some(PathTemplate::new(version, operation.path_template()))
    }

    pub(crate) fn checked_uri(&mut self, place: Place) -> Result<Uri, Error> {
        if let Some(problem) = self.problem.take() {
            return Err(Error::invalid(place, *problem));
        }
        // What is generated is in its normal form, and the transport makes sure of it.
        let text = match self.operation() {
            Some(_) => self.url(),
            None => self.normal_url(place)?.into(),
        };
        Uri::try_from(text).map_err(|_| {
            let problem = "the address is too long, or has characters that no address has";
            Error::invalid(place, Problem::text(problem))
        })
    }

    /// A parser that resolves dots or rewrites characters would send another request.
    fn normal_url(&self, place: Place) -> Result<Url, Error> {
        let invalid = |text: &'static str| Error::invalid(place, Problem::text(text));
        let url = Url::parse(&self.url()).map_err(|_| invalid("the path is not one"))?;
        if url.path() != self.path {
            return Err(invalid(
                "the path is not in its normal form; percent-encode what is not a path character, \
                 and leave out . and .. segments",
            ));
        }
        Ok(url)
    }

    /// Adds what the caller did not set, and gives the client request id.
    fn add_headers(&mut self, accept: &'static str) -> Option<Box<str>> {
        let expects_body = self.method().expects_body();
        let headers = &mut self.headers;
        headers
            .entry(header::ACCEPT)
            .or_insert(HeaderValue::from_static(accept));
        let user_agent = self.client.user_agent();
        let named = headers
            .get(header::USER_AGENT)
            .map(|named| [named.as_bytes(), b" ", user_agent.as_bytes()].concat());
        let named = named.and_then(|named| HeaderValue::from_bytes(&named).ok());
        headers.insert(header::USER_AGENT, named.unwrap_or(user_agent.clone()));
        if self.body.is_none() {
            headers.remove(header::CONTENT_TYPE);
            // Graph's gateway refuses a POST that does not say that it has no body.
            if expects_body {
                headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
            }
        }
        let id = headers
            .entry(id::CLIENT_REQUEST_ID)
            .or_insert_with(id::fresh);
        id.to_str().ok().map(Into::into)
    }
}

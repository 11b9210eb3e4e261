//! Sending: checks, token, headers, and what becomes of the answer.

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderValue};
use http::{Method, StatusCode};
use tracing::Span;
use url::Url;

use super::draft::Draft;
use super::id;
use crate::answer::DecodeError;
use crate::call::{Call, Template};
use crate::error::Problem;
use crate::operation::Place;
use crate::transport::HttpRequest;
use crate::{BoxFuture, Error};

/// A success answer, before its body is read.
pub(crate) struct Reply {
    place: Place,
    client_request_id: Option<Box<str>>,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn undecodable(self, error: DecodeError) -> Error {
        Error::decode(
            self.place,
            self.status,
            &self.headers,
            self.client_request_id,
            error,
        )
    }
}

impl Draft {
    // One future for every type of answer: the caller's own stays small.
    pub(crate) fn execute(self, accept: &'static str) -> BoxFuture<'static, Result<Reply, Error>> {
        // In a box, so that the future is small.
        let call = self.into_call(accept).map(Box::new);
        Box::pin(async move {
            let mut call = call?;
            let place = call.place;
            let answer = call.run().await?;
            Ok(Reply {
                place,
                client_request_id: call.client_request_id.take(),
                status: answer.status,
                headers: answer.headers,
                body: answer.body,
            })
        })
    }

    /// The request as it goes out, but for the token.
    pub(crate) fn into_call(mut self, accept: &'static str) -> Result<Call, Error> {
        let place = self.place();
        let url = self.checked_url(place)?;
        let client_request_id = self.add_headers(accept);
        let template = self.template();
        let mut request = HttpRequest::new(Method::from(self.method()), url);
        request.headers = self.headers;
        request.body = self.body;
        Ok(Call {
            client: self.client,
            place,
            template,
            idempotent: place.method.is_idempotent(),
            request,
            client_request_id,
            options: self.options,
            authorized: true,
            span: Span::none(),
        })
    }

    /// The path template with the version before it.
    fn template(&self) -> Option<Template> {
        let operation = self.operation()?;
        let version = ["/v1.0", "/beta"].into_iter().find(|version| {
            self.path
                .strip_prefix(version)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        Some(Template {
            version: version.unwrap_or(""),
            path: operation.path_template(),
        })
    }

    pub(crate) fn checked_url(&mut self, place: Place) -> Result<Url, Error> {
        if let Some(problem) = self.problem.take() {
            return Err(Error::invalid(place, *problem));
        }
        let invalid = |text: &'static str| Error::invalid(place, Problem::text(text));
        let url = self
            .client
            .address(&self.path, &self.query)
            .ok_or_else(|| invalid("the address is too long"))?;
        // A parser that resolves dots or rewrites characters would send another request.
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
        headers.insert(header::USER_AGENT, self.client.user_agent().clone());
        match &self.body {
            // Graph's gateway refuses a POST that does not say that it has no body.
            None if expects_body => {
                headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
                headers.remove(header::CONTENT_TYPE);
            }
            None => {
                headers.remove(header::CONTENT_TYPE);
            }
            Some(_) => {}
        }
        let id = headers
            .entry(id::CLIENT_REQUEST_ID)
            .or_insert_with(id::fresh);
        id.to_str().ok().map(Into::into)
    }
}

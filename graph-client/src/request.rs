//! Requests: plain data until they are sent.

mod draft;
pub(crate) mod foreign;
mod id;
mod options;
mod query;
mod send;

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use serde::Serialize;

pub use crate::query::literal;
pub(crate) use draft::Draft;
pub(crate) use send::Reply;

use crate::answer::Answer;
use crate::operation::{Method, Operation};
use crate::pipeline::Timeouts;
use crate::retry::RetryPolicy;
use crate::transport::Body;
use crate::{BoxFuture, Error, GraphClient, Response};

/// A request whose answer is a `T`.
///
/// It is plain data: nothing happens until it is awaited, which gives the value, or
/// [sent](Self::send), which gives status and headers as well. What is wrong with it (an empty
/// key, a header that cannot be one) is reported then.
///
/// `Debug` shows the method, the path template, and the names of headers and query options.
#[must_use = "a request is sent when it is awaited, or by `send`"]
pub struct Request<T> {
    draft: Draft,
    answer: PhantomData<fn() -> T>,
}

impl<T> Request<T> {
    pub(crate) fn into_draft(self) -> Draft {
        self.draft
    }

    pub(crate) const fn from_draft(draft: Draft) -> Self {
        Self {
            draft,
            answer: PhantomData,
        }
    }

    /// Sets a query option, such as `$filter`. One that is already set is replaced.
    ///
    /// Name and value are given as they are, and percent-encoded here.
    pub fn query(mut self, name: &str, value: impl AsRef<str>) -> Self {
        self.draft.set_query(name, value.as_ref());
        self
    }

    /// Sets a query option to an OData string literal: the value in quotes, those in it doubled.
    ///
    /// This is how the value of a parameter alias is sent, as in `f(x=@x)?@x='value'`.
    pub fn query_literal(self, name: &str, value: impl AsRef<str>) -> Self {
        self.query(name, literal(value))
    }

    /// Sets a query option to a list, such as `$select`: the items are joined by commas.
    ///
    /// A list without items takes the option away.
    pub fn query_list<I>(mut self, name: &str, values: I) -> Self
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        let joined = joined(values);
        if joined.is_empty() {
            self.draft.remove_query(name);
        } else {
            self.draft.set_query(name, &joined);
        }
        self
    }

    /// Sets a query option to a list in the way of `style: form` with `explode: true`: every item
    /// has a pair of its own, `a=1&a=2`.
    ///
    /// A list without items takes the option away.
    pub fn query_each<I>(mut self, name: &str, values: I) -> Self
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        self.draft.remove_query(name);
        for value in values {
            self.draft.add_query(name, value.as_ref());
        }
        self
    }

    /// Sets a header to a list: the items are joined by commas.
    pub fn header_list<I>(self, name: &str, values: I) -> Self
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        self.header(name, joined(values))
    }

    /// Sets a header, such as `ConsistencyLevel`. One that is already set is replaced.
    ///
    /// `Authorization`, `Host`, `Cookie`, `Accept-Encoding`, `Expect` and the headers that frame a
    /// message belong to the client: setting one makes the request an error, as does a name or value
    /// that HTTP does not allow. A `User-Agent` goes before the client's.
    pub fn header(mut self, name: &str, value: impl AsRef<str>) -> Self {
        self.draft.set_header(name, value.as_ref());
        self
    }

    /// Sets the body to the JSON of any value, for a request without a model.
    ///
    /// A value that serde cannot write makes the request an error.
    pub fn set_json(mut self, value: &(impl Serialize + ?Sized)) -> Self {
        self.draft.set_encoded(serde_json::to_vec(value));
        self
    }

    /// Sets the body to bytes, or a [stream](Body::stream), of the content type given.
    ///
    /// A stream that [cannot be made again](Body::repeatable) is sent once: with it no failure
    /// after its first piece is followed by another attempt.
    pub fn set_body(mut self, content_type: &str, body: impl Into<Body>) -> Self {
        self.draft.set_body(content_type, body.into());
        self
    }

    /// Replaces path and query by those of a whole address, such as a link that the service gave.
    ///
    /// The address must be one of the client's cloud: another is reported when the request is sent,
    /// and neither the token nor anything else is sent there.
    pub fn with_url(mut self, url: &str) -> Self {
        self.draft.set_url(url);
        self
    }

    /// Sends this request again by this policy, in place of the client's.
    pub fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.draft.options.retry = Some(policy);
        self
    }

    /// Gives up after this time: it covers the whole call, with the token, every attempt and the
    /// delays between them.
    pub fn with_timeout(self, timeout: Duration) -> Self {
        let timeouts = self.draft.client.timeouts(self.draft.options);
        self.with_timeouts(timeouts.with_total(timeout))
    }

    /// Sends this request within these limits, in place of the client's.
    pub fn with_timeouts(mut self, timeouts: Timeouts) -> Self {
        self.draft.options.timeouts = Some(timeouts);
        self
    }

    /// The operation; none for a request with a path of its own.
    pub const fn operation(&self) -> Option<&Operation> {
        self.draft.operation()
    }

    /// The method.
    pub const fn method(&self) -> Method {
        self.draft.method()
    }

    /// The path, encoded, from the version on. It holds keys.
    pub fn path(&self) -> &str {
        self.draft.path()
    }

    /// The query, encoded, without `?`; empty when there is none. It holds data.
    pub fn query_string(&self) -> &str {
        self.draft.query_string()
    }

    /// The whole address. It holds keys and data.
    pub fn url(&self) -> String {
        self.draft.url()
    }

    /// The headers set so far, without those that are added when it is sent.
    pub const fn headers(&self) -> &HeaderMap {
        self.draft.headers()
    }

    /// The body, if there is one and it is no stream.
    pub fn body(&self) -> Option<&Bytes> {
        self.draft.body()
    }
}

impl GraphClient {
    /// A request for any path, such as `/v1.0/me`, encoded already, with or without a query.
    ///
    /// The answer is any type that is an [`Answer`]: a model, a [`serde_json::Value`], bytes,
    /// nothing. A path that is not one is reported when the request is sent.
    pub fn request<T>(&self, method: Method, path: &str) -> Request<T> {
        Request::from_draft(Draft::raw(self.clone(), method, path))
    }
}

impl<T: Answer> Request<T> {
    /// Sends the request and gives status, headers and value.
    ///
    /// # Errors
    ///
    /// [`Error`] when the request is not valid, no token or no answer could be had, the answer is
    /// not a success, or its body is not a `T`.
    pub async fn send(self) -> Result<Response<T>, Error> {
        self.draft
            .execute(T::ACCEPT, T::REDIRECTED)
            .await?
            .decoded()
    }
}

impl<T: Answer> IntoFuture for Request<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.send().await.map(Response::into_value) })
    }
}

impl<T> Clone for Request<T> {
    fn clone(&self) -> Self {
        Self::from_draft(self.draft.clone())
    }
}

impl<T> fmt::Debug for Request<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.draft.fmt(f)
    }
}

#[cfg(test)]
mod tests;

fn joined(values: impl IntoIterator<Item: AsRef<str>>) -> String {
    let mut joined = String::new();
    for value in values {
        if !joined.is_empty() {
            joined.push(',');
        }
        joined.push_str(value.as_ref());
    }
    joined
}

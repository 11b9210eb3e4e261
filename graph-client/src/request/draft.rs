//! A request without the type of its answer, so that building one is compiled once.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use url::Url;

use super::query;
use crate::GraphClient;
use crate::error::Problem;
use crate::operation::{Method, Operation, Place};
use crate::pipeline::Options;
use crate::transport::{Body, HeaderNames};

/// Headers that the client or its transport sets: a caller's would misdirect the token, break the
/// framing of the message, ask for what the client does not decode, or wait for what it does not
/// hear.
const RESERVED: &[HeaderName] = &[
    header::AUTHORIZATION,
    header::PROXY_AUTHORIZATION,
    header::HOST,
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::ACCEPT_ENCODING,
    header::COOKIE,
    header::EXPECT,
];

const JSON: HeaderValue = HeaderValue::from_static("application/json");

#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) client: GraphClient,
    operation: Option<Operation>,
    method: Method,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    /// Whether the filter makes the query an advanced one.
    pub(super) advanced: bool,
    pub(super) problem: Option<Box<Problem>>,
    pub(crate) options: Options,
}

impl Draft {
    pub(crate) fn new(
        client: GraphClient,
        operation: Operation,
        path: String,
        problem: Option<Box<Problem>>,
    ) -> Self {
        Self {
            client,
            operation: Some(operation),
            method: operation.method(),
            path,
            query: String::new(),
            headers: HeaderMap::new(),
            body: Body::none(),
            advanced: false,
            problem,
            options: Options::default(),
        }
    }

    /// A request for a path of the caller's own, encoded already, with or without a query.
    pub(crate) fn raw(client: GraphClient, method: Method, path_and_query: &str) -> Self {
        let (path, query) = path_and_query
            .split_once('?')
            .unwrap_or((path_and_query, ""));
        let mut draft = Self {
            client,
            operation: None,
            method,
            path: path.to_owned(),
            query: query.to_owned(),
            headers: HeaderMap::new(),
            body: Body::none(),
            advanced: false,
            problem: None,
            options: Options::default(),
        };
        if !path.starts_with('/') {
            draft.fail(Problem::text(
                "the path must start with /, such as /v1.0/me",
            ));
        } else if path_and_query.contains(|c: char| c == '#' || c.is_ascii_control()) {
            draft.fail(Problem::text(
                "the path holds # or a control character; percent-encode it",
            ));
        }
        draft
    }

    pub(crate) const fn operation(&self) -> Option<&Operation> {
        self.operation.as_ref()
    }

    pub(crate) const fn method(&self) -> Method {
        self.method
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    pub(crate) fn query_string(&self) -> &str {
        &self.query
    }

    pub(crate) const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    pub(crate) fn body(&self) -> Option<&Bytes> {
        self.body.as_bytes()
    }

    pub(crate) fn url(&self) -> String {
        let root = self.client.root();
        let mut url = String::with_capacity(root.len() + self.path.len() + self.query.len() + 1);
        url.push_str(root);
        url.push_str(&self.path);
        if !self.query.is_empty() {
            url.push('?');
            url.push_str(&self.query);
        }
        url
    }

    pub(crate) fn place(&self) -> Place {
        let beta = self.path == "/beta" || self.path.starts_with("/beta/");
        Place {
            method: self.method,
            operation: self.operation,
            beta,
        }
    }

    /// Takes path and query from a whole address, which must be of the client's root.
    pub(crate) fn set_url(&mut self, url: &str) {
        let Ok(url) = Url::parse(url) else {
            return self.fail(Problem::text(
                "the link is not a whole address; give one as the service gave it",
            ));
        };
        if !self.client.is_at_root(&url) {
            return self.fail(Problem::Destination(self.client.root().into()));
        }
        url.path().clone_into(&mut self.path);
        url.query().unwrap_or("").clone_into(&mut self.query);
    }

    /// Becomes the request for the page at a link: a plain GET with the same headers. Gives the link
    /// as a whole address, where it is one.
    pub(crate) fn follow(&mut self, link: &str) -> String {
        self.method = Method::Get;
        self.body = Body::none();
        self.headers.remove(header::CONTENT_TYPE);
        // A link may be relative to the page that has it.
        let whole = Url::parse(&self.url()).and_then(|page| page.join(link));
        match whole {
            Ok(url) => self.set_url(url.as_str()),
            Err(_) => self.set_url(link),
        }
        if self.problem.is_some() || link.contains("://") {
            link.to_owned()
        } else {
            self.url()
        }
    }

    pub(super) fn set_query(&mut self, name: &str, value: &str) {
        query::set(&mut self.query, name, value);
    }

    pub(super) fn add_query(&mut self, name: &str, value: &str) {
        query::add(&mut self.query, name, value);
    }

    pub(super) fn remove_query(&mut self, name: &str) {
        query::remove(&mut self.query, name);
    }

    pub(super) fn set_header(&mut self, name: &str, value: &str) {
        // The value stays out of the text: it may be data.
        let Ok(header) = HeaderName::try_from(name) else {
            return self.fail(Problem::text(format!("{name:?} is not a header name")));
        };
        if RESERVED.contains(&header) {
            return self.fail(Problem::text(format!(
                "the header {header} is set by the client alone"
            )));
        }
        match HeaderValue::try_from(value) {
            Ok(value) => drop(self.headers.insert(header, value)),
            Err(_) => self.fail(Problem::text(format!(
                "the value of the header {header} holds characters that HTTP does not allow"
            ))),
        }
    }

    /// Sets the client's own headers where the caller has not.
    pub(super) fn set_default_headers(&mut self) {
        let client = self.client.clone();
        for (name, value) in client.default_headers() {
            if !self.headers.contains_key(name) {
                self.set_header(name, value);
            }
        }
    }

    pub(crate) fn set_body(&mut self, content_type: &str, body: Body) {
        self.set_header(header::CONTENT_TYPE.as_str(), content_type);
        self.body = body;
    }

    pub(crate) fn set_encoded<E>(&mut self, encoded: Result<Vec<u8>, E>)
    where
        E: StdError + Send + Sync + 'static,
    {
        match encoded {
            Ok(body) => {
                self.headers.insert(header::CONTENT_TYPE, JSON);
                self.body = body.into();
            }
            Err(error) => self.fail(Problem::Encode(Arc::new(error))),
        }
    }

    // The first problem stands: later ones may follow from it.
    pub(super) fn fail(&mut self, problem: Problem) {
        self.problem.get_or_insert_with(|| Box::new(problem));
    }
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &format_args!("{}", self.place()))
            .field("query", &query::names(&self.query))
            .field("headers", &HeaderNames(&self.headers))
            .finish_non_exhaustive()
    }
}

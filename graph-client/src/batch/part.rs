//! A request as part of a batch.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::Error;
use crate::error::Problem;
use crate::operation::{Method, Operation, Place};
use crate::transport::HttpRequest;

pub(super) const BATCH: Operation = Operation::new(Method::Post, "/$batch");

/// Where a failure belongs that is of no request.
pub(super) const PLACE: Place = Place::of(BATCH);

/// A request, ready to be put into a batch of its version.
#[derive(Debug)]
pub(super) struct Part {
    /// The first segment of the path, such as `/v1.0`: where its batch goes.
    pub(super) version: String,
    method: Method,
    url: String,
    headers: BTreeMap<String, String>,
    body: Option<Box<RawValue>>,
}

/// The body of a batch.
#[derive(Serialize)]
pub(super) struct Body<'a> {
    pub(super) requests: Vec<Sent<'a>>,
}

/// A part as it is sent.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Sent<'a> {
    id: String,
    method: &'static str,
    url: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    headers: &'a BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    depends_on: Vec<String>,
}

impl Part {
    pub(super) fn new(place: Place, request: &HttpRequest) -> Result<Self, Error> {
        let (uri, headers) = (request.uri(), request.headers());
        // The path begins with a slash.
        let path = uri.path();
        let end = path
            .match_indices('/')
            .nth(1)
            .map_or(path.len(), |(end, _)| end);
        let (version, path) = path.split_at(end);
        let mut url = path.to_owned();
        if let Some(query) = uri.query() {
            url.push('?');
            url.push_str(query);
        }
        let body = match request.body().as_bytes() {
            _ if request.body().is_none() => Ok(None),
            Some(body) => encoded(headers, body).map(Some),
            None => Err(Problem::text(
                "the body is a stream, which a batch cannot carry; send the request by itself",
            )),
        };
        Ok(Self {
            version: version.to_owned(),
            method: place.method,
            url,
            headers: texts(headers),
            body: body.map_err(|problem| Error::invalid(place, problem))?,
        })
    }

    pub(super) fn to_sent<'a>(
        &self,
        index: usize,
        depends_on: impl Iterator<Item = &'a usize>,
    ) -> Sent<'_> {
        Sent {
            id: index.to_string(),
            method: self.method.as_str(),
            url: &self.url,
            headers: &self.headers,
            body: self.body.as_deref(),
            depends_on: depends_on.map(usize::to_string).collect(),
        }
    }
}

/// JSON as it is, text as text, everything else as base64url, each of them in a string.
fn encoded(headers: &HeaderMap, body: &[u8]) -> Result<Box<RawValue>, Problem> {
    let text = match Form::of(headers) {
        Some(Form::Json) => {
            let json = std::str::from_utf8(body).ok();
            let value = json.and_then(|json| serde_json::from_str(json).ok());
            return value
                .ok_or_else(|| Problem::text("the body is not the JSON that it says it is"));
        }
        Some(Form::Text) => std::str::from_utf8(body)
            .map_err(|_| Problem::text("the body is text that is not UTF-8"))?
            .to_owned(),
        _ => URL_SAFE.encode(body),
    };
    to_raw_value(&text).map_err(|error| Problem::text(error.to_string()))
}

/// How a body stands in a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Json,
    Text,
    Binary,
}

impl Form {
    /// By the content type, if there is one.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let declared = headers.get(CONTENT_TYPE)?.to_str().ok()?;
        let media_type = declared.split(';').next()?.trim().to_ascii_lowercase();
        Some(
            if media_type == "application/json" || media_type.ends_with("+json") {
                Self::Json
            } else if media_type.starts_with("text/") {
                Self::Text
            } else {
                Self::Binary
            },
        )
    }
}

fn texts(headers: &HeaderMap) -> BTreeMap<String, String> {
    headers
        .iter()
        .filter_map(|(name, value)| {
            Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
        })
        .collect()
}

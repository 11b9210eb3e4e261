//! A request as part of a batch.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::Error;
use crate::error::Problem;
use crate::operation::{Method, Operation, Place};
use crate::request::Draft;

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
    pub(super) fn new(mut draft: Draft) -> Result<Self, Error> {
        let place = draft.place();
        draft.checked_url(place)?;
        // The path begins with a slash.
        let end = draft
            .path
            .match_indices('/')
            .nth(1)
            .map_or(draft.path.len(), |(end, _)| end);
        let (version, path) = draft.path.split_at(end);
        let mut url = path.to_owned();
        if !draft.query.is_empty() {
            url.push('?');
            url.push_str(&draft.query);
        }
        let body = draft
            .body
            .as_ref()
            .map(|body| match body.as_bytes() {
                Some(body) => encoded(&draft.headers, body),
                None => Err(Problem::text(
                    "the body is a stream, which a batch cannot carry; send the request by itself",
                )),
            })
            .transpose()
            .map_err(|problem| Error::invalid(place, problem))?;
        Ok(Self {
            version: version.to_owned(),
            method: draft.method(),
            url,
            headers: texts(&draft.headers),
            body,
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

/// JSON as it is, everything else as Base64 in a string.
fn encoded(headers: &HeaderMap, body: &[u8]) -> Result<Box<RawValue>, Problem> {
    if is_json(headers) {
        let json = std::str::from_utf8(body).ok();
        let value = json.and_then(|json| serde_json::from_str(json).ok());
        return value.ok_or_else(|| Problem::text("the body is not the JSON that it says it is"));
    }
    to_raw_value(&STANDARD.encode(body)).map_err(|error| Problem::text(error.to_string()))
}

pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let declared = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let media_type = declared.and_then(|declared| declared.split(';').next());
    media_type.is_some_and(|media_type| {
        let media_type = media_type.trim().to_ascii_lowercase();
        media_type == "application/json" || media_type.ends_with("+json")
    })
}

fn texts(headers: &HeaderMap) -> BTreeMap<String, String> {
    headers
        .iter()
        .filter_map(|(name, value)| {
            Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
        })
        .collect()
}

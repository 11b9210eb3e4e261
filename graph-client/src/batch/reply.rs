//! The answer to a batch: one answer for each part.

use std::collections::BTreeMap;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::part::Form;
use crate::transport::HttpResponse;

/// With padding or without.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

#[derive(Deserialize)]
struct Answers {
    responses: Vec<Answer>,
}

#[derive(Deserialize)]
struct Answer {
    id: String,
    status: u16,
    #[serde(default)]
    headers: Option<BTreeMap<String, Value>>,
    #[serde(default)]
    body: Option<Box<RawValue>>,
}

/// The answers by the number of their request. What names no request is left out.
pub(super) fn read(body: &[u8]) -> Result<BTreeMap<usize, HttpResponse>, serde_json::Error> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let answers: Answers = serde_json::from_slice(body)?;
    let answers = answers.responses.into_iter().filter_map(|answer| {
        let index = answer.id.parse().ok()?;
        let status = StatusCode::from_u16(answer.status).ok()?;
        let headers = headers(answer.headers.unwrap_or_default());
        let body = answer
            .body
            .map_or_else(Bytes::new, |body| bytes(&headers, &body));
        let mut read = HttpResponse::new(body.into());
        *read.status_mut() = status;
        *read.headers_mut() = headers;
        Some((index, read))
    });
    Ok(answers.collect())
}

fn headers(pairs: BTreeMap<String, Value>) -> HeaderMap {
    let pairs = pairs.into_iter().filter_map(|(name, value)| {
        let text = match value {
            Value::String(text) => text,
            Value::Null => return None,
            other => other.to_string(),
        };
        Some((
            HeaderName::try_from(name).ok()?,
            HeaderValue::try_from(text).ok()?,
        ))
    });
    pairs.collect()
}

/// JSON as it is, text out of its string, and what is neither out of Base64.
fn bytes(headers: &HeaderMap, body: &RawValue) -> Bytes {
    let json = body.get();
    if json == "null" {
        return Bytes::new();
    }
    let form = Form::of(headers).unwrap_or(Form::Json);
    let text = serde_json::from_str::<String>(json)
        .ok()
        .filter(|_| form != Form::Json);
    match text {
        None => Bytes::copy_from_slice(json.as_bytes()),
        Some(text) if form == Form::Text => text.into(),
        Some(text) => STANDARD
            .decode(&text)
            .or_else(|_| URL_SAFE.decode(&text))
            .map_or_else(|_| text.into(), Bytes::from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(content_type: &str, body: &str) -> Bytes {
        let json = format!(
            "\u{feff}{{\"responses\":[{{\"id\":\"3\",\"status\":200,\
             \"headers\":{{\"Content-Type\":\"{content_type}\",\"n\":1,\"x\":null,\"a b\":\"c\"}},\
             \"body\":{body}}}]}}"
        );
        let mut answers = read(json.as_bytes()).unwrap();
        let answer = answers.remove(&3).unwrap();
        assert_eq!(answer.headers()["n"], "1");
        answer.body().as_bytes().unwrap().clone()
    }

    #[test]
    fn bodies_are_json_or_base64_or_text() {
        assert_eq!(
            body("application/json;odata.metadata=minimal", "{\"a\": 1.50}"),
            "{\"a\": 1.50}"
        );
        assert_eq!(body("application/json", "\"YQ==\""), "\"YQ==\"");
        assert_eq!(body("image/jpeg", "\"/9j/\""), &b"\xff\xd8\xff"[..]);
        assert_eq!(body("image/jpeg", "\"_9j_\""), &b"\xff\xd8\xff"[..]);
        assert_eq!(body("image/jpeg", "\"_9j_8A\""), &b"\xff\xd8\xff\xf0"[..]);
        assert_eq!(body("image/jpeg", "\"no base64!\""), "no base64!");
        assert_eq!(body("text/plain", "\"1234\""), "1234");
        assert_eq!(body("text/csv; charset=utf-8", "\"YQ==\""), "YQ==");
        assert_eq!(body("text/plain", "5"), "5");
        assert_eq!(body("application/json", "null"), "");
    }

    #[test]
    fn what_names_no_request_is_left_out() {
        let json = "{\"responses\":[{\"id\":\"x\",\"status\":200},{\"id\":\"1\",\"status\":9},\
                    {\"id\":\"2\",\"status\":204}]}";
        let answers = read(json.as_bytes()).unwrap();
        assert_eq!(answers.keys().collect::<Vec<_>>(), [&2]);
        assert!(read(b"{}").is_err());
    }
}

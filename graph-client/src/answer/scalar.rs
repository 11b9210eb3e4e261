//! Single values: the results of functions, and `$count`.

use std::str::FromStr;

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{DecodeError, json, without_mark};

/// Text: the content of a JSON string, or the body itself.
pub(super) fn string(headers: &HeaderMap, body: &[u8]) -> Result<String, DecodeError> {
    if !is_json(headers) {
        return Ok(text(body)?.to_owned());
    }
    match unwrapped(headers, body)? {
        Value::String(text) => Ok(text),
        other => Err(unexpected("a string", &other)),
    }
}

/// A boolean or a number, from JSON or from text.
pub(super) fn parsed<T>(headers: &HeaderMap, body: &[u8], name: &str) -> Result<T, DecodeError>
where
    T: DeserializeOwned + FromStr,
{
    if is_json(headers) {
        let value = unwrapped(headers, body)?;
        // `INF`, `NaN` and, when asked for, 64-bit integers come as strings.
        let found = match &value {
            Value::String(text) => text.parse().ok(),
            other => T::deserialize(other).ok(),
        };
        return found.ok_or_else(|| unexpected(name, &value));
    }
    let text = text(body)?.trim();
    if text.is_empty() {
        return Err(DecodeError::new(format!(
            "it has no body where {name} was expected"
        )));
    }
    text.parse()
        .map_err(|_| DecodeError::new(format!("it is text that is not {name}")))
}

/// JSON, out of the object with `value` that OData wraps single values in.
fn unwrapped(headers: &HeaderMap, body: &[u8]) -> Result<Value, DecodeError> {
    let value: Value = serde_json::from_slice(json(headers, body)?)?;
    match value {
        Value::Object(mut object) => match object.remove("value") {
            Some(value) => Ok(value),
            None => Err(DecodeError::new(
                "it is a JSON object without the property value",
            )),
        },
        other => Ok(other),
    }
}

fn unexpected(name: &str, value: &Value) -> DecodeError {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    };
    DecodeError::new(format!("it is {found} where {name} was expected"))
}

fn is_json(headers: &HeaderMap) -> bool {
    let declared = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let media_type = declared
        .split(';')
        .next()
        .unwrap_or("")
        .trim()
        .to_ascii_lowercase();
    media_type == "application/json" || media_type.ends_with("+json")
}

fn text(body: &[u8]) -> Result<&str, DecodeError> {
    std::str::from_utf8(without_mark(body))
        .map_err(|error| DecodeError::new(format!("it is text that is not UTF-8: {error}")))
}

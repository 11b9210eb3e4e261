//! What Graph says of a failure, read with patience.
//!
//! The form is that of
//! [Graph's error responses](https://learn.microsoft.com/graph/errors). Gateways and older services
//! deviate from it; whatever can be made out is kept.

use std::fmt;

use serde_json::{Map, Value};

/// A failure as the service describes it.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ODataError {
    /// The code, such as `Authorization_RequestDenied`.
    pub code: Option<String>,
    /// The message, for people.
    pub message: Option<String>,
    /// What the failure is about, such as a property.
    pub target: Option<String>,
    /// Further failures that belong to this one.
    pub details: Vec<ErrorDetail>,
    /// What a service behind Graph said.
    pub inner_error: Option<InnerError>,
    /// The whole body.
    pub raw: Value,
}

/// A further failure within an [`ODataError`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// The code.
    pub code: Option<String>,
    /// The message, for people.
    pub message: Option<String>,
    /// What the failure is about.
    pub target: Option<String>,
}

/// What a service behind Graph said, with the ids of the request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct InnerError {
    /// A code that is more specific than the outer one.
    pub code: Option<String>,
    /// The message, for people.
    pub message: Option<String>,
    /// When it happened, as the service wrote it.
    pub date: Option<String>,
    /// The id that Graph gave the request.
    pub request_id: Option<String>,
    /// The id that the client gave the request.
    pub client_request_id: Option<String>,
    /// A failure further within.
    pub inner_error: Option<Box<Self>>,
}

impl ODataError {
    /// Reads an error body; none when it is not JSON or says nothing of an error.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let raw: Value =
            serde_json::from_slice(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)).ok()?;
        let mut error = Self::from_value(raw.as_object()?)?;
        error.raw = raw;
        Some(error)
    }

    fn from_value(body: &Map<String, Value>) -> Option<Self> {
        let error = field(body, &["error", "odata.error"]);
        let (code, message, object) = match error {
            Some(Value::Object(error)) => (text(error, &["code"]), message(error), error),
            // The sign-in service's form.
            Some(Value::String(code)) => (
                Some(code.clone()),
                text(body, &["error_description", "message"]),
                body,
            ),
            _ => (text(body, &["code"]), message(body), body),
        };
        if code.is_none() && message.is_none() {
            return None;
        }
        let details = match field(object, &["details"]) {
            Some(Value::Array(items)) => items.iter().filter_map(ErrorDetail::read).collect(),
            _ => Vec::new(),
        };
        Some(Self {
            code,
            message,
            target: text(object, &["target"]),
            details,
            inner_error: InnerError::read(object),
            raw: Value::Null,
        })
    }
}

impl ErrorDetail {
    fn read(value: &Value) -> Option<Self> {
        let object = value.as_object()?;
        Some(Self {
            code: text(object, &["code"]),
            message: message(object),
            target: text(object, &["target"]),
        })
    }
}

impl InnerError {
    // As deep as JSON itself may be, which its parser bounds.
    fn read(outer: &Map<String, Value>) -> Option<Self> {
        let object = field(outer, &["innerError"])?.as_object()?;
        Some(Self {
            code: text(object, &["code"]),
            message: message(object),
            date: text(object, &["date"]),
            request_id: text(object, &["request-id", "requestId"]),
            client_request_id: text(object, &["client-request-id", "clientRequestId"]),
            inner_error: Self::read(object).map(Box::new),
        })
    }
}

/// The first field with one of the names, in whatever case: `innererror` stands beside `innerError`.
fn field<'a>(object: &'a Map<String, Value>, names: &[&str]) -> Option<&'a Value> {
    names.iter().find_map(|name| {
        object.get(*name).or_else(|| {
            object
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(name))
                .map(|(_, value)| value)
        })
    })
}

fn text(object: &Map<String, Value>, names: &[&str]) -> Option<String> {
    match field(object, names)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The message, which older services wrap with its language.
fn message(object: &Map<String, Value>) -> Option<String> {
    match field(object, &["message"]) {
        Some(Value::Object(wrapped)) => text(wrapped, &["value"]),
        _ => text(object, &["message"]),
    }
}

// Without the raw body, which may repeat what was sent.
impl fmt::Debug for ODataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ODataError")
            .field("code", &self.code)
            .field("message", &self.message)
            .field("target", &self.target)
            .field("details", &self.details)
            .field("inner_error", &self.inner_error)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Option<ODataError> {
        ODataError::read(body.as_bytes())
    }

    #[test]
    fn graph_errors_are_read_in_full() {
        let error = read(
            r#"{"error": {"code": "Request_BadRequest", "message": "No", "target": "scope",
                "details": [{"code": "A", "message": "B", "target": "C"}, 7],
                "innerError": {"date": "2026-01-02T03:04:05", "request-id": "r",
                    "client-request-id": "c", "code": "deep", "innererror": {"code": "deeper"}}}}"#,
        )
        .unwrap();
        assert_eq!(error.code.as_deref(), Some("Request_BadRequest"));
        assert_eq!(error.target.as_deref(), Some("scope"));
        assert_eq!(error.details.len(), 1);
        let inner = error.inner_error.unwrap();
        assert_eq!(inner.date.as_deref(), Some("2026-01-02T03:04:05"));
        assert_eq!(inner.request_id.as_deref(), Some("r"));
        assert_eq!(inner.client_request_id.as_deref(), Some("c"));
        assert_eq!(inner.code.as_deref(), Some("deep"));
        assert_eq!(inner.inner_error.unwrap().code.as_deref(), Some("deeper"));
        assert!(error.raw.get("error").is_some());
    }

    #[test]
    fn other_forms_are_made_out() {
        let table = [
            (
                r#"{"error":"invalid_grant","error_description":"AADSTS1"}"#,
                "invalid_grant",
                "AADSTS1",
            ),
            (
                r#"{"odata.error":{"code":"X","message":{"lang":"en","value":"Y"}}}"#,
                "X",
                "Y",
            ),
            (r#"{"Error":{"Code":"X","Message":"Y"}}"#, "X", "Y"),
            (r#"{"code":403,"message":"Y"}"#, "403", "Y"),
            (
                "\u{feff}{\"error\":{\"code\":\"X\",\"message\":\"Y\"}}",
                "X",
                "Y",
            ),
        ];
        for (body, code, message) in table {
            let error = read(body).unwrap();
            assert_eq!(error.code.as_deref(), Some(code), "{body}");
            assert_eq!(error.message.as_deref(), Some(message), "{body}");
        }
        let error = read(r#"{"error":{"code":" ","message":"Y"}}"#).unwrap();
        assert_eq!((error.code, error.message.as_deref()), (None, Some("Y")));
    }

    #[test]
    fn what_is_no_error_is_none() {
        for body in [
            "",
            "null",
            "[]",
            "{}",
            "{\"error\":{}}",
            "{\"error\":null}",
            "<html>",
            "{\"err",
        ] {
            assert!(read(body).is_none(), "{body}");
        }
        let deep = format!("{}{}", "{\"error\":".repeat(100_000), "1");
        assert!(read(&deep).is_none());
    }

    #[test]
    fn debug_output_has_no_raw_body() {
        let error = read(r#"{"error":{"code":"X"},"sent":"BODY"}"#).unwrap();
        assert_eq!(
            format!("{error:?}"),
            "ODataError { code: Some(\"X\"), message: None, target: None, details: [], \
             inner_error: None, .. }"
        );
    }
}

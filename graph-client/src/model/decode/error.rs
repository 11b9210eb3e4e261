//! What is wrong with what came, and where.

use std::borrow::Cow;
use std::fmt::Write;
use std::str::Utf8Error;

use crate::model::json_path::JsonPath;

/// An answer, or a value in one, that does not have the declared form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {message}")]
pub struct DecodeError {
    path: String,
    message: String,
}

impl DecodeError {
    /// Where in the document it is, such as `value[3].owners[0].createdDateTime`; `$` is the
    /// document itself.
    pub fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn message(&self) -> &str {
        &self.message
    }

    pub(super) fn new(path: &JsonPath, error: &serde_json::Error) -> Self {
        Self {
            path: path.to_string(),
            message: without_value(&error.to_string()).into_owned(),
        }
    }

    /// In a value that was a text of its own, so that line and column would mislead.
    pub(super) fn in_part(path: &JsonPath, error: &serde_json::Error) -> Self {
        Self {
            path: path.to_string(),
            message: without_value(&without_place(error)).into_owned(),
        }
    }

    /// In a text that holds just the value.
    pub(in crate::model) fn of_value(error: &serde_json::Error) -> Self {
        Self::in_part(&JsonPath::default(), error)
    }

    pub(super) fn not_utf8(error: Utf8Error) -> Self {
        Self {
            path: JsonPath::default().to_string(),
            message: format!("the text is not UTF-8 from byte {} on", error.valid_up_to()),
        }
    }

    /// Of a value that is no array where one was expected.
    pub(in crate::model) fn no_array() -> Self {
        Self {
            path: JsonPath::default().to_string(),
            message: "it is no array".to_owned(),
        }
    }

    /// The same, seen from the object or array that it is in.
    pub(in crate::model) fn within(self, place: &str) -> Self {
        let mut path = place.to_owned();
        if self.path.starts_with('[') {
            path.push_str(&self.path);
        } else if self.path != "$" {
            // Writing to a string does not fail.
            let _ = write!(path, ".{}", self.path);
        }
        Self { path, ..self }
    }
}

/// Whether the text is no JSON, or holds what no value of it can be read from.
pub(super) fn is_syntax(error: &serde_json::Error) -> bool {
    error.is_syntax() || error.is_eof()
}

/// The message without the line and column that `serde_json` adds.
pub(super) fn without_place(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    match message.strip_suffix(&place) {
        Some(message) => message.to_owned(),
        None => message,
    }
}

/// serde's message of a wrong value without the value, which may be a secret:
/// `invalid type: string "…", expected an object` keeps the kind alone.
pub(super) fn without_value(message: &str) -> Cow<'_, str> {
    let tells_a_value =
        message.starts_with("invalid type: ") || message.starts_with("invalid value: ");
    // The value itself may hold these words; the last ones are serde's.
    let parts = message
        .rsplit_once(", expected ")
        .filter(|_| tells_a_value)
        .and_then(|(found, expected)| Some((found.split_once(['"', '`'])?.0, expected)));
    match parts {
        Some((kind, expected)) => format!("{}, expected {expected}", kind.trim_end()).into(),
        None => message.into(),
    }
}

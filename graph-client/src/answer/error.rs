//! Why a body is not the value that was expected.

use std::error::Error as StdError;
use std::fmt;

use crate::error::json_fault;
use crate::model;

/// Why the body of a success answer is not the value that was expected.
#[derive(Debug)]
pub struct DecodeError(Fault);

#[derive(Debug)]
enum Fault {
    Text(String),
    Model(model::DecodeError),
    Json(serde_json::Error),
}

impl DecodeError {
    /// Takes what was found in place of the value, in words that continue "the answer cannot be
    /// decoded:".
    pub fn new(found: impl Into<String>) -> Self {
        Self(Fault::Text(found.into()))
    }
}

impl From<model::DecodeError> for DecodeError {
    fn from(error: model::DecodeError) -> Self {
        Self(Fault::Model(error))
    }
}

impl From<serde_json::Error> for DecodeError {
    fn from(error: serde_json::Error) -> Self {
        Self(Fault::Json(error))
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Fault::Text(text) => f.write_str(text),
            Fault::Model(error) => error.fmt(f),
            Fault::Json(error) => f.write_str(&json_fault(error)),
        }
    }
}

// None of them has an error behind it.
impl StdError for DecodeError {}

//! Decoding and encoding one payload.

use graph_client::model::{self, DecodeError, Model};
use proptest::test_runner::TestCaseError;
use serde_json::Value;

use super::same::same;

/// Fails unless `text` comes back as the same value, or decoding says why it could not.
pub(crate) fn attempt<M: Model>(text: &str) -> Result<Option<DecodeError>, TestCaseError> {
    let decoded = match model::from_json::<M>(text.as_bytes()) {
        Ok(decoded) => decoded,
        Err(error) => return Ok(Some(error)),
    };
    let encoded = model::to_json(&decoded)
        .map_err(|error| TestCaseError::fail(format!("cannot be encoded: {error}")))?;
    let encoded = String::from_utf8(encoded).unwrap();
    let sent: Value = serde_json::from_str(text).unwrap();
    let received: Value = serde_json::from_str(&encoded).unwrap();
    if same(&sent, &received) {
        Ok(None)
    } else {
        Err(TestCaseError::fail(format!("came back as {encoded}")))
    }
}

/// Fails unless `text` is decoded and comes back as the same value.
pub(crate) fn succeed<M: Model>(text: &str) -> Result<(), TestCaseError> {
    match attempt::<M>(text)? {
        None => Ok(()),
        Some(error) => Err(TestCaseError::fail(format!("cannot be decoded: {error}"))),
    }
}

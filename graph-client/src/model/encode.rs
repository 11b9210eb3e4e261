//! From models to JSON, or any other serde format.

mod buffer;
mod json;
mod object;
mod serde;

pub use self::serde::serialize_content;

use super::validate::LimitError;
use super::{Item, Model, Source};
use json::Writer;

/// A body that cannot be sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// A value is outside the limits of its schema.
    #[error(transparent)]
    Limit(#[from] LimitError),
    /// The value has no JSON form.
    #[error("the body has no JSON form: {0}")]
    Json(#[from] serde_json::Error),
}

/// Encodes a model as JSON, within the limits of its schema.
///
/// # Errors
///
/// When a value is outside of its limits; the error names the property and the limit.
pub fn to_json(model: &dyn Model) -> Result<Vec<u8>, EncodeError> {
    source_to_json(&Source::Object(model))
}

/// Encodes a slice as a JSON array, within the limits of the schemas of its items.
///
/// # Errors
///
/// As [`to_json`].
pub fn slice_to_json<T: Item>(items: &[T]) -> Result<Vec<u8>, EncodeError> {
    Writer::new(Limits::Checked).write_items(items)
}

/// Encodes any value that a property can hold, as [`Content::source`](super::Content::source) gives it, within the limits
/// of its schema.
///
/// # Errors
///
/// As [`to_json`].
pub fn source_to_json(source: &Source<'_>) -> Result<Vec<u8>, EncodeError> {
    Writer::new(Limits::Checked).write(source)
}

/// What becomes of the limits of schemas when a value is encoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Limits {
    /// A value outside of them is an error.
    #[default]
    Checked,
    /// They are not looked at.
    Ignored,
}

/// As [`source_to_json`], with a say in limits.
pub(crate) fn encoded_source(source: &Source<'_>, limits: Limits) -> Result<Vec<u8>, EncodeError> {
    Writer::new(limits).write(source)
}

/// As [`slice_to_json`], with a say in limits.
pub(crate) fn encoded_slice<T: Item>(items: &[T], limits: Limits) -> Result<Vec<u8>, EncodeError> {
    Writer::new(limits).write_items(items)
}

/// A value as JSON text, whatever the limits say: it is not sent.
pub(super) fn unlimited_json(source: &Source<'_>) -> Option<String> {
    let text = Writer::new(Limits::Ignored).write(source).ok()?;
    String::from_utf8(text).ok()
}

//! From models to JSON, or any other serde format.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::validate::{LimitError, check_limits};
use super::{Array, Model, Source, State};

/// The annotation that OData tells types by.
const ODATA_TYPE: &str = "@odata.type";

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

/// Encodes a model as JSON, after checking the limits of its schema.
///
/// # Errors
///
/// When a value is outside of its limits; the error names the property and the limit.
pub fn to_json(model: &dyn Model) -> Result<Vec<u8>, EncodeError> {
    check_limits(model)?;
    Ok(serde_json::to_vec(&ObjectRef(model))?)
}

/// Encodes models as a JSON array, after checking the limits of their schema.
///
/// # Errors
///
/// As [`to_json`].
pub fn slice_to_json<M: Model>(models: &[M]) -> Result<Vec<u8>, EncodeError> {
    for model in models {
        check_limits(model)?;
    }
    let objects: Vec<ObjectRef<'_>> = models.iter().map(|model| ObjectRef(model)).collect();
    Ok(serde_json::to_vec(&objects)?)
}

/// Encodes a model in any serde format. This is what `Serialize` of every model does; it does
/// not check limits.
///
/// # Errors
///
/// Those of the format.
pub fn serialize_model<S: Serializer>(model: &dyn Model, serializer: S) -> Result<S::Ok, S::Error> {
    ObjectRef(model).serialize(serializer)
}

struct ObjectRef<'a>(&'a dyn Model);

impl Serialize for ObjectRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let model = self.0;
        let descriptor = model.descriptor();
        let additional = model.additional();
        let mut map = serializer.serialize_map(None)?;
        if model.is_derived()
            && model.discriminator() == Some(ODATA_TYPE)
            && additional.get(ODATA_TYPE).is_none()
        {
            map.serialize_entry(ODATA_TYPE, &format_args!("#{}", descriptor.name()))?;
        }
        for (name, value) in descriptor.constants() {
            // What was received in the place of a constant comes back.
            if additional.get(name).is_none() {
                map.serialize_entry(name, value)?;
            }
        }
        for (index, name) in descriptor.properties().iter().enumerate() {
            match model.property(index).map(super::Slot::state) {
                None | Some(State::Absent) => {}
                Some(State::Null) => map.serialize_entry(name, &())?,
                Some(State::Value(source)) => map.serialize_entry(name, &SourceRef(source))?,
            }
        }
        for (name, value) in additional.iter() {
            // A property that was set after it had been received as an undeclared null wins.
            let is_set = |index| {
                let state = model.property(index).map(super::Slot::state);
                state.is_some_and(|state| !matches!(state, State::Absent))
            };
            if !descriptor.index_of(name, 0).is_some_and(is_set) {
                map.serialize_entry(name, value)?;
            }
        }
        map.end()
    }
}

struct SourceRef<'a>(Source<'a>);

impl Serialize for SourceRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Source::Boolean(value) => serializer.serialize_bool(value),
            Source::Integer(value) => serializer.serialize_i64(value),
            Source::Double(value) if value.is_finite() => serializer.serialize_f64(value),
            Source::Double(value) if value.is_nan() => serializer.serialize_str("NaN"),
            Source::Double(value) if value > 0.0 => serializer.serialize_str("INF"),
            Source::Double(_) => serializer.serialize_str("-INF"),
            Source::Text(value) | Source::Secret(value) => serializer.serialize_str(value),
            Source::Json(value) => value.serialize(serializer),
            Source::Object(model) => ObjectRef(model).serialize(serializer),
            Source::Array(array) => serialize_array(array, serializer),
        }
    }
}

fn serialize_array<S: Serializer>(array: &dyn Array, serializer: S) -> Result<S::Ok, S::Error> {
    let mut sequence = serializer.serialize_seq(Some(array.len()))?;
    for index in 0..array.len() {
        match array.item(index) {
            Some(State::Value(source)) => sequence.serialize_element(&SourceRef(source))?,
            Some(State::Null | State::Absent) | None => sequence.serialize_element(&())?,
        }
    }
    sequence.end()
}

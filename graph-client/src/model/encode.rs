//! From models to JSON, or any other serde format.

use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::validate::{LimitError, check_limits, check_limits_of_items, violated_limit};
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

/// Encodes a model as JSON, within the limits of its schema.
///
/// # Errors
///
/// When a value is outside of its limits; the error names the property and the limit.
pub fn to_json(model: &dyn Model) -> Result<Vec<u8>, EncodeError> {
    let limited = true;
    serde_json::to_vec(&ObjectRef { model, limited })
        .map_err(|error| explain(error, check_limits(model)))
}

/// Encodes models as a JSON array, within the limits of their schema.
///
/// # Errors
///
/// As [`to_json`].
pub fn slice_to_json<M: Model>(models: &[M]) -> Result<Vec<u8>, EncodeError> {
    let limited = true;
    let objects: Vec<ObjectRef<'_>> = models
        .iter()
        .map(|model| ObjectRef { model, limited })
        .collect();
    serde_json::to_vec(&objects).map_err(|error| explain(error, check_limits_of_items(models)))
}

/// Encodes a model in any serde format. This is what `Serialize` of every model does; it does
/// not check limits.
///
/// # Errors
///
/// Those of the format.
pub fn serialize_model<S: Serializer>(model: &dyn Model, serializer: S) -> Result<S::Ok, S::Error> {
    let limited = false;
    ObjectRef { model, limited }.serialize(serializer)
}

/// Says why encoding ended. It notices no more than that some value is outside of its limits; to
/// say where, `limits` has looked through the models once more.
fn explain(error: serde_json::Error, limits: Result<(), LimitError>) -> EncodeError {
    match limits {
        Err(limit) => EncodeError::Limit(limit),
        Ok(()) => EncodeError::Json(error),
    }
}

struct ObjectRef<'a> {
    model: &'a dyn Model,
    /// Whether a value outside the limits of its schema ends the encoding.
    limited: bool,
}

impl Serialize for ObjectRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { model, limited } = *self;
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
            let Some(slot) = model.property(index) else {
                continue;
            };
            match &slot.state() {
                State::Absent => {}
                State::Null => map.serialize_entry(name, &())?,
                State::Value(source) => {
                    if limited && violated_limit(descriptor, index, source).is_some() {
                        return Err(S::Error::custom("a value is outside of its limits"));
                    }
                    map.serialize_entry(name, &SourceRef { source, limited })?;
                }
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

/// A value on its way out.
///
/// It is borrowed, not copied: a copy straight after the property wrote it is a read that the
/// processor cannot forward from that write, and a quarter of the time that encoding takes.
struct SourceRef<'a> {
    source: &'a Source<'a>,
    /// As in [`ObjectRef`].
    limited: bool,
}

impl Serialize for SourceRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { source, limited } = *self;
        match *source {
            Source::Boolean(value) => serializer.serialize_bool(value),
            Source::Integer(value) => serializer.serialize_i64(value),
            Source::Double(value) if value.is_finite() => serializer.serialize_f64(value),
            Source::Double(value) if value.is_nan() => serializer.serialize_str("NaN"),
            Source::Double(value) if value > 0.0 => serializer.serialize_str("INF"),
            Source::Double(_) => serializer.serialize_str("-INF"),
            Source::Text(value) | Source::Secret(value) => serializer.serialize_str(value),
            Source::Json(value) => value.serialize(serializer),
            Source::Object(model) => ObjectRef { model, limited }.serialize(serializer),
            Source::Array(array) => serialize_array(array, limited, serializer),
        }
    }
}

fn serialize_array<S: Serializer>(
    array: &dyn Array,
    limited: bool,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut sequence = serializer.serialize_seq(Some(array.len()))?;
    for index in 0..array.len() {
        match &array.item(index) {
            Some(State::Value(source)) => {
                sequence.serialize_element(&SourceRef { source, limited })?;
            }
            Some(State::Null | State::Absent) | None => sequence.serialize_element(&())?,
        }
    }
    sequence.end()
}

//! Any format that serde knows.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::object::{PropertyWriter, in_place_of_object, write_properties};
use crate::model::related::Held;
use crate::model::{Content, Model, RawJson, Source, State};

/// Encodes any value that a property can hold, a model above all, in any serde format. This is what
/// `Serialize` of generated types does; it does not check limits.
///
/// What is kept as JSON loses the digits that [`Json`](crate::model::Json) does not have, since
/// the format is not known here; [`to_json`](super::to_json) does better.
///
/// # Errors
///
/// Those of the format.
pub fn serialize_content<S: Serializer>(
    content: &impl Content,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serialize_source(&content.source(), serializer)
}

fn serialize_source<S: Serializer>(source: &Source<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    match *source {
        Source::Boolean(value) => serializer.serialize_bool(value),
        Source::Integer(value) => serializer.serialize_i64(value),
        Source::Double(value) if value.is_finite() => serializer.serialize_f64(value),
        Source::Double(value) if value.is_nan() => serializer.serialize_str("NaN"),
        Source::Double(value) if value > 0.0 => serializer.serialize_str("INF"),
        Source::Double(_) => serializer.serialize_str("-INF"),
        Source::Text(value) | Source::Secret(value) => serializer.serialize_str(value),
        Source::Json(value) => value.serialize(serializer),
        Source::Object(model) => object(model, serializer),
        Source::Array(array) => {
            let states = (0..array.len()).map(|index| array.item(index));
            items(states.map(|state| state.unwrap_or(State::Null)), serializer)
        }
        Source::Map(map) => {
            let mut entries = serializer.serialize_map(Some(map.len()))?;
            for (name, state) in map.entries() {
                entries.serialize_entry(name, &Encoded(&state))?;
            }
            entries.end()
        }
        Source::Related(related) => match related.held() {
            None => serializer.serialize_unit(),
            Some(Held::Raw(raw)) => raw.to_json().serialize(serializer),
            Some(Held::Object(model)) => object(model, serializer),
            Some(Held::Items(models)) => {
                let states = models
                    .iter()
                    .map(|model| State::Value(Source::Object(&**model)));
                items(states, serializer)
            }
        },
    }
}

struct Encoded<'a>(&'a State<'a>);

impl Serialize for Encoded<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            State::Absent | State::Null => serializer.serialize_unit(),
            State::Value(source) => serialize_source(source, serializer),
        }
    }
}

fn items<'a, S: Serializer>(
    items: impl ExactSizeIterator<Item = State<'a>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut sequence = serializer.serialize_seq(Some(items.len()))?;
    for state in items {
        sequence.serialize_element(&Encoded(&state))?;
    }
    sequence.end()
}

fn object<S: Serializer>(model: &dyn Model, serializer: S) -> Result<S::Ok, S::Error> {
    if let Some(raw) = in_place_of_object(model) {
        return raw.to_json().serialize(serializer);
    }
    let mut properties = Properties(serializer.serialize_map(None)?);
    write_properties(model, &mut properties)?;
    properties.0.end()
}

/// Writes the properties of one object.
struct Properties<M>(M);

impl<M: SerializeMap> PropertyWriter for Properties<M> {
    type Error = M::Error;

    fn null(&mut self, name: &str) -> Result<(), M::Error> {
        self.0.serialize_entry(name, &())
    }

    fn text(&mut self, name: &str, text: &str) -> Result<(), M::Error> {
        self.0.serialize_entry(name, text)
    }

    fn type_name(&mut self, name: &str, type_name: &str) -> Result<(), M::Error> {
        self.0.serialize_entry(name, &format_args!("#{type_name}"))
    }

    fn raw(&mut self, name: &str, raw: &RawJson) -> Result<(), M::Error> {
        self.0.serialize_entry(name, &raw.to_json())
    }

    fn property(
        &mut self,
        _index: usize,
        name: &'static str,
        source: &Source<'_>,
    ) -> Result<(), M::Error> {
        self.0
            .serialize_entry(name, &Encoded(&State::Value(*source)))
    }
}

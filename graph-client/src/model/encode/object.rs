//! What is written of an object, in which order.

use crate::model::polymorphic::ODATA_TYPE;
use crate::model::{Json, Model, RawJson, Slot, Source, State};

use super::unlimited_json;

/// Writes the properties of an object, in the order in which it is given them.
pub(super) trait PropertyWriter {
    type Error;

    /// A property that holds `null`.
    fn null(&mut self, name: &str) -> Result<(), Self::Error>;

    fn text(&mut self, name: &str, text: &str) -> Result<(), Self::Error>;

    /// The name of an OData type, which is written after `#`.
    fn type_name(&mut self, name: &str, type_name: &str) -> Result<(), Self::Error>;

    fn raw(&mut self, name: &str, raw: &RawJson) -> Result<(), Self::Error>;

    /// The declared property with this number.
    fn property(
        &mut self,
        index: usize,
        name: &'static str,
        source: &Source<'_>,
    ) -> Result<(), Self::Error>;
}

/// Writes the properties of an object.
///
/// `@odata.type` is the first: OData wants to know the type before the properties.
pub(super) fn write_properties<W: PropertyWriter>(
    model: &dyn Model,
    writer: &mut W,
) -> Result<(), W::Error> {
    let descriptor = model.descriptor();
    let additional = model.additional();
    if !additional.is_empty()
        && let Some(type_name) = additional.raw(ODATA_TYPE)
    {
        writer.raw(ODATA_TYPE, type_name)?;
    }
    if let Some(name) = model.discriminator() {
        write_discriminator(model, name, writer)?;
    }
    for (name, value) in descriptor.constants() {
        // What was received in the place of a constant comes back.
        if additional.raw(name).is_none() {
            writer.text(name, value)?;
        }
    }
    let originals = Originals::of(model);
    for (index, name) in descriptor.properties().iter().enumerate() {
        let Some(slot) = model.property(index) else {
            continue;
        };
        let state = &slot.state();
        if let Some(original) = originals.still_said_by(index, state) {
            writer.raw(name, original)?;
            continue;
        }
        match state {
            State::Absent => {}
            State::Null => writer.null(name)?,
            State::Value(source) => writer.property(index, name, source)?,
        }
    }
    for (name, raw) in additional.raw_entries() {
        if name != ODATA_TYPE && !originals.contains(name) {
            writer.raw(name, raw)?;
        }
    }
    Ok(())
}

/// Says which of several types an object has, unless it does so itself.
fn write_discriminator<W: PropertyWriter>(
    model: &dyn Model,
    name: &str,
    writer: &mut W,
) -> Result<(), W::Error> {
    let descriptor = model.descriptor();
    let declared = descriptor.find(name, 0);
    let slot = declared.and_then(|(index, _)| model.property(index));
    let tells_by_itself = model.additional().raw(name).is_some()
        || descriptor
            .constants()
            .iter()
            .any(|(constant, _)| *constant == name)
        || slot.is_some_and(|slot| !matches!(slot.state(), State::Absent));
    match model.discriminator_value() {
        Some(_) if tells_by_itself => Ok(()),
        Some(value) if name == ODATA_TYPE => writer.type_name(name, value),
        Some(value) => writer.text(name, value),
        None => Ok(()),
    }
}

/// What came in place of an object, as long as no property has been set.
pub(super) fn in_place_of_object(model: &dyn Model) -> Option<&RawJson> {
    let misfit = model.additional().in_place_of_object()?;
    (model.additional().is_empty() && has_no_property_set(model)).then_some(&misfit.value)
}

fn has_no_property_set(model: &dyn Model) -> bool {
    let descriptor = model.descriptor();
    (0..descriptor.properties().len()).all(|index| {
        match model.property(index).map(Slot::state) {
            None | Some(State::Absent) => true,
            // What is always there.
            Some(State::Value(source)) if descriptor.requires(index) => is_blank(&source),
            Some(State::Null | State::Value(_)) => false,
        }
    })
}

/// Whether a value is as it is before anything is decoded into it.
fn is_blank(source: &Source<'_>) -> bool {
    match source {
        Source::Boolean(value) => !value,
        Source::Integer(value) => *value == 0,
        Source::Double(value) => *value == 0.0,
        Source::Text(value) | Source::Secret(value) => value.is_empty(),
        Source::Json(value) => value.is_null(),
        Source::Object(model) => model.additional().is_empty() && has_no_property_set(*model),
        Source::Array(array) => array.is_empty(),
        Source::Map(map) => map.is_empty(),
        Source::Related(_) => false,
    }
}

/// What came for declared properties that cannot say it, or not exactly.
struct Originals<'a> {
    // Hardly ever more than none.
    of_properties: Vec<(usize, &'a str, &'a RawJson)>,
}

impl<'a> Originals<'a> {
    fn of(model: &'a dyn Model) -> Self {
        let mut of_properties = Vec::new();
        let additional = model.additional();
        if additional.may_have_declared() {
            let descriptor = model.descriptor();
            for (name, raw) in additional.raw_entries() {
                if let Some((index, _)) = descriptor.find(name, 0) {
                    of_properties.push((index, name, raw));
                }
            }
        }
        Self { of_properties }
    }

    /// What came for a property that has been left as it was since.
    #[inline]
    fn still_said_by(&self, index: usize, state: &State<'_>) -> Option<&'a RawJson> {
        let mut originals = self.of_properties.iter();
        originals
            .find(|original| original.0 == index)
            .map(|original| original.2)
            .filter(|original| is_still_said_by(state, original))
    }

    fn contains(&self, name: &str) -> bool {
        self.of_properties.iter().any(|original| original.1 == name)
    }
}

/// Whether a property has been left as it was when this came for it.
#[cold]
fn is_still_said_by(state: &State<'_>, original: &RawJson) -> bool {
    match state {
        State::Absent => true,
        State::Null => false,
        State::Value(source) => reads_as(original, source),
    }
}

/// Whether a property still has the value that was read from this text.
fn reads_as(original: &RawJson, source: &Source<'_>) -> bool {
    let value = unlimited_json(source).map(|text| RawJson::from_text(text).to_json());
    value.is_some_and(|value| is_read_as(&original.to_json(), &value))
}

fn is_read_as(original: &Json, value: &Json) -> bool {
    match (original, value) {
        (Json::String(text), Json::Number(number)) => match number.as_i64() {
            Some(number) => text.parse() == Ok(number),
            None => text.parse().ok() == number.as_f64(),
        },
        (Json::Number(original), Json::Number(number)) => {
            original == number || original.as_f64() == number.as_f64()
        }
        (Json::Array(originals), Json::Array(values)) => {
            let mut pairs = originals.iter().zip(values);
            originals.len() == values.len()
                && pairs.all(|(original, value)| is_read_as(original, value))
        }
        (Json::Object(originals), Json::Object(values)) => {
            originals.len() == values.len()
                && values.iter().all(|(name, value)| {
                    let original = originals.get(name);
                    original.is_some_and(|original| is_read_as(original, value))
                })
        }
        _ => original == value,
    }
}

//! Values that are not of the declared type, kept where they stand.

use serde::de::{DeserializeSeed, Deserializer, Error};
use serde_json::value::RawValue;

use super::array::ItemSeed;
use super::value::SlotVisitor;
use super::{DecodeError, Mode, Original, Reading};
use crate::model::{Array, Misfit, Model, Slot, Source, State};

/// Fills the slot of a property from a text. When that is not of the property's type, the slot is
/// absent, and the text is kept beside it.
pub(super) fn confine_property<E: Error>(
    slot: &mut dyn Slot,
    raw: &RawValue,
    reading: &mut Reading,
) -> Result<Option<Original>, E> {
    // Those of collections around this property.
    let inexact = std::mem::take(&mut reading.inexact);
    let filled = attempt(raw, reading, |reading, deserializer| {
        let slot = &mut *slot;
        deserializer.deserialize_option(SlotVisitor { slot, reading })
    });
    let own = std::mem::replace(&mut reading.inexact, inexact);
    match filled {
        Ok(None) if own => Ok(Some(Original::of_value(raw))),
        Ok(original) => Ok(original),
        Err(error) if slot.clear() => {
            reading.path.clear();
            Ok(Some(Original::new(raw.into(), Some(error))))
        }
        Err(error) => Err(E::custom(error.message())),
    }
}

/// Appends an item to a collection from a text. Where objects are expected, one that is none is
/// kept in place of an object.
pub(super) fn confine_item<E: Error>(
    array: &mut dyn Array,
    raw: &RawValue,
    reading: &mut Reading,
) -> Result<(), E> {
    let length = array.len();
    let appended = attempt(raw, reading, |reading, deserializer| {
        while array.len() > length {
            array.pop();
        }
        ItemSeed { array, reading }.deserialize(deserializer)
    });
    let Err(error) = appended else {
        return Ok(());
    };
    while array.len() > length {
        array.pop();
    }
    let value = raw.into();
    match array.push_misfit(Misfit { value, error }) {
        Ok(()) => {
            reading.path.clear();
            Ok(())
        }
        Err(Misfit { error, .. }) => Err(E::custom(error.message())),
    }
}

/// Reads a text, straight or else confining what does not fit in it.
///
/// After an error the path is that of the place.
fn attempt<T>(
    raw: &RawValue,
    reading: &mut Reading,
    mut read: impl FnMut(
        &mut Reading,
        &mut serde_json::Deserializer<serde_json::de::StrRead<'_>>,
    ) -> serde_json::Result<T>,
) -> Result<T, Box<DecodeError>> {
    let depth = reading.depth;
    let mut attempt = |mode| {
        reading.path.clear();
        (reading.mode, reading.depth) = (mode, depth);
        let result = read(reading, &mut serde_json::Deserializer::from_str(raw.get()));
        (reading.mode, reading.depth) = (Mode::Confining, depth);
        result
    };
    attempt(Mode::Straight)
        .or_else(|_| attempt(Mode::Confining))
        .map_err(|error| Box::new(DecodeError::in_part(&reading.path, &error)))
}

/// Whether every value that came was of the declared type.
///
/// Decoding keeps values that are not, and leaves their properties absent; see
/// [`Additional::error`](super::super::Additional::error).
///
/// # Errors
///
/// The first value that was not, with its place.
pub fn check_types(model: &dyn Model) -> Result<(), DecodeError> {
    let additional = model.additional();
    if let Some(error) = additional.error_of_object() {
        return Err(error.clone());
    }
    for (index, name) in model.descriptor().properties().iter().enumerate() {
        let Some(slot) = model.property(index) else {
            continue;
        };
        let checked = match slot.state() {
            State::Absent => additional.error(name).cloned().map_or(Ok(()), Err),
            State::Null => Ok(()),
            State::Value(source) => check_source(source),
        };
        checked.map_err(|error| error.within(name))?;
    }
    Ok(())
}

fn check_source(source: Source<'_>) -> Result<(), DecodeError> {
    match source {
        Source::Object(model) => check_types(model),
        Source::Array(array) => (0..array.len()).try_for_each(|index| match array.item(index) {
            Some(State::Value(item)) => {
                check_source(item).map_err(|error| error.within(&format!("[{index}]")))
            }
            _ => Ok(()),
        }),
        Source::Map(map) => map.entries().try_for_each(|(_, state)| match state {
            State::Value(value) => check_source(value).map_err(|error| error.within("[..]")),
            State::Absent | State::Null => Ok(()),
        }),
        _ => Ok(()),
    }
}

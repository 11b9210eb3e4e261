//! The value of a property.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Visitor};
use serde_json::value::RawValue;

use super::array::ArraySeed;
use super::choice::decode_choice;
use super::map::MapSeed;
use super::object::ObjectSeed;
use super::scalar::{Integer, TextVisitor, decode_double, decode_integer};
use super::{Mode, Original, Reading};
use crate::model::{Json, RawJson, Sink, Slot};

/// Fills the place of a value; what came, when the place cannot say it exactly.
pub(super) fn decode<'de, D: Deserializer<'de>>(
    sink: Sink<'_>,
    reading: &mut Reading,
    deserializer: D,
) -> Result<Option<Original>, D::Error> {
    match sink {
        Sink::Boolean(value) => *value = bool::deserialize(deserializer)?,
        Sink::U8(value) => return decode_integer(Integer::U8(value), deserializer),
        Sink::I16(value) => return decode_integer(Integer::I16(value), deserializer),
        Sink::I32(value) => return decode_integer(Integer::I32(value), deserializer),
        Sink::I64(value) => return decode_integer(Integer::I64(value), deserializer),
        Sink::Double(value) => return decode_double(value, reading.mode, deserializer),
        Sink::String(value) => *value = String::deserialize(deserializer)?,
        Sink::Text(value) => deserializer.deserialize_str(TextVisitor(value))?,
        Sink::Json(value) => return decode_json(value, reading.mode, deserializer),
        Sink::Raw(value) => *value = decode_raw(reading.mode, deserializer)?,
        Sink::Object(model) => deserializer.deserialize_map(ObjectSeed { model, reading })?,
        Sink::Array(array) => deserializer.deserialize_seq(ArraySeed { array, reading })?,
        Sink::Map(map) => deserializer.deserialize_map(MapSeed { map, reading })?,
        Sink::Choice(choice) => return decode_choice(choice, reading, deserializer),
    }
    Ok(None)
}

/// As [`decode`], from the text of one value.
pub(super) fn decode_text(
    sink: Sink<'_>,
    reading: &mut Reading,
    raw: &RawValue,
) -> serde_json::Result<Option<Original>> {
    let mut deserializer = serde_json::Deserializer::from_str(raw.get());
    decode(sink, reading, &mut deserializer)
}

/// Any JSON, as its text.
pub(super) fn decode_raw<'de, D: Deserializer<'de>>(
    mode: Mode,
    deserializer: D,
) -> Result<RawJson, D::Error> {
    if mode == Mode::Foreign {
        return Ok(RawJson::from(&Json::deserialize(deserializer)?));
    }
    // Much of what is not declared is null, which is found out sooner this way.
    let raw = Option::<&RawValue>::deserialize(deserializer)?;
    Ok(raw.map_or(RawJson::null(), RawJson::from))
}

fn decode_json<'de, D: Deserializer<'de>>(
    value: &mut Json,
    mode: Mode,
    deserializer: D,
) -> Result<Option<Original>, D::Error> {
    if mode == Mode::Foreign {
        *value = Json::deserialize(deserializer)?;
        return Ok(None);
    }
    let raw = RawJson::from(<&RawValue>::deserialize(deserializer)?);
    let exact = raw.to_exact_json();
    let is_exact = exact.is_some();
    *value = exact.unwrap_or_else(|| raw.to_json());
    Ok((!is_exact).then(|| Original::of_value(raw)))
}

/// Fills a slot; what must be kept beside it, such as a `null` that was not declared.
pub(super) struct SlotVisitor<'a> {
    pub(super) slot: &'a mut dyn Slot,
    pub(super) reading: &'a mut Reading,
}

impl<'de> Visitor<'de> for SlotVisitor<'_> {
    type Value = Option<Original>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Self::Value, E> {
        self.visit_unit()
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
        let kept = self.slot.set_null();
        Ok((!kept).then(|| Original::of_value(RawJson::null())))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        match self.slot.insert() {
            Some(sink) => decode(sink, self.reading, deserializer),
            None => Ok(None),
        }
    }
}

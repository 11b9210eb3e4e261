//! From JSON, or any other serde format, to models.

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Unexpected,
    Visitor,
};

use super::json_path::JsonPath;
use super::{Array, Json, Model, Slot, Target, Text};

/// An answer that does not have the declared form.
#[derive(Debug, thiserror::Error)]
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
}

/// Decodes a model from JSON.
///
/// # Errors
///
/// When the text is not JSON, or a value is not of the declared JSON type.
pub fn from_json<M: Model>(json: &[u8]) -> Result<M, DecodeError> {
    let mut model = M::empty();
    read(json, |path, deserializer| {
        ObjectSeed::new(&mut model, path).deserialize(deserializer)
    })?;
    Ok(model)
}

/// Decodes an array of models from JSON.
///
/// # Errors
///
/// As [`from_json`].
pub fn vec_from_json<M: Model + Clone + PartialEq>(json: &[u8]) -> Result<Vec<M>, DecodeError> {
    let mut models = Vec::<M>::new();
    read(json, |path, deserializer| {
        let array = &mut models;
        ArraySeed { array, path }.deserialize(deserializer)
    })?;
    Ok(models)
}

type JsonDeserializer<'de> = serde_json::Deserializer<serde_json::de::StrRead<'de>>;

/// Reads a JSON text to its end.
fn read<'de>(
    json: &'de [u8],
    decode: impl FnOnce(&mut JsonPath, &mut JsonDeserializer<'de>) -> serde_json::Result<()>,
) -> Result<(), DecodeError> {
    let mut path = JsonPath::default();
    // Once for the whole text: string by string it takes a seventh of all the time.
    let text = std::str::from_utf8(json).map_err(|error| DecodeError {
        path: path.to_string(),
        message: format!("the text is not UTF-8 from byte {} on", error.valid_up_to()),
    })?;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    decode(&mut path, &mut deserializer)
        .and_then(|()| deserializer.end())
        .map_err(|error| describe(&path, &error))
}

fn describe(path: &JsonPath, error: &serde_json::Error) -> DecodeError {
    DecodeError {
        path: path.to_string(),
        message: without_value(&error.to_string()).into_owned(),
    }
}

/// serde's message of a wrong value without the value, which may be a secret:
/// `invalid type: string "…", expected an object` keeps the kind alone.
fn without_value(message: &str) -> Cow<'_, str> {
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

/// Decodes a model from any serde format. This is what `Deserialize` of every model does.
///
/// # Errors
///
/// When a value is not of the declared type; the message names the place.
pub fn deserialize_model<'de, M: Model, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<M, D::Error> {
    let mut model = M::empty();
    let mut path = JsonPath::default();
    ObjectSeed::new(&mut model, &mut path)
        .deserialize(deserializer)
        .map_err(|error| {
            let message = error.to_string();
            D::Error::custom(format_args!("{path}: {}", without_value(&message)))
        })?;
    Ok(model)
}

/// Fills an object.
struct ObjectSeed<'a> {
    model: &'a mut dyn Model,
    path: &'a mut JsonPath,
}

impl<'a> ObjectSeed<'a> {
    fn new(model: &'a mut dyn Model, path: &'a mut JsonPath) -> Self {
        Self { model, path }
    }

    /// Decodes the value of one property; whether it must be kept as `null` beside the model.
    fn property<'de, D: Deserializer<'de>>(
        &mut self,
        index: usize,
        name: &'static str,
        deserializer: D,
    ) -> Result<(), D::Error> {
        let Some(slot) = self.model.property_mut(index) else {
            return Err(D::Error::custom(
                "the model's descriptor has a property too many",
            ));
        };
        let path = &mut *self.path;
        let kept = deserializer
            .deserialize_option(SlotVisitor { slot, path })
            .inspect_err(|_| self.path.within_property(name))?;
        if !kept {
            if self.model.descriptor().required().contains(&number(index)) {
                self.path.within_property(name);
                return Err(D::Error::invalid_type(
                    Unexpected::Unit,
                    &"a value, not null",
                ));
            }
            self.model.additional_mut().insert(name, Json::Null);
        }
        Ok(())
    }

    /// Keeps a property that is not declared, unless the model sends the same by itself.
    fn keep(&mut self, name: String, value: Json) {
        if is_constant(self.model, &name, &value) {
            self.model.additional_mut().remove(&name);
        } else {
            self.model.additional_mut().insert(name, value);
        }
    }

    /// Whether the object has all that it must have.
    fn finish<E: serde::de::Error>(&self, seen: &[u16]) -> Result<(), E> {
        let descriptor = self.model.descriptor();
        let missing = descriptor
            .required()
            .iter()
            .find(|index| !seen.contains(index));
        match missing.and_then(|index| descriptor.properties().get(usize::from(*index))) {
            Some(name) => Err(E::missing_field(name)),
            None => Ok(()),
        }
    }
}

/// Property numbers are stored in 16 bits; no schema comes near.
fn number(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

impl<'de> DeserializeSeed<'de> for ObjectSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ObjectSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let mut seen = Vec::new();
        let mut expected = 0;
        if let Some(discriminator) = self.model.discriminator() {
            // The type decides what the other properties are; those before it wait.
            let mut waiting = Vec::<(String, Json)>::new();
            let mut found = None;
            while found.is_none() {
                match map.next_key::<String>()? {
                    Some(key) if key == discriminator => found = Some(map.next_value::<Json>()?),
                    Some(key) => waiting.push((key, map.next_value()?)),
                    None => break,
                }
            }
            if let Some(value) = found {
                if let Some(name) = value.as_str() {
                    self.model.become_type(name);
                }
                waiting.push((discriminator.to_owned(), value));
            }
            for (key, value) in waiting {
                let properties = self.model.descriptor();
                if let Some(index) = properties.index_of(&key, 0) {
                    let name = properties
                        .properties()
                        .get(index)
                        .copied()
                        .unwrap_or_default();
                    self.property(index, name, value.into_deserializer())
                        .map_err(|error: serde_json::Error| A::Error::custom(error))?;
                    seen.push(number(index));
                } else {
                    self.keep(key, value);
                }
            }
        }

        loop {
            let descriptor = self.model.descriptor();
            let seed = KeySeed {
                descriptor,
                expected,
            };
            match map.next_key_seed(seed)? {
                Some(Key::Property(index, name)) => {
                    expected = index + 1;
                    if !descriptor.required().is_empty() {
                        seen.push(number(index));
                    }
                    map.next_value_seed(PropertySeed {
                        object: &mut self,
                        index,
                        name,
                    })?;
                }
                Some(Key::Unknown(key)) => {
                    let value = map.next_value()?;
                    self.keep(key, value);
                }
                None => break,
            }
        }
        self.finish(&seen)
    }
}

/// Whether a property is one that the model always sends with this value.
fn is_constant(model: &dyn Model, name: &str, value: &Json) -> bool {
    let constants = model.descriptor().constants();
    constants
        .iter()
        .any(|(constant, expected)| *constant == name && value.as_str() == Some(expected))
}

/// Names a property, without allocating when it is declared.
struct KeySeed {
    descriptor: &'static super::Descriptor,
    expected: usize,
}

enum Key {
    Property(usize, &'static str),
    Unknown(String),
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property name")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Key, E> {
        let found = self.descriptor.index_of(name, self.expected);
        let declared = found.and_then(|index| {
            let name = self.descriptor.properties().get(index)?;
            Some(Key::Property(index, name))
        });
        Ok(declared.unwrap_or_else(|| Key::Unknown(name.to_owned())))
    }
}

/// Decodes the value of a declared property.
struct PropertySeed<'a, 'm> {
    object: &'a mut ObjectSeed<'m>,
    index: usize,
    name: &'static str,
}

impl<'de> DeserializeSeed<'de> for PropertySeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.object.property(self.index, self.name, deserializer)
    }
}

/// Fills a slot; whether the slot could keep what came, which it cannot when that is a `null`
/// that was not declared.
struct SlotVisitor<'a> {
    slot: &'a mut dyn Slot,
    path: &'a mut JsonPath,
}

impl<'de> Visitor<'de> for SlotVisitor<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<bool, E> {
        Ok(self.slot.set_null())
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<bool, E> {
        Ok(self.slot.set_null())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        if let Some(target) = self.slot.insert() {
            decode_target(target, self.path, deserializer)?;
        }
        Ok(true)
    }
}

fn decode_target<'de, D: Deserializer<'de>>(
    target: Target<'_>,
    path: &mut JsonPath,
    deserializer: D,
) -> Result<(), D::Error> {
    use serde::Deserialize;

    match target {
        Target::Boolean(value) => *value = bool::deserialize(deserializer)?,
        Target::U8(value) => *value = u8::deserialize(deserializer)?,
        Target::I16(value) => *value = i16::deserialize(deserializer)?,
        Target::I32(value) => *value = i32::deserialize(deserializer)?,
        Target::I64(value) => *value = i64::deserialize(deserializer)?,
        Target::Double(value) => *value = deserializer.deserialize_any(DoubleVisitor)?,
        Target::String(value) => *value = String::deserialize(deserializer)?,
        Target::Text(value) => deserializer.deserialize_str(TextVisitor(value))?,
        Target::Json(value) => *value = Json::deserialize(deserializer)?,
        Target::Object(model) => ObjectSeed::new(model, path).deserialize(deserializer)?,
        Target::Array(array) => ArraySeed { array, path }.deserialize(deserializer)?,
    }
    Ok(())
}

/// A number, or one of OData's names of those that JSON does not have.
struct DoubleVisitor;

impl Visitor<'_> for DoubleVisitor {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, \"INF\", \"-INF\" or \"NaN\"")
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<f64, E> {
        Ok(value)
    }

    #[allow(clippy::cast_precision_loss)] // A double is what was declared.
    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<f64, E> {
        Ok(value as f64)
    }

    #[allow(clippy::cast_precision_loss)]
    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<f64, E> {
        Ok(value as f64)
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<f64, E> {
        match value {
            "INF" => Ok(f64::INFINITY),
            "-INF" => Ok(f64::NEG_INFINITY),
            "NaN" => Ok(f64::NAN),
            _ => Err(E::invalid_type(Unexpected::Other("a string"), &self)),
        }
    }
}

struct TextVisitor<'a>(&'a mut dyn Text);

impl Visitor<'_> for TextVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.0.set_text(text);
        Ok(())
    }
}

struct ArraySeed<'a> {
    array: &'a mut dyn Array,
    path: &'a mut JsonPath,
}

impl<'de> DeserializeSeed<'de> for ArraySeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ArraySeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut index = 0;
        loop {
            let seed = ItemSeed {
                array: self.array,
                path: self.path,
            };
            let item = items.next_element_seed(seed);
            match item.inspect_err(|_| self.path.within_item(index))? {
                Some(()) => index += 1,
                None => return Ok(()),
            }
        }
    }
}

struct ItemSeed<'a> {
    array: &'a mut dyn Array,
    path: &'a mut JsonPath,
}

impl<'de> DeserializeSeed<'de> for ItemSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for ItemSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an item")
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        if self.array.push_null() {
            Ok(())
        } else {
            Err(E::invalid_type(Unexpected::Unit, &"an item, not null"))
        }
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.array.push() {
            Some(target) => decode_target(target, self.path, deserializer),
            None => Ok(()),
        }
    }
}

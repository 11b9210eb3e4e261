//! Objects.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde_json::value::RawValue;

use super::confine::confine_property;
use super::error::without_place;
use super::value::{SlotVisitor, decode_raw};
use super::{Kept, Mode, Original, Reading};
use crate::model::polymorphic::variant_name;
use crate::model::{Descriptor, Model, RawJson};

/// Fills an object.
pub(super) struct ObjectSeed<'a> {
    pub(super) model: &'a mut dyn Model,
    pub(super) reading: &'a mut Reading,
}

impl ObjectSeed<'_> {
    /// Decodes the value of one property.
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
        let reading = &mut *self.reading;
        let original = if reading.mode == Mode::Confining {
            <&RawValue>::deserialize(deserializer)
                .and_then(|raw| confine_property(slot, raw, reading))
        } else {
            deserializer.deserialize_option(SlotVisitor { slot, reading })
        };
        match original.inspect_err(|_| self.reading.path.within_property(name))? {
            Some(original) => self.keep_original(index, name, original),
            None => Ok(()),
        }
    }

    fn keep_original<E: Error>(
        &mut self,
        index: usize,
        name: &'static str,
        original: Original,
    ) -> Result<(), E> {
        let Kept { raw, error } = *original.0;
        if raw.is_null() && self.model.descriptor().requires(index) {
            self.reading.path.within_property(name);
            return Err(E::invalid_type(Unexpected::Unit, &"a value, not null"));
        }
        match (self.model.additional_mut(), error) {
            (Some(additional), error) => {
                additional.keep_original(name, raw, error);
                Ok(())
            }
            (None, Some(error)) => {
                self.reading.path.name_again(error.path());
                self.reading.path.within_property(name);
                Err(E::custom(error.message()))
            }
            (None, None) => Ok(()),
        }
    }

    /// Keeps a property that is not declared, unless the model sends the same by itself.
    fn keep(&mut self, name: impl Into<Box<str>> + AsRef<str>, raw: RawJson) {
        let is_constant = is_constant(self.model, name.as_ref(), &raw);
        let Some(additional) = self.model.additional_mut() else {
            return;
        };
        if is_constant {
            additional.remove(name.as_ref());
        } else {
            additional.keep(name, raw);
        }
    }

    /// Decodes a property that has waited until the type of the object was known.
    fn waited<E: Error>(
        &mut self,
        name: &str,
        raw: &RawValue,
        seen: &mut Vec<u16>,
    ) -> Result<(), E> {
        let descriptor = self.model.descriptor();
        let Some((index, name)) = descriptor.find(name, 0) else {
            self.keep(name, raw.into());
            return Ok(());
        };
        seen.push(number(index));
        let mode = self.reading.mode;
        if mode == Mode::Foreign {
            self.reading.mode = Mode::Straight;
        }
        let mut deserializer = serde_json::Deserializer::from_str(raw.get());
        let decoded = self.property(index, name, &mut deserializer);
        self.reading.mode = mode;
        decoded.map_err(|error| E::custom(without_place(&error)))
    }

    /// Finds out which type the object has, since that decides what its other properties are.
    fn find_type<'de, A: MapAccess<'de>>(
        &mut self,
        discriminator: &'static str,
        map: &mut A,
        seen: &mut Vec<u16>,
    ) -> Result<(), A::Error> {
        let mut waiting = Vec::new();
        let mut known = false;
        while !known && let Some(name) = map.next_key::<Cow<'de, str>>()? {
            let raw = map.next_value_seed(WaitingSeed(self.reading.mode))?;
            known = name == discriminator;
            if known && let Ok(value) = Cow::<str>::deserialize(&*raw) {
                self.model.become_type(variant_name(discriminator, &value));
            }
            waiting.push((name, raw));
        }
        for (name, raw) in waiting {
            self.waited(&name, &raw, seen)?;
        }
        Ok(())
    }

    /// Whether the object has all that it must have.
    fn finish<E: Error>(&self, seen: &[u16]) -> Result<(), E> {
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

impl<'de> Visitor<'de> for ObjectSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        self.reading.enter()?;
        let mut seen = Vec::new();
        let mut expected = 0;
        if let Some(discriminator) = self.model.discriminator() {
            self.find_type(discriminator, &mut map, &mut seen)?;
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
                Some(Key::Unknown(name)) => {
                    let raw = map.next_value_seed(RawSeed(self.reading.mode))?;
                    self.keep(name, raw);
                }
                None => break,
            }
        }
        self.reading.leave();
        self.finish(&seen)
    }
}

/// Whether a property is one that the model always sends with this value.
fn is_constant(model: &dyn Model, name: &str, raw: &RawJson) -> bool {
    let constants = model.descriptor().constants();
    constants.iter().any(|(constant, expected)| {
        *constant == name && raw.to_string_value().as_deref() == Some(expected)
    })
}

/// Names a property, without allocating when it is declared.
struct KeySeed {
    descriptor: &'static Descriptor,
    expected: usize,
}

enum Key {
    Property(usize, &'static str),
    Unknown(Box<str>),
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

    fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
        Ok(match self.descriptor.find(name, self.expected) {
            Some((index, name)) => Key::Property(index, name),
            None => Key::Unknown(name.into()),
        })
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

/// Any JSON, to be kept.
struct RawSeed(Mode);

impl<'de> DeserializeSeed<'de> for RawSeed {
    type Value = RawJson;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<RawJson, D::Error> {
        decode_raw(self.0, deserializer)
    }
}

/// Any JSON, to be read later.
struct WaitingSeed(Mode);

impl<'de> DeserializeSeed<'de> for WaitingSeed {
    type Value = Cow<'de, RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        if self.0 == Mode::Foreign {
            let raw = decode_raw(self.0, deserializer)?;
            return Ok(Cow::Owned(raw.into_raw_value()));
        }
        <&RawValue>::deserialize(deserializer).map(Cow::Borrowed)
    }
}

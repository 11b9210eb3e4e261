//! Collections.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Unexpected, Visitor};
use serde_json::value::RawValue;

use super::confine::confine_item;
use super::value::decode;
use super::{Mode, Reading};
use crate::model::Array;

/// Fills a collection.
pub(super) struct ArraySeed<'a> {
    pub(super) array: &'a mut dyn Array,
    pub(super) reading: &'a mut Reading,
}

impl<'de> Visitor<'de> for ArraySeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Self { array, reading } = self;
        reading.enter()?;
        let mut index = 0;
        loop {
            let item = if reading.mode == Mode::Confining {
                match items.next_element::<&RawValue>()? {
                    Some(raw) => confine_item(array, raw, reading).map(Some),
                    None => Ok(None),
                }
            } else {
                items.next_element_seed(ItemSeed { array, reading })
            };
            match item.inspect_err(|_| reading.path.within_item(index))? {
                Some(()) => index += 1,
                None => break,
            }
        }
        reading.leave();
        Ok(())
    }
}

/// Appends an item to a collection.
pub(super) struct ItemSeed<'a> {
    pub(super) array: &'a mut dyn Array,
    pub(super) reading: &'a mut Reading,
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

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        if self.array.push_null() {
            Ok(())
        } else {
            Err(E::invalid_type(Unexpected::Unit, &"an item, not null"))
        }
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Some(sink) = self.array.push() else {
            return Ok(());
        };
        let original = decode(sink, self.reading, deserializer)?;
        self.reading.note(original.is_some())
    }
}

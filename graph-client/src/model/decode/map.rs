//! Values by name.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Unexpected, Visitor};

use super::Reading;
use super::value::decode;
use crate::model::Map;

/// Fills a map.
pub(super) struct MapSeed<'a> {
    pub(super) map: &'a mut dyn Map,
    pub(super) reading: &'a mut Reading,
}

impl<'de> Visitor<'de> for MapSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let Self { map, reading } = self;
        reading.enter()?;
        while let Some(name) = entries.next_key::<String>()? {
            let seed = EntrySeed { map, reading, name };
            entries
                .next_value_seed(seed)
                .inspect_err(|_| reading.path.within_entry())?;
        }
        reading.leave();
        Ok(())
    }
}

struct EntrySeed<'a> {
    map: &'a mut dyn Map,
    reading: &'a mut Reading,
    name: String,
}

impl<'de> DeserializeSeed<'de> for EntrySeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for EntrySeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        if self.map.insert_null(self.name) {
            Ok(())
        } else {
            Err(E::invalid_type(Unexpected::Unit, &"a value, not null"))
        }
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Some(sink) = self.map.insert(self.name) else {
            return Ok(());
        };
        let original = decode(sink, self.reading, deserializer)?;
        self.reading.note(original.is_some())
    }
}

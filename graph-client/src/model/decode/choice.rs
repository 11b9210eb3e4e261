//! Alternatives that nothing but their form tells apart.

use serde::Deserialize;
use serde::de::{Deserializer, Error};
use serde_json::value::RawValue;

use super::error::without_place;
use super::value::{decode_raw, decode_text};
use super::{Mode, Original, Reading};
use crate::model::{Choice, RawJson};

/// Becomes the first alternative whose form the value has and which can be read from it, or else
/// the one for unknown values.
pub(super) fn decode_choice<'de, D: Deserializer<'de>>(
    choice: &mut dyn Choice,
    reading: &mut Reading,
    deserializer: D,
) -> Result<Option<Original>, D::Error> {
    let (mode, depth, inexact) = (reading.mode, reading.depth, reading.inexact);
    let owned;
    let raw = if mode == Mode::Foreign {
        owned = decode_raw(mode, deserializer)?;
        owned.as_raw_value()
    } else {
        <&RawValue>::deserialize(deserializer)?
    };
    let alternatives = choice.alternatives();
    let fitting = alternatives
        .iter()
        .enumerate()
        .filter(|(_, alternative)| alternative.fits(raw.get()))
        .map(|(index, _)| index);
    let attempts = fitting
        .clone()
        .map(|index| (index, Mode::Straight))
        .chain(fitting.map(|index| (index, Mode::Confining)))
        // Beyond the alternatives is the one for any JSON.
        .chain([(alternatives.len(), Mode::Straight)]);
    let mut result = Err(D::Error::custom("no alternative"));
    for (index, attempt) in attempts {
        reading.path.clear();
        (reading.mode, reading.depth, reading.inexact) = (attempt, depth, false);
        match decode_text(choice.choose(index), reading, raw) {
            Ok(original) => {
                let original = original.or_else(|| {
                    let whole = || Original::of_value(RawJson::from(raw));
                    reading.inexact.then(whole)
                });
                result = Ok(original);
                break;
            }
            Err(error) => result = Err(D::Error::custom(without_place(&error))),
        }
    }
    (reading.mode, reading.depth, reading.inexact) = (mode, depth, inexact);
    result
}

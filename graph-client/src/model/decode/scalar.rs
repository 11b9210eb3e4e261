//! Numbers, and values that are written as strings.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, Unexpected, Visitor};
use serde_json::value::RawValue;

use super::{Mode, Original};
use crate::model::number::is_written_as;
use crate::model::{RawJson, Text};

/// The place of an integer.
pub(super) enum Integer<'a> {
    U8(&'a mut u8),
    I16(&'a mut i16),
    I32(&'a mut i32),
    I64(&'a mut i64),
}

/// An integer: a number, with or without a fraction of zero, or its digits in a string, as OData
/// writes 64-bit integers for those who ask for `IEEE754Compatible`.
///
/// What came is kept when it was a string.
pub(super) fn decode_integer<'de, D: Deserializer<'de>>(
    place: Integer<'_>,
    deserializer: D,
) -> Result<Option<Original>, D::Error> {
    deserializer.deserialize_any(IntegerVisitor(place))
}

struct IntegerVisitor<'a>(Integer<'a>);

impl IntegerVisitor<'_> {
    /// Whether the number is one of this width.
    fn set(&mut self, number: i64) -> bool {
        fn put<T: TryFrom<i64>>(place: &mut T, number: i64) -> bool {
            T::try_from(number).map(|number| *place = number).is_ok()
        }
        match &mut self.0 {
            Integer::U8(place) => put(*place, number),
            Integer::I16(place) => put(*place, number),
            Integer::I32(place) => put(*place, number),
            Integer::I64(place) => put(*place, number),
        }
    }
}

impl Visitor<'_> for IntegerVisitor<'_> {
    type Value = Option<Original>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Integer::U8(_) => "u8",
            Integer::I16(_) => "i16",
            Integer::I32(_) => "i32",
            Integer::I64(_) => "i64",
        })
    }

    fn visit_i64<E: Error>(mut self, number: i64) -> Result<Self::Value, E> {
        if self.set(number) {
            Ok(None)
        } else {
            Err(E::invalid_value(Unexpected::Signed(number), &self))
        }
    }

    fn visit_u64<E: Error>(mut self, number: u64) -> Result<Self::Value, E> {
        if i64::try_from(number).is_ok_and(|number| self.set(number)) {
            Ok(None)
        } else {
            Err(E::invalid_value(Unexpected::Unsigned(number), &self))
        }
    }

    fn visit_f64<E: Error>(mut self, number: f64) -> Result<Self::Value, E> {
        // Beyond 2^53 the digits that came are not known.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        #[allow(clippy::cast_possible_truncation)] // It is whole and small enough.
        if number.fract() == 0.0 && number.abs() < EXACT && self.set(number as i64) {
            return Ok(None);
        }
        Err(E::invalid_type(Unexpected::Float(number), &self))
    }

    fn visit_str<E: Error>(mut self, text: &str) -> Result<Self::Value, E> {
        if text.parse().is_ok_and(|number| self.set(number)) {
            Ok(Some(Original::of_value(RawJson::string(text))))
        } else {
            Err(E::invalid_type(Unexpected::Str(text), &self))
        }
    }
}

/// A double: a number, one of OData's names of those that JSON does not have, or digits in a
/// string, as OData writes decimals for those who ask for `IEEE754Compatible`.
///
/// What came is kept when it was digits in a string, or more digits than a double has.
pub(super) fn decode_double<'de, D: Deserializer<'de>>(
    place: &mut f64,
    mode: Mode,
    deserializer: D,
) -> Result<Option<Original>, D::Error> {
    let visitor = DoubleVisitor(place);
    if mode == Mode::Foreign {
        return deserializer.deserialize_any(visitor);
    }
    let raw = <&RawValue>::deserialize(deserializer)?;
    let text = raw.get();
    if !text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        return (&mut deserializer)
            .deserialize_any(visitor)
            .map_err(|error| D::Error::custom(super::error::without_place(&error)));
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => {
            *place = number;
            Ok((!is_written_as(number, text)).then(|| Original::of_value(raw)))
        }
        Ok(_) | Err(_) => Err(D::Error::custom("number out of range")),
    }
}

struct DoubleVisitor<'a>(&'a mut f64);

impl Visitor<'_> for DoubleVisitor<'_> {
    type Value = Option<Original>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, \"INF\", \"-INF\" or \"NaN\"")
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        *self.0 = number;
        Ok(None)
    }

    #[allow(clippy::cast_precision_loss)] // A double is what was declared.
    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        self.visit_f64(number as f64)
    }

    #[allow(clippy::cast_precision_loss)]
    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        self.visit_f64(number as f64)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let number = match text {
            "INF" => f64::INFINITY,
            "-INF" => f64::NEG_INFINITY,
            "NaN" => f64::NAN,
            _ => {
                let begins_as_number =
                    text.starts_with(|first: char| first == '-' || first.is_ascii_digit());
                let number = text.parse().ok();
                *self.0 = number
                    .filter(|number: &f64| begins_as_number && number.is_finite())
                    .ok_or_else(|| E::invalid_type(Unexpected::Other("a string"), &self))?;
                return Ok(Some(Original::of_value(RawJson::string(text))));
            }
        };
        self.visit_f64(number)
    }
}

pub(super) struct TextVisitor<'a>(pub(super) &'a mut dyn Text);

impl Visitor<'_> for TextVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.0.set_text(text);
        Ok(())
    }
}

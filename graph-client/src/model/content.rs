//! The values that properties hold, as the core reads and writes them.

use std::collections::BTreeMap;

use super::{Array, Choice, DecodeError, Item, Json, Map, Model, RawJson, RelatedValue};

/// A type that a property can hold. Objects and enumerations are it by being [`Formed`](super::Formed).
pub trait Content: Sized + 'static {
    /// A value to be filled by decoding.
    fn empty() -> Self;

    /// The value to be encoded.
    fn source(&self) -> Source<'_>;

    /// The place that decoding fills.
    fn sink(&mut self) -> Sink<'_>;

    /// A copy.
    #[must_use]
    fn copy(&self) -> Self;

    /// Whether `other` holds the same.
    fn equals(&self, other: &Self) -> bool;

    /// Becomes `null`, when that is one of its values; whether it is.
    fn set_null(&mut self) -> bool {
        false
    }

    /// Keeps a value that is not of this type, and why it is not, for it to be sent as it came.
    ///
    /// # Errors
    ///
    /// The value, when it cannot be kept. Only objects can, in place of their properties.
    fn keep_misfit(&mut self, misfit: Misfit) -> Result<(), Misfit> {
        Err(misfit)
    }
}

/// A value that is not of the type that is declared where it stands.
#[derive(Clone, Debug)]
pub struct Misfit {
    pub(super) value: RawJson,
    pub(super) error: Box<DecodeError>,
}

/// A value to be encoded.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Source<'a> {
    /// `true` or `false`.
    Boolean(bool),
    /// An integer of any width.
    Integer(i64),
    /// A floating point number; `INF`, `-INF` and `NaN` are sent as strings, as OData has them.
    Double(f64),
    /// A string, or a value that is written as one.
    Text(&'a str),
    /// A string that is never printed.
    Secret(&'a str),
    /// Any JSON.
    Json(&'a Json),
    /// An object.
    Object(&'a dyn Model),
    /// A collection.
    Array(&'a dyn Array),
    /// Values by name.
    Map(&'a dyn Map),
    /// What a navigation property holds.
    Related(&'a RelatedValue),
}

/// A place for a decoded value.
#[non_exhaustive]
pub enum Sink<'a> {
    /// `true` or `false`.
    Boolean(&'a mut bool),
    /// An integer, 8 bits without sign.
    U8(&'a mut u8),
    /// An integer, 16 bits.
    I16(&'a mut i16),
    /// An integer, 32 bits.
    I32(&'a mut i32),
    /// An integer, 64 bits.
    I64(&'a mut i64),
    /// A floating point number, or one of OData's `INF`, `-INF` and `NaN`.
    Double(&'a mut f64),
    /// A string.
    String(&'a mut String),
    /// A value that is written as a string.
    Text(&'a mut dyn Text),
    /// Any JSON.
    Json(&'a mut Json),
    /// An object.
    Object(&'a mut dyn Model),
    /// A collection.
    Array(&'a mut dyn Array),
    /// Values by name.
    Map(&'a mut dyn Map),
    /// One of several alternatives that nothing but their form tells apart.
    Choice(&'a mut dyn Choice),
    /// Any JSON, as its text.
    Raw(&'a mut RawJson),
}

/// A value that is written as a string and keeps any string it is given.
pub trait Text {
    /// Becomes the value that this text denotes.
    fn set_text(&mut self, text: &str);
}

/// What has `Clone` and `PartialEq` is copied and compared by them.
macro_rules! copy_by_clone {
    () => {
        fn copy(&self) -> Self {
            Clone::clone(self)
        }

        fn equals(&self, other: &Self) -> bool {
            PartialEq::eq(self, other)
        }
    };
}

pub(super) use copy_by_clone;

impl Content for bool {
    fn empty() -> Self {
        false
    }

    fn source(&self) -> Source<'_> {
        Source::Boolean(*self)
    }

    fn sink(&mut self) -> Sink<'_> {
        Sink::Boolean(self)
    }

    copy_by_clone!();
}

macro_rules! integer_content {
    ($($integer:ty => $sink:ident),*) => {$(
        impl Content for $integer {
            fn empty() -> Self {
                0
            }

            fn source(&self) -> Source<'_> {
                Source::Integer(i64::from(*self))
            }

            fn sink(&mut self) -> Sink<'_> {
                Sink::$sink(self)
            }

            copy_by_clone!();
        }
    )*};
}

integer_content!(u8 => U8, i16 => I16, i32 => I32, i64 => I64);

impl Content for f64 {
    fn empty() -> Self {
        0.0
    }

    fn source(&self) -> Source<'_> {
        Source::Double(*self)
    }

    fn sink(&mut self) -> Sink<'_> {
        Sink::Double(self)
    }

    copy_by_clone!();
}

impl Content for String {
    fn empty() -> Self {
        Self::new()
    }

    fn source(&self) -> Source<'_> {
        Source::Text(self)
    }

    fn sink(&mut self) -> Sink<'_> {
        Sink::String(self)
    }

    copy_by_clone!();
}

impl Content for Json {
    fn empty() -> Self {
        Self::Null
    }

    fn source(&self) -> Source<'_> {
        Source::Json(self)
    }

    fn sink(&mut self) -> Sink<'_> {
        Sink::Json(self)
    }

    copy_by_clone!();

    fn set_null(&mut self) -> bool {
        *self = Self::Null;
        true
    }
}

impl<T: Item> Content for Vec<T> {
    fn empty() -> Self {
        Self::new()
    }

    fn source(&self) -> Source<'_> {
        Source::Array(self)
    }

    fn sink(&mut self) -> Sink<'_> {
        Sink::Array(self)
    }

    fn copy(&self) -> Self {
        self.iter().map(Item::copy).collect()
    }

    fn equals(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(one, other)| one.equals(other))
    }
}

impl<T: Item> Content for BTreeMap<String, T> {
    fn empty() -> Self {
        Self::new()
    }

    fn source(&self) -> Source<'_> {
        Source::Map(self)
    }

    fn sink(&mut self) -> Sink<'_> {
        Sink::Map(self)
    }

    fn copy(&self) -> Self {
        let entries = self.iter();
        entries
            .map(|(name, value)| (name.clone(), value.copy()))
            .collect()
    }

    fn equals(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self
                .iter()
                .zip(other)
                .all(|((name, one), (other_name, other))| name == other_name && one.equals(other))
    }
}

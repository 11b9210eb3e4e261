//! The values that properties hold, as the core reads and writes them.

use super::{Array, Json, Model};

/// A type that a property can hold.
pub trait Content: Clone + PartialEq + Send + Sync + 'static {
    /// A value to be filled by decoding.
    fn empty() -> Self;

    /// The value to be encoded.
    fn source(&self) -> Source<'_>;

    /// The place that decoding fills.
    fn target(&mut self) -> Target<'_>;

    /// Becomes `null`, when that is one of its values; whether it is.
    fn set_null(&mut self) -> bool {
        false
    }
}

/// A value to be encoded.
#[derive(Clone, Copy)]
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
}

/// A place for a decoded value.
pub enum Target<'a> {
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
}

/// A value that is written as a string and keeps any string it is given.
pub trait Text {
    /// Becomes the value that this text denotes.
    fn set_text(&mut self, text: &str);
}

impl<M: Model + Clone + PartialEq> Content for M {
    fn empty() -> Self {
        Model::empty()
    }

    fn source(&self) -> Source<'_> {
        Source::Object(self)
    }

    fn target(&mut self) -> Target<'_> {
        Target::Object(self)
    }
}

impl Content for bool {
    fn empty() -> Self {
        false
    }

    fn source(&self) -> Source<'_> {
        Source::Boolean(*self)
    }

    fn target(&mut self) -> Target<'_> {
        Target::Boolean(self)
    }
}

macro_rules! integer_content {
    ($($integer:ty => $target:ident),*) => {$(
        impl Content for $integer {
            fn empty() -> Self {
                0
            }

            fn source(&self) -> Source<'_> {
                Source::Integer(i64::from(*self))
            }

            fn target(&mut self) -> Target<'_> {
                Target::$target(self)
            }
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

    fn target(&mut self) -> Target<'_> {
        Target::Double(self)
    }
}

impl Content for String {
    fn empty() -> Self {
        Self::new()
    }

    fn source(&self) -> Source<'_> {
        Source::Text(self)
    }

    fn target(&mut self) -> Target<'_> {
        Target::String(self)
    }
}

impl Content for Json {
    fn empty() -> Self {
        Self::Null
    }

    fn source(&self) -> Source<'_> {
        Source::Json(self)
    }

    fn target(&mut self) -> Target<'_> {
        Target::Json(self)
    }

    fn set_null(&mut self) -> bool {
        *self = Self::Null;
        true
    }
}

impl<T: 'static> Content for Vec<T>
where
    Self: Array + Clone + PartialEq,
{
    fn empty() -> Self {
        Self::new()
    }

    fn source(&self) -> Source<'_> {
        Source::Array(self)
    }

    fn target(&mut self) -> Target<'_> {
        Target::Array(self)
    }
}

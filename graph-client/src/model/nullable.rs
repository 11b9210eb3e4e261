//! A property that may be absent, null, or hold a value.

use std::ops::Deref;

/// A nullable property: absent, `null`, or a value.
///
/// Reads like an [`Option`]; the difference between absent and `null` matters where it is sent:
/// a `PATCH` with `null` clears the property, and one without it leaves the property alone.
///
/// ```
/// use graph_client::model::Nullable;
///
/// let mut name: Nullable<String> = "Contoso".into();
/// assert_eq!(name.as_deref(), Some("Contoso"));
/// name = Nullable::Null;
/// assert!(name.is_null() && name.as_ref().is_none());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Nullable<T> {
    /// Not in the object: not received, or not to be sent.
    #[default]
    Absent,
    /// The JSON value `null`.
    Null,
    /// A value.
    Value(T),
}

impl<T> Nullable<T> {
    /// The value, if there is one.
    pub fn as_ref(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, if there is one, to be changed in place.
    pub fn as_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The target of the value: `&str` of a `String`, a slice of a `Vec`.
    pub fn as_deref(&self) -> Option<&T::Target>
    where
        T: Deref,
    {
        self.as_ref().map(Deref::deref)
    }

    /// The value itself.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, copied.
    pub fn copied(&self) -> Option<T>
    where
        T: Copy,
    {
        self.as_ref().copied()
    }

    /// Takes the value out and leaves the property absent.
    #[must_use]
    pub fn take(&mut self) -> Self {
        std::mem::take(self)
    }

    /// Whether the property is not in the object.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the property is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether the property has a value.
    pub fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// `None` is `null`: whoever sets a property to nothing means to clear it.
impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T> From<Nullable<T>> for Option<T> {
    fn from(value: Nullable<T>) -> Self {
        value.into_option()
    }
}

impl<T> From<T> for Nullable<Box<T>> {
    fn from(value: T) -> Self {
        Self::Value(Box::new(value))
    }
}

impl From<&str> for Nullable<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl From<&String> for Nullable<String> {
    fn from(value: &String) -> Self {
        Self::Value(value.clone())
    }
}

impl From<i32> for Nullable<i64> {
    fn from(value: i32) -> Self {
        Self::Value(value.into())
    }
}

impl From<f32> for Nullable<f64> {
    fn from(value: f32) -> Self {
        Self::Value(value.into())
    }
}

impl<T> PartialEq<T> for Nullable<T>
where
    T: PartialEq,
{
    fn eq(&self, other: &T) -> bool {
        self.as_ref() == Some(other)
    }
}

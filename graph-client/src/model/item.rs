//! The values of collections and maps.

use super::{Content, Misfit, Nullable, Sink, State};

/// A type of which a collection or a map can hold values.
///
/// Every [`Content`] is, and [`Nullable`] of one.
pub trait Item: Sized + 'static {
    /// A value to be filled by decoding.
    fn empty() -> Self;

    /// The value `null`, if it is one of this type.
    fn null() -> Option<Self>;

    /// The value to be encoded.
    fn state(&self) -> State<'_>;

    /// The place that decoding fills.
    fn sink(&mut self) -> Option<Sink<'_>>;

    /// A copy.
    #[must_use]
    fn copy(&self) -> Self;

    /// Whether `other` holds the same.
    fn equals(&self, other: &Self) -> bool;

    /// A value that keeps what came in its place, and is sent as that.
    ///
    /// # Errors
    ///
    /// What came, when this type cannot keep it.
    fn of_misfit(misfit: Misfit) -> Result<Self, Misfit>;
}

impl<T: Content> Item for T {
    fn empty() -> Self {
        Content::empty()
    }

    fn null() -> Option<Self> {
        let mut item = T::empty();
        item.set_null().then_some(item)
    }

    fn state(&self) -> State<'_> {
        State::Value(self.source())
    }

    fn sink(&mut self) -> Option<Sink<'_>> {
        Some(Content::sink(self))
    }

    fn copy(&self) -> Self {
        Content::copy(self)
    }

    fn equals(&self, other: &Self) -> bool {
        Content::equals(self, other)
    }

    fn of_misfit(misfit: Misfit) -> Result<Self, Misfit> {
        let mut item = T::empty();
        item.keep_misfit(misfit).map(|()| item)
    }
}

/// An absent item cannot be sent: it goes out as `null`.
impl<T: Content> Item for Nullable<T> {
    fn empty() -> Self {
        Self::Value(T::empty())
    }

    fn null() -> Option<Self> {
        Some(Self::Null)
    }

    fn state(&self) -> State<'_> {
        match self {
            Self::Absent | Self::Null => State::Null,
            Self::Value(value) => State::Value(value.source()),
        }
    }

    fn sink(&mut self) -> Option<Sink<'_>> {
        self.as_mut().map(Content::sink)
    }

    fn copy(&self) -> Self {
        match self {
            Self::Absent => Self::Absent,
            Self::Null => Self::Null,
            Self::Value(value) => Self::Value(value.copy()),
        }
    }

    fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Value(one), Self::Value(other)) => Content::equals(one, other),
            (Self::Absent, Self::Absent) | (Self::Null, Self::Null) => true,
            _ => false,
        }
    }

    fn of_misfit(misfit: Misfit) -> Result<Self, Misfit> {
        T::of_misfit(misfit).map(Self::Value)
    }
}

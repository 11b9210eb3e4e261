//! A property's place in a model: absent, null, or filled.

use std::any::Any;

use super::{Content, Item, Nullable, Sink, Source};

/// What is in a [`Slot`].
#[derive(Clone, Copy)]
pub enum State<'a> {
    /// Nothing: the property is not sent.
    Absent,
    /// `null`.
    Null,
    /// A value.
    Value(Source<'a>),
}

/// The place of one property in a model.
#[diagnostic::on_unimplemented(
    message = "a property cannot be held in a `{Self}`",
    label = "models hold no values of this type"
)]
pub trait Slot: Any {
    /// A place with nothing in it, or where that cannot be with an empty value.
    fn empty() -> Self
    where
        Self: Sized;

    /// What is there.
    fn state(&self) -> State<'_>;

    /// Puts an empty value there and gives the place that decoding fills.
    fn insert(&mut self) -> Option<Sink<'_>>;

    /// Removes the value, leaves `null` where that can be; whether it can.
    fn set_null(&mut self) -> bool;

    /// Makes the property absent; whether it can be that.
    fn clear(&mut self) -> bool;

    /// Becomes a copy of `other`, when that is of the same type.
    fn copy_from(&mut self, other: &dyn Slot);

    /// Whether `other` is of the same type and holds the same.
    fn equals(&self, other: &dyn Slot) -> bool;
}

/// The slot as the type that it has, when that is `T`.
pub(super) fn downcast<T: Slot>(slot: &dyn Slot) -> Option<&T> {
    (slot as &dyn Any).downcast_ref()
}

/// A property that is always there.
impl<T: Content> Slot for T {
    fn empty() -> Self {
        T::empty()
    }

    fn state(&self) -> State<'_> {
        State::Value(self.source())
    }

    fn insert(&mut self) -> Option<Sink<'_>> {
        *self = T::empty();
        Some(self.sink())
    }

    fn set_null(&mut self) -> bool {
        Content::set_null(self)
    }

    fn clear(&mut self) -> bool {
        false
    }

    fn copy_from(&mut self, other: &dyn Slot) {
        if let Some(other) = downcast::<Self>(other) {
            *self = Content::copy(other);
        }
    }

    fn equals(&self, other: &dyn Slot) -> bool {
        downcast(other).is_some_and(|other| Content::equals(self, other))
    }
}

/// A property that is absent or has a value.
impl<T: Content> Slot for Option<T> {
    fn empty() -> Self {
        None
    }

    fn state(&self) -> State<'_> {
        self.as_ref()
            .map_or(State::Absent, |value| State::Value(value.source()))
    }

    fn insert(&mut self) -> Option<Sink<'_>> {
        Some(Option::insert(self, T::empty()).sink())
    }

    fn set_null(&mut self) -> bool {
        *self = None;
        false
    }

    fn clear(&mut self) -> bool {
        *self = None;
        true
    }

    fn copy_from(&mut self, other: &dyn Slot) {
        if let Some(other) = downcast::<Self>(other) {
            *self = other.as_ref().map(Content::copy);
        }
    }

    fn equals(&self, other: &dyn Slot) -> bool {
        downcast::<Self>(other).is_some_and(|other| match (self, other) {
            (Some(one), Some(other)) => Content::equals(one, other),
            (one, other) => one.is_none() && other.is_none(),
        })
    }
}

/// A nullable property.
impl<T: Content> Slot for Nullable<T> {
    fn empty() -> Self {
        Self::Absent
    }

    fn state(&self) -> State<'_> {
        match self {
            Self::Absent => State::Absent,
            Self::Null => State::Null,
            Self::Value(value) => State::Value(value.source()),
        }
    }

    fn insert(&mut self) -> Option<Sink<'_>> {
        *self = Self::Value(T::empty());
        self.as_mut().map(Content::sink)
    }

    fn set_null(&mut self) -> bool {
        *self = Self::Null;
        true
    }

    fn clear(&mut self) -> bool {
        *self = Self::Absent;
        true
    }

    fn copy_from(&mut self, other: &dyn Slot) {
        if let Some(other) = downcast::<Self>(other) {
            *self = Item::copy(other);
        }
    }

    fn equals(&self, other: &dyn Slot) -> bool {
        downcast(other).is_some_and(|other| Item::equals(self, other))
    }
}

//! Collections, as the core reads and writes them.

use super::{Content, Nullable, State, Target};

/// A collection of values of one type.
pub trait Array: Send + Sync {
    /// How many items there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at this position.
    fn item(&self, index: usize) -> Option<State<'_>>;

    /// Appends an item and gives the place where decoding fills it.
    fn push(&mut self) -> Option<Target<'_>>;

    /// Appends `null`; whether items of this collection can be that.
    fn push_null(&mut self) -> bool;
}

impl<T: Content> Array for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> Option<State<'_>> {
        self.get(index).map(|item| State::Value(item.source()))
    }

    fn push(&mut self) -> Option<Target<'_>> {
        self.push(T::empty());
        self.last_mut().map(Content::target)
    }

    fn push_null(&mut self) -> bool {
        let mut item = T::empty();
        let is_null = item.set_null();
        if is_null {
            self.push(item);
        }
        is_null
    }
}

/// Items that may be null. An absent item cannot be sent: it goes out as `null`.
impl<T: Content> Array for Vec<Nullable<T>> {
    fn len(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> Option<State<'_>> {
        self.get(index).map(|item| match item {
            Nullable::Absent | Nullable::Null => State::Null,
            Nullable::Value(value) => State::Value(value.source()),
        })
    }

    fn push(&mut self) -> Option<Target<'_>> {
        self.push(Nullable::Value(T::empty()));
        self.last_mut()
            .and_then(Nullable::as_mut)
            .map(Content::target)
    }

    fn push_null(&mut self) -> bool {
        self.push(Nullable::Null);
        true
    }
}

//! Collections, as the core reads and writes them.

use super::{Item, Misfit, Sink, State};

/// A collection of values of one type.
pub trait Array {
    /// How many items there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at this position.
    fn item(&self, index: usize) -> Option<State<'_>>;

    /// Appends an item and gives the place where decoding fills it.
    fn push(&mut self) -> Option<Sink<'_>>;

    /// Appends `null`; whether items of this collection can be that.
    fn push_null(&mut self) -> bool;

    /// Removes the last item.
    fn pop(&mut self);

    /// Appends an item that keeps what came in its place.
    ///
    /// # Errors
    ///
    /// What came, when items cannot keep it.
    fn push_misfit(&mut self, misfit: Misfit) -> Result<(), Misfit>;
}

impl<T: Item> Array for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> Option<State<'_>> {
        self.get(index).map(Item::state)
    }

    fn push(&mut self) -> Option<Sink<'_>> {
        self.push(T::empty());
        self.last_mut()?.sink()
    }

    fn push_null(&mut self) -> bool {
        let null = T::null();
        let is_null = null.is_some();
        self.extend(null);
        is_null
    }

    fn pop(&mut self) {
        self.pop();
    }

    fn push_misfit(&mut self, misfit: Misfit) -> Result<(), Misfit> {
        T::of_misfit(misfit).map(|item| self.push(item))
    }
}

//! Orders, and selections for requests whose answer stays whole.

use std::fmt;
use std::marker::PhantomData;

use super::property::{Property, Single};
use crate::model::{FlagSet, Lexical, StringEnum};

/// An order of objects of the model `M`, for the query option `$orderby`.
///
/// [`order_by!`](crate::query) makes one.
pub struct OrderBy<M> {
    keys: Vec<String>,
    model: PhantomData<fn(&M)>,
}

/// What a property holds that objects can be sorted by.
#[diagnostic::on_unimplemented(
    message = "objects cannot be sorted by this property",
    label = "the property holds `{Self}`, which has no order"
)]
pub trait Sortable {}

macro_rules! sortable {
    ($($content:ty),*) => {
        $(impl Sortable for $content {})*
    };
}

sortable!(String, bool, u8, i16, i32, i64, f64);

#[diagnostic::do_not_recommend]
impl<E: StringEnum> Sortable for E {}
impl<E> Sortable for FlagSet<E> {}
impl<T> Sortable for Lexical<T> {}

impl<M> OrderBy<M> {
    /// The order by these keys, the first before the others.
    pub fn new(keys: impl IntoIterator<Item = String>) -> Self {
        Self {
            keys: keys.into_iter().collect(),
            model: PhantomData,
        }
    }

    pub(super) fn keys(&self) -> &[String] {
        &self.keys
    }
}

impl<F> Property<F> {
    /// The key that sorts by this property, the least first.
    pub fn ascending(&self) -> String
    where
        F: Single<Content: Sortable>,
    {
        self.path.clone()
    }

    /// The key that sorts by this property, the greatest first.
    pub fn descending(&self) -> String
    where
        F: Single<Content: Sortable>,
    {
        format!("{} desc", self.path)
    }

    /// The name of the property, with those on the way to it.
    pub fn name(&self) -> String {
        self.path.clone()
    }
}

impl<M> Clone for OrderBy<M> {
    fn clone(&self) -> Self {
        Self::new(self.keys.iter().cloned())
    }
}

impl<M> fmt::Display for OrderBy<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.keys.join(","))
    }
}

impl<M> fmt::Debug for OrderBy<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OrderBy").field(&self.keys).finish()
    }
}

/// Properties of the model `M`, for the query option `$select` of a request whose answer stays the
/// model.
///
/// [`select!`](crate::query) makes one, and it is an iterator over names.
pub struct Select<M> {
    names: std::vec::IntoIter<String>,
    model: PhantomData<fn(&M)>,
}

impl<M> Select<M> {
    /// The properties with these names.
    pub fn new(names: impl IntoIterator<Item = String>) -> Self {
        let names: Vec<String> = names.into_iter().collect();
        Self {
            names: names.into_iter(),
            model: PhantomData,
        }
    }
}

impl<M> Iterator for Select<M> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        self.names.next()
    }
}

impl<M> fmt::Debug for Select<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Select").field(&self.names).finish()
    }
}

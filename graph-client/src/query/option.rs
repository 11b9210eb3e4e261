//! What query options of a request take, and how it has to do with the request's answer.

use super::filter::Filter;
use super::order::OrderBy;
use super::projection::Projection;
use crate::model::{Model, Page};

/// A condition for requests whose answer is a `T`: text, or a [`Filter`] on objects of the answer.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a condition for a request that returns `{T}`",
    label = "a filter must be on the objects that the request returns",
    note = "a filter on what they are related to goes by its text: `.filter(filter.to_string())`"
)]
pub trait Condition<T> {
    /// The text of the condition, and whether it makes the query an advanced one.
    fn into_condition(self) -> (String, bool);
}

impl<T, S: AsRef<str>> Condition<T> for S {
    fn into_condition(self) -> (String, bool) {
        (self.as_ref().to_owned(), false)
    }
}

impl<M, T: About<M>> Condition<T> for Filter<M> {
    fn into_condition(self) -> (String, bool) {
        let clause = self.into_clause();
        (clause.text, clause.advanced)
    }
}

/// An order for requests whose answer is a `T`: names of properties, each perhaps with ` desc`, or
/// an [`OrderBy`] of objects of the answer.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an order for a request that returns `{T}`",
    label = "an order is `order_by!` of the objects that the request returns, or a list of texts"
)]
pub trait Order<T> {
    /// The keys, separated by commas.
    fn into_keys(self) -> String;
}

impl<T, I: IntoIterator<Item: AsRef<str>>> Order<T> for I {
    fn into_keys(self) -> String {
        let mut keys = String::new();
        for key in self {
            if !keys.is_empty() {
                keys.push(',');
            }
            keys.push_str(key.as_ref());
        }
        keys
    }
}

impl<M, T: About<M>> Order<T> for OrderBy<M> {
    fn into_keys(self) -> String {
        self.keys().join(",")
    }
}

/// An answer that a filter or an order of objects of the model `M` decides about: a page of them, or
/// of a base that they are derived from, or how many there are.
pub trait About<M> {}

impl<M, I: ViewOf<M>> About<M> for Page<I> {}
impl<M, I: ViewOf<M>> About<M> for Vec<I> {}
impl<M> About<M> for i32 {}
impl<M> About<M> for i64 {}

/// What objects of the model `M` are received as: the model itself, a base of it, or a
/// [`Projection`].
pub trait ViewOf<M> {}

impl<M: Model, I: Model + From<M>> ViewOf<M> for I {}

/// An answer in which objects of the model `M` come.
#[diagnostic::on_unimplemented(
    message = "this request does not return `{M}`, of which this is a projection",
    label = "the request returns `{Self}`"
)]
pub trait Returns<M: Model> {
    /// The same answer with another type in place of the model.
    type With<P: Projection>;
}

impl<M: Model> Returns<M> for M {
    type With<P: Projection> = P;
}

impl<M: Model> Returns<M> for Page<M> {
    type With<P: Projection> = Page<P>;
}

impl<M: Model> Returns<M> for Option<M> {
    type With<P: Projection> = Option<P>;
}

impl<M: Model> Returns<M> for Vec<M> {
    type With<P: Projection> = Vec<P>;
}

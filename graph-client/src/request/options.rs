//! Query options that know the model they are about.

use super::{Draft, Request, query};
use crate::error::Problem;
use crate::query::{Condition, Options, Order, Projection, Returns};

const COUNT: &str = "$count";
const FILTER: &str = "$filter";
const ORDER_BY: &str = "$orderby";
const CONSISTENCY_LEVEL: &str = "ConsistencyLevel";

impl<T> Request<T> {
    /// Sets `$filter`: text, or a [`Filter`](crate::query::Filter) on what the request returns.
    pub fn query_filter(mut self, condition: impl Condition<T>) -> Self {
        let (text, advanced) = condition.into_condition();
        self.draft.set_query(FILTER, &text);
        self.draft.advanced = advanced;
        self
    }

    /// Sets `$orderby`: a list of texts, or an [`OrderBy`](crate::query::OrderBy) of what the request
    /// returns.
    ///
    /// A list without items takes the option away.
    pub fn query_order(mut self, order: impl Order<T>) -> Self {
        let keys = order.into_keys();
        if keys.is_empty() {
            self.draft.remove_query(ORDER_BY);
        } else {
            self.draft.set_query(ORDER_BY, &keys);
        }
        self
    }

    /// Asks for what a projection needs, by `$select` and `$expand`, which are replaced, and decodes
    /// the answer into it.
    ///
    /// A projection that holds itself would be expanded without end; it makes the request an error.
    pub fn query_projection<P>(mut self) -> Request<T::With<P>>
    where
        P: Projection,
        T: Returns<P::Of>,
    {
        match Options::of::<P>() {
            Some(options) => self.draft.set_projection(&options),
            None => self.draft.fail(Problem::text(
                "the projection expands itself; leave the field out that holds it again",
            )),
        }
        Request::from_draft(self.draft)
    }

    /// Sets the header `ConsistencyLevel` to `eventual` when the query is an
    /// [advanced one](crate::query#advanced-queries), and `$count` to `true` where that has to stand
    /// beside it, unless they are set. Requests do this whose operation declares the header.
    pub fn with_consistency(mut self) -> Self {
        self.draft.set_consistency();
        self
    }
}

impl Draft {
    fn set_projection(&mut self, options: &Options) {
        for (name, items) in [
            ("$select", options.select.join(",")),
            ("$expand", options.expand.join(",")),
        ] {
            if items.is_empty() {
                self.remove_query(name);
            } else {
                self.set_query(name, &items);
            }
        }
    }

    fn set_consistency(&mut self) {
        let is_set = |name| query::get(&self.query, name).is_some();
        let sorted = is_set(FILTER) && is_set(ORDER_BY);
        let counted = query::get(&self.query, COUNT) == Some("true");
        let needs_count = self.advanced || sorted;
        if !(needs_count || counted || is_set("$search")) {
            return;
        }
        if needs_count && !is_set(COUNT) {
            self.set_query(COUNT, "true");
        }
        if !self.headers.contains_key(CONSISTENCY_LEVEL) {
            self.set_header(CONSISTENCY_LEVEL, "eventual");
        }
    }
}

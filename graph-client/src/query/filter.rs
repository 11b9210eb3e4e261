//! Filters.

use std::fmt;
use std::marker::PhantomData;

use super::clause::Clause;

/// A condition on objects of the model `M`, for the query option `$filter`.
///
/// [`filter!`](crate::query) makes one, and `Display` gives its text, not percent-encoded. `Debug`
/// shows no data.
pub struct Filter<M> {
    clause: Clause,
    model: PhantomData<fn(&M)>,
}

impl<M> Filter<M> {
    /// The filter with this condition.
    pub const fn new(condition: Clause) -> Self {
        Self {
            clause: condition,
            model: PhantomData,
        }
    }

    /// Whether directory objects answer it as an [advanced query](crate::query#advanced-queries)
    /// only.
    pub const fn is_advanced(&self) -> bool {
        self.clause.advanced
    }

    /// Both filters hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::new(self.clause.and(other.clause))
    }

    /// At least one of the filters holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self::new(self.clause.or(other.clause))
    }

    pub(super) fn into_clause(self) -> Clause {
        self.clause
    }
}

impl<M> Clone for Filter<M> {
    fn clone(&self) -> Self {
        Self::new(self.clause.clone())
    }
}

impl<M> fmt::Display for Filter<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.clause.text)
    }
}

impl<M> fmt::Debug for Filter<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Filter")
            .field("is_advanced", &self.is_advanced())
            .finish_non_exhaustive()
    }
}

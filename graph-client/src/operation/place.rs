//! Which operation a failure belongs to.

use std::fmt;

use super::{Method, Operation};

/// An operation, or a path of the caller's own, without anything that was filled in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) method: Method,
    pub(crate) operation: Option<Operation>,
    pub(crate) beta: bool,
}

impl Place {
    /// The place of an operation under v1.0, or under no version.
    pub(crate) const fn of(operation: Operation) -> Self {
        Self {
            method: operation.method(),
            operation: Some(operation),
            beta: false,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.operation {
            Some(operation) => operation.fmt(f),
            // A path of the caller's own may hold keys anywhere.
            None if self.beta => write!(f, "{} /beta/…", self.method),
            None => write!(f, "{} /…", self.method),
        }
    }
}

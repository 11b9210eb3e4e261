//! What a client was granted.

use super::{Caller, Operation, Scheme};

/// The permissions that were granted to a kind of caller.
#[derive(Clone, Debug)]
pub(crate) struct Granted {
    caller: Caller,
    permissions: Vec<Box<str>>,
}

impl Granted {
    /// Takes permissions, each alone or as a scope of the service
    /// (`https://graph.microsoft.com/User.Read`).
    pub(crate) fn new<S: AsRef<str>>(
        caller: Caller,
        permissions: impl IntoIterator<Item = S>,
    ) -> Self {
        let name = |scope: &str| scope.rsplit('/').next().unwrap_or(scope).into();
        Self {
            caller,
            permissions: permissions
                .into_iter()
                .map(|scope| name(scope.as_ref().trim()))
                .collect(),
        }
    }

    pub(crate) const fn caller(&self) -> Caller {
        self.caller
    }

    /// What the operation takes, when these permissions are certain not to do.
    pub(crate) fn refuses(&self, operation: &Operation) -> Option<Scheme> {
        let scheme = operation.permissions().of(self.caller);
        let granted: Vec<&str> = self.permissions.iter().map(AsRef::as_ref).collect();
        (scheme.allows(&granted) == Some(false)).then_some(scheme)
    }
}

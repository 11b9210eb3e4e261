//! Who calls, as permissions see it.

use std::fmt;

/// A kind of caller: permissions are granted to each on its own.
///
/// See [delegated and application permissions](https://learn.microsoft.com/graph/permissions-overview).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Caller {
    /// On behalf of a signed-in user with a work or school account.
    DelegatedWork,
    /// On behalf of a signed-in user with a personal Microsoft account.
    DelegatedPersonal,
    /// An application without a user.
    Application,
}

impl Caller {
    /// The name that people read.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DelegatedWork => "delegated",
            Self::DelegatedPersonal => "delegated with a personal account",
            Self::Application => "application",
        }
    }
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

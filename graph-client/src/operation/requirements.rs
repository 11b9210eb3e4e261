//! What an operation asks of its caller: permissions, roles, clouds.

use std::fmt;

use super::{Caller, Cloud};

/// Permissions that do together; mostly it is one.
///
/// ```
/// use graph_client::operation::AllOf;
///
/// const ASSIGN: AllOf = AllOf(&["Application.Read.All", "AppRoleAssignment.ReadWrite.All"]);
/// const { assert!(!ASSIGN.is_within(&["Application.Read.All"])) };
/// assert_eq!(ASSIGN.to_string(), "Application.Read.All and AppRoleAssignment.ReadWrite.All");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AllOf(pub &'static [&'static str]);

impl AllOf {
    /// Whether all of them were granted. Case does not matter, as it does not to the service.
    pub const fn is_within(self, granted: &[&str]) -> bool {
        let mut rest = self.0;
        while let [permission, tail @ ..] = rest {
            if !is_among(permission, granted) {
                return false;
            }
            rest = tail;
        }
        true
    }
}

impl fmt::Display for AllOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, permission) in self.0.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { " and " })?;
            f.write_str(permission)?;
        }
        Ok(())
    }
}

const fn is_among(permission: &str, mut granted: &[&str]) -> bool {
    while let [one, tail @ ..] = granted {
        if are_equal(one.as_bytes(), permission.as_bytes()) {
            return true;
        }
        granted = tail;
    }
    false
}

/// Whether two texts differ at most in the case of ASCII letters. The standard library's function is
/// constant since Rust 1.89.
const fn are_equal(mut one: &[u8], mut other: &[u8]) -> bool {
    while let ([first, rest @ ..], [other_first, other_rest @ ..]) = (one, other) {
        if !first.eq_ignore_ascii_case(other_first) {
            return false;
        }
        (one, other) = (rest, other_rest);
    }
    one.is_empty() && other.is_empty()
}

const fn is_any_within(mut alternatives: &[AllOf], granted: &[&str]) -> bool {
    while let [one, tail @ ..] = alternatives {
        if one.is_within(granted) {
            return true;
        }
        alternatives = tail;
    }
    false
}

/// The permissions with which one kind of caller may use an operation.
///
/// See the [permissions reference](https://learn.microsoft.com/graph/permissions-reference).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scheme {
    /// Nothing is recorded.
    Unknown,
    /// This kind of caller cannot use the operation.
    Unsupported,
    /// This kind of caller can, with one of these permissions.
    Supported {
        /// The least privileged.
        least: &'static [AllOf],
        /// Others that do as well, and allow more.
        higher: &'static [AllOf],
    },
}

impl Scheme {
    /// The least privileged permissions, when any are recorded.
    pub(crate) const fn least(self) -> Option<&'static [AllOf]> {
        match self {
            Self::Supported { least, .. } if !least.is_empty() => Some(least),
            _ => None,
        }
    }

    /// All that do, the least privileged first; none when nothing is recorded.
    pub fn alternatives(self) -> impl Iterator<Item = AllOf> {
        let (least, higher): (&[AllOf], &[AllOf]) = match self {
            Self::Supported { least, higher } => (least, higher),
            Self::Unknown | Self::Unsupported => (&[], &[]),
        };
        least.iter().chain(higher).copied()
    }

    /// Whether one with these permissions can use the operation; none when nothing is recorded.
    pub const fn allows(self, granted: &[&str]) -> Option<bool> {
        match self {
            Self::Unknown
            | Self::Supported {
                least: [],
                higher: [],
            } => None,
            Self::Unsupported => Some(false),
            Self::Supported { least, higher } => {
                Some(is_any_within(least, granted) || is_any_within(higher, granted))
            }
        }
    }
}

/// The permissions of an operation, for each kind of caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permissions {
    delegated_work: Scheme,
    delegated_personal: Scheme,
    application: Scheme,
}

impl Permissions {
    /// Permissions of which nothing is recorded.
    pub const UNKNOWN: Self = Self::new(Scheme::Unknown, Scheme::Unknown, Scheme::Unknown);

    /// Takes the permissions of a signed-in work or school account, of a signed-in personal
    /// account, and of an application on its own.
    pub const fn new(
        delegated_work: Scheme,
        delegated_personal: Scheme,
        application: Scheme,
    ) -> Self {
        Self {
            delegated_work,
            delegated_personal,
            application,
        }
    }

    /// The permissions of this kind of caller.
    pub const fn of(&self, caller: Caller) -> Scheme {
        match caller {
            Caller::DelegatedWork => self.delegated_work,
            Caller::DelegatedPersonal => self.delegated_personal,
            Caller::Application => self.application,
        }
    }

    /// The permissions on behalf of a signed-in work or school account.
    pub const fn delegated_work(&self) -> Scheme {
        self.delegated_work
    }

    /// The permissions on behalf of a signed-in personal Microsoft account.
    pub const fn delegated_personal(&self) -> Scheme {
        self.delegated_personal
    }

    /// The permissions of an application without a user.
    pub const fn application(&self) -> Scheme {
        self.application
    }
}

/// What an operation asks of its caller, and where it is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Requirements {
    pub(super) permissions: Permissions,
    pub(super) roles: &'static [&'static str],
    pub(super) clouds: &'static [Cloud],
}

impl Requirements {
    /// Requirements of which nothing is recorded.
    pub const UNKNOWN: Self = Self::new(Permissions::UNKNOWN);

    /// Takes the permissions.
    pub const fn new(permissions: Permissions) -> Self {
        Self {
            permissions,
            roles: &[],
            clouds: &[],
        }
    }

    /// Adds the roles of which a signed-in user must hold one.
    pub const fn with_roles(mut self, roles: &'static [&'static str]) -> Self {
        self.roles = roles;
        self
    }

    /// Adds the clouds that have the operation.
    pub const fn with_clouds(mut self, clouds: &'static [Cloud]) -> Self {
        self.clouds = clouds;
        self
    }
}

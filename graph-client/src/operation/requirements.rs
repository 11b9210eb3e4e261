//! What an operation asks of its caller: permissions, roles, clouds.

use super::Cloud;

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
        least: &'static [&'static str],
        /// Others that do as well, and allow more.
        higher: &'static [&'static str],
    },
}

impl Scheme {
    /// The least privileged permissions, when any are recorded.
    pub(crate) const fn least(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Supported { least, .. } if !least.is_empty() => Some(least),
            _ => None,
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

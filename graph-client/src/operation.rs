//! What the documentation says of an operation: method, path, permissions, roles, clouds.

mod place;

use std::fmt;

pub use crate::Cloud;
pub(crate) use place::Place;

/// An HTTP method that Graph uses.
///
/// See [RFC 9110, section 9](https://www.rfc-editor.org/rfc/rfc9110#section-9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// Reads.
    Get,
    /// Reads the headers alone.
    Head,
    /// Asks what is possible.
    Options,
    /// Creates, or runs an action.
    Post,
    /// Replaces.
    Put,
    /// Changes in part.
    Patch,
    /// Removes.
    Delete,
    /// Echoes the request.
    Trace,
}

impl Method {
    /// The method as it stands in a request line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Trace => "TRACE",
        }
    }

    /// Whether sending the request twice does no more than sending it once.
    ///
    /// See [RFC 9110, section 9.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2).
    pub const fn is_idempotent(self) -> bool {
        !matches!(self, Self::Post | Self::Patch)
    }

    /// Whether a request with this method is expected to have a body, so that one without says so.
    pub(crate) const fn expects_body(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Head => Self::HEAD,
            Method::Options => Self::OPTIONS,
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
            Method::Patch => Self::PATCH,
            Method::Delete => Self::DELETE,
            Method::Trace => Self::TRACE,
        }
    }
}

/// The permissions with which one kind of caller may use an operation.
///
/// See the [permissions reference](https://learn.microsoft.com/graph/permissions-reference).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    permissions: Permissions,
    roles: &'static [&'static str],
    clouds: &'static [Cloud],
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

/// An operation of Graph: what generated code knows of it before anything is sent.
///
/// ```
/// use graph_client::operation::{Method, Operation, Permissions, Requirements, Scheme};
///
/// static REQUIREMENTS: Requirements = Requirements::new(Permissions::new(
///     Scheme::Supported { least: &["Synchronization.ReadWrite.All"], higher: &[] },
///     Scheme::Unsupported,
///     Scheme::Supported {
///         least: &["Application.ReadWrite.OwnedBy"],
///         higher: &["Synchronization.ReadWrite.All"],
///     },
/// ));
/// let acquire = Operation::new(
///     Method::Post,
///     "/applications/{application-id}/synchronization/acquireAccessToken",
/// )
/// .with_requirements(&REQUIREMENTS);
///
/// assert_eq!(acquire.method(), Method::Post);
/// assert_eq!(acquire.permissions().delegated_personal(), Scheme::Unsupported);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Operation {
    method: Method,
    path_template: &'static str,
    documentation: Option<&'static str>,
    // Requests carry their operation, so what few operations have is behind a reference.
    requirements: &'static Requirements,
}

impl Operation {
    /// Takes the method and the path template below the version, such as `/users/{user-id}`.
    pub const fn new(method: Method, path_template: &'static str) -> Self {
        Self {
            method,
            path_template,
            documentation: None,
            requirements: &Requirements::UNKNOWN,
        }
    }

    /// Adds the address of the reference page.
    pub const fn with_documentation(mut self, url: &'static str) -> Self {
        self.documentation = Some(url);
        self
    }

    /// Adds permissions, roles and clouds.
    pub const fn with_requirements(mut self, requirements: &'static Requirements) -> Self {
        self.requirements = requirements;
        self
    }

    /// The HTTP method.
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The path below the version, with the names of its keys in braces.
    pub const fn path_template(&self) -> &'static str {
        self.path_template
    }

    /// The address of the reference page, when one is recorded.
    pub const fn documentation(&self) -> Option<&'static str> {
        self.documentation
    }

    /// The permissions for each kind of caller.
    pub const fn permissions(&self) -> &'static Permissions {
        &self.requirements.permissions
    }

    /// The roles of which a signed-in user must hold one; empty when none are recorded.
    pub const fn roles(&self) -> &'static [&'static str] {
        self.requirements.roles
    }

    /// The clouds that have the operation; empty when nothing is recorded.
    pub const fn clouds(&self) -> &'static [Cloud] {
        self.requirements.clouds
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path_template)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_keep_their_names_and_nature() {
        let all = [
            (Method::Get, "GET", true),
            (Method::Head, "HEAD", true),
            (Method::Options, "OPTIONS", true),
            (Method::Post, "POST", false),
            (Method::Put, "PUT", true),
            (Method::Patch, "PATCH", false),
            (Method::Delete, "DELETE", true),
        ];
        for (method, name, idempotent) in all {
            assert_eq!(method.as_str(), name);
            assert_eq!(http::Method::from(method).as_str(), name);
            assert_eq!(method.is_idempotent(), idempotent);
        }
    }
}

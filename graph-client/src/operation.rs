//! What the documentation says of an operation: method, path, permissions, roles, clouds.

mod assertion;
mod caller;
mod granted;
mod method;
mod place;
mod requirements;
mod set;
mod template;

use std::fmt;

pub use self::caller::Caller;
pub(crate) use self::granted::Granted;
pub use self::method::Method;
pub(crate) use self::place::Place;
pub use self::requirements::{AllOf, Permissions, Requirements, Scheme};
pub use self::set::{Needs, OperationSet};
pub use self::template::PathTemplate;
pub use crate::Cloud;

/// An operation of Graph: what generated code knows of it before anything is sent.
///
/// ```
/// use graph_client::operation::{
///     AllOf, Method, Operation, Permissions, Requirements, Scheme,
/// };
///
/// static REQUIREMENTS: Requirements = Requirements::new(Permissions::new(
///     Scheme::Supported { least: &[AllOf(&["Synchronization.ReadWrite.All"])], higher: &[] },
///     Scheme::Unsupported,
///     Scheme::Supported {
///         least: &[AllOf(&["Application.ReadWrite.OwnedBy"])],
///         higher: &[AllOf(&["Synchronization.ReadWrite.All"])],
///     },
/// ));
/// let acquire = Operation::post(
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

    /// A `GET` of the path template below the version.
    pub const fn get(path_template: &'static str) -> Self {
        Self::new(Method::Get, path_template)
    }

    /// A `HEAD` of the path template below the version.
    pub const fn head(path_template: &'static str) -> Self {
        Self::new(Method::Head, path_template)
    }

    /// An `OPTIONS` of the path template below the version.
    pub const fn options(path_template: &'static str) -> Self {
        Self::new(Method::Options, path_template)
    }

    /// A `POST` to the path template below the version.
    pub const fn post(path_template: &'static str) -> Self {
        Self::new(Method::Post, path_template)
    }

    /// A `PUT` to the path template below the version.
    pub const fn put(path_template: &'static str) -> Self {
        Self::new(Method::Put, path_template)
    }

    /// A `PATCH` of the path template below the version.
    pub const fn patch(path_template: &'static str) -> Self {
        Self::new(Method::Patch, path_template)
    }

    /// A `DELETE` of the path template below the version.
    pub const fn delete(path_template: &'static str) -> Self {
        Self::new(Method::Delete, path_template)
    }

    /// A `TRACE` of the path template below the version.
    pub const fn trace(path_template: &'static str) -> Self {
        Self::new(Method::Trace, path_template)
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

    /// Whether the cloud has the operation, as far as anything is recorded.
    pub const fn is_offered_in(&self, cloud: Cloud) -> bool {
        let mut rest = self.requirements.clouds;
        if rest.is_empty() {
            return true;
        }
        while let [one, tail @ ..] = rest {
            if *one as u8 == cloud as u8 {
                return true;
            }
            rest = tail;
        }
        false
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path_template)
    }
}

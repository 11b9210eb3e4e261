//! Path templates.

use std::fmt;

/// A path template with its version, such as `/v1.0/users/{user-id}`: what stands for an address
/// where keys must not be seen, in metrics and logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PathTemplate {
    version: &'static str,
    path: &'static str,
}

impl PathTemplate {
    /// Takes the version, such as `/v1.0` or nothing, and the template below it.
    pub(crate) const fn new(version: &'static str, path: &'static str) -> Self {
        Self { version, path }
    }
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.version)?;
        f.write_str(self.path)
    }
}

//! Property values that must not be seen.

use secrecy::{ExposeSecret, SecretString};

use super::content::copy_by_clone;
use super::{Content, Nullable, Sink, Source, Text};

/// A secret property, such as the value of a synchronization secret.
///
/// `Debug` prints `[redacted]`, there is no `Display`, and the memory is wiped on drop.
///
/// ```
/// use graph_client::model::Secret;
///
/// let secret = Secret::from("hunter2");
/// assert_eq!(format!("{secret:?}"), "[redacted]");
/// assert_eq!(secret.expose(), "hunter2");
/// ```
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// The secret itself. Every use of this is a place to look at in a review.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<String> for Secret {
    fn from(value: String) -> Self {
        Self(SecretString::from(value))
    }
}

impl From<&str> for Secret {
    fn from(value: &str) -> Self {
        Self(SecretString::from(value))
    }
}

impl From<&str> for Nullable<Secret> {
    fn from(value: &str) -> Self {
        Self::Value(value.into())
    }
}

impl From<String> for Nullable<Secret> {
    fn from(value: String) -> Self {
        Self::Value(value.into())
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Text for Secret {
    fn set_text(&mut self, text: &str) {
        *self = text.into();
    }
}

impl Content for Secret {
    fn empty() -> Self {
        "".into()
    }

    fn source(&self) -> Source<'_> {
        Source::Secret(self.expose())
    }

    fn sink(&mut self) -> Sink<'_> {
        Sink::Text(self)
    }

    copy_by_clone!();
}

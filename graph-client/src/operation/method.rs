//! HTTP methods.

use std::fmt;

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

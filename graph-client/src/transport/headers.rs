//! Headers in debug output.

use std::fmt;

use http::HeaderMap;

/// The names of headers, for debug output: a value may be a token or data.
pub(crate) struct HeaderNames<'a>(pub(crate) &'a HeaderMap);

impl fmt::Debug for HeaderNames<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.0.keys().map(http::HeaderName::as_str))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_not_shown() {
        let headers = crate::client::testing::headers(&[("authorization", "Bearer TOKEN")]);
        assert_eq!(
            format!("{:?}", HeaderNames(&headers)),
            "[\"authorization\"]"
        );
    }
}

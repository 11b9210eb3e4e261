//! What reqwest says of a failure, in this crate's terms.

use std::error::Error;

use crate::transport::{TransportError, TransportErrorKind};

pub(super) fn no_answer(error: reqwest::Error) -> TransportError {
    let (kind, text) = if error.is_connect() {
        (TransportErrorKind::Connect, "no connection to the server")
    } else if error.is_timeout() {
        (
            TransportErrorKind::Timeout,
            "the server did not answer in time",
        )
    } else if error.is_builder() {
        (TransportErrorKind::Refused, "the request cannot be sent")
    } else if is_unprocessed(&error) {
        (
            TransportErrorKind::Unprocessed,
            "the server let go of the request before it acted on it",
        )
    } else if error.is_request() {
        (
            TransportErrorKind::Interrupted,
            "the connection broke before an answer came",
        )
    } else {
        (TransportErrorKind::Other, "the request failed")
    };
    failure(kind, text, error)
}

/// Whether HTTP/2 says that the server has not acted.
///
/// See [RFC 9113, section 8.7](https://www.rfc-editor.org/rfc/rfc9113#section-8.7).
fn is_unprocessed(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<h2::Error>() {
            let reason = error.reason();
            return error.is_remote()
                && ((error.is_go_away() && reason == Some(h2::Reason::NO_ERROR))
                    || (error.is_reset() && reason == Some(h2::Reason::REFUSED_STREAM)));
        }
        cause = error.source();
    }
    false
}

// The causes in words, without the address, which may hold keys and data.
pub(super) fn failure(
    kind: TransportErrorKind,
    text: &str,
    error: reqwest::Error,
) -> TransportError {
    let error = error.without_url();
    let mut text = text.to_owned();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        if !text.contains(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        cause = error.source();
    }
    TransportError::new(kind, text).with_source(error)
}

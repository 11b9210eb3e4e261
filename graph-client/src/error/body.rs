//! The body of an answer that is not a success, in words.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::ODataError;
use super::escape::escaped;

/// How many characters of a code, a message or a quotation are repeated.
const CODE_LIMIT: usize = 200;
const MESSAGE_LIMIT: usize = 1_000;
const QUOTE_LIMIT: usize = 200;
/// How much of a body is looked at for a quotation.
const PAGE_LIMIT: usize = 4 << 10;

/// What the body says, and the error in it if it is one.
pub(super) fn describe(headers: &HeaderMap, body: &[u8]) -> (String, Option<ODataError>) {
    if body.trim_ascii().is_empty() {
        return ("the answer has no body".to_owned(), None);
    }
    if let Some(error) = ODataError::read(body) {
        return (in_words(&error), Some(error));
    }
    if looks_like_html(headers, body) {
        let text = format!(
            "the answer is an HTML page, perhaps of a proxy or gateway on the way: {}",
            quoted_html(body)
        );
        return (text, None);
    }
    let body = first_part(body);
    let text = format!("the answer is not a Graph error: \"{}\"", quote(&body));
    (text, None)
}

fn in_words(error: &ODataError) -> String {
    let mut text = String::new();
    if let Some(code) = &error.code {
        text.push_str(&escaped(code, CODE_LIMIT));
    }
    if let Some(message) = &error.message {
        if !text.is_empty() {
            text.push_str(": ");
        }
        text.push_str(&escaped(message.trim(), MESSAGE_LIMIT));
    }
    for detail in error.details.iter().take(3) {
        let what = detail.message.as_ref().or(detail.code.as_ref());
        if let Some(what) = what {
            text.push_str("; ");
            if let Some(target) = &detail.target {
                text.push_str(&escaped(target, CODE_LIMIT));
                text.push_str(": ");
            }
            text.push_str(&escaped(what.trim(), CODE_LIMIT));
        }
    }
    text
}

/// Whether the body is a page for people, by its content type or its first character.
pub(crate) fn looks_like_html(headers: &HeaderMap, body: &[u8]) -> bool {
    let declared = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let declared = declared.is_some_and(|value| value.to_ascii_lowercase().contains("html"));
    let start = body
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(body)
        .trim_ascii_start();
    declared
        || start.starts_with(b"<!")
        || start
            .get(..5)
            .is_some_and(|s| s.eq_ignore_ascii_case(b"<html"))
}

/// The start of a page, in quotes.
pub(crate) fn quoted_html(body: &[u8]) -> String {
    format!("\"{}\"", quote(&first_part(body)))
}

fn first_part(body: &[u8]) -> String {
    String::from_utf8_lossy(body.get(..PAGE_LIMIT).unwrap_or(body)).into_owned()
}

fn quote(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    escaped(&words.join(" "), QUOTE_LIMIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(body: &str) -> String {
        describe(&HeaderMap::new(), body.as_bytes()).0
    }

    #[test]
    fn the_start_of_a_page_is_quoted() {
        let page = format!("<!DOCTYPE html>\n<title>502</title>{}", "x".repeat(300));
        let quoted = format!("<!DOCTYPE html> <title>502</title>{}", "x".repeat(166));
        assert_eq!(
            text(&page),
            format!(
                "the answer is an HTML page, perhaps of a proxy or gateway on the way: \"{quoted}…\""
            )
        );
        for page in ["<!", "<html", "<HTML>é"] {
            assert!(
                text(page).starts_with("the answer is an HTML page"),
                "{page}"
            );
        }
    }

    #[test]
    fn long_text_is_shortened_and_empty_is_said() {
        assert_eq!(text(" \r\n"), "the answer has no body");
        assert_eq!(
            text("upstream\u{7} gone"),
            "the answer is not a Graph error: \"upstream\\u{7} gone\""
        );
        let long = text(&"x".repeat(10_000));
        assert_eq!(
            long,
            format!("the answer is not a Graph error: \"{}…\"", "x".repeat(200))
        );
    }

    #[test]
    fn details_are_named() {
        let body =
            r#"{"error":{"code":"C","message":"M\n","details":[{"target":"t","message":"d"}]}}"#;
        assert_eq!(text(body), "C: M; t: d");
    }
}

//! Doc comments.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Documentation;

/// Doc attributes for lines of Markdown, outer ones.
pub(super) fn outer(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| comment_line(line));
    quote!(#(#[doc = #lines])*)
}

/// Doc attributes for lines of Markdown, inner ones.
pub(super) fn inner(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| comment_line(line));
    quote!(#(#![doc = #lines])*)
}

/// A space between the slashes and the text, without which a text that begins with a slash
/// would be no doc comment.
fn comment_line(line: &str) -> String {
    if line.is_empty() {
        String::new()
    } else {
        format!(" {line}")
    }
}

/// Text of a document as Markdown that shows just that text: one paragraph in one line.
pub(super) fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !escaped.is_empty() {
            escaped.push(' ');
        }
        let is_address = ["http://", "https://"]
            .iter()
            .any(|scheme| word.contains(scheme));
        if is_address {
            push_address(word, &mut escaped);
        } else {
            push_escaped(word, escaped.is_empty(), &mut escaped);
        }
    }
    escaped
}

/// A word with an address in it, which rustdoc wants in angle brackets; words that have more
/// than an address and punctuation go in backticks.
fn push_address(word: &str, text: &mut String) {
    let start = word.find("http").unwrap_or(0);
    let (before, rest) = word.split_at_checked(start).unwrap_or(("", word));
    let address = rest.trim_end_matches(['.', ',', ')', ';', ':', '\'', '"', ']', '}']);
    let after = rest.get(address.len()..).unwrap_or_default();
    let is_plain = address
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || "-._~:/?#@!$&*+,;=%".contains(letter));
    if is_plain {
        push_escaped(before, text.is_empty(), text);
        text.push('<');
        text.push_str(address);
        text.push('>');
        push_escaped(after, false, text);
    } else {
        text.push('`');
        text.extend(
            word.chars()
                .filter(|letter| *letter != '`' && !letter.is_control()),
        );
        text.push('`');
    }
}

fn push_escaped(word: &str, is_first: bool, text: &mut String) {
    for (index, letter) in word.chars().enumerate() {
        let starts_block = is_first && index == 0 && "#+-=>~|0123456789".contains(letter);
        let is_markup = "\\`*_[]<>|".contains(letter);
        // An ordered list begins with digits, which cannot be escaped; their dot can.
        let ends_number = is_first && matches!(letter, '.' | ')') && index > 0;
        if letter.is_control() || is_invisible(letter) {
            continue;
        }
        if is_markup || ends_number || (starts_block && !letter.is_ascii_digit()) {
            text.push('\\');
        }
        text.push(letter);
    }
}

/// Characters that reorder or hide text, which rustc warns of in comments.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A text of the document in backticks: a name, a path.
pub(super) fn code(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|letter| !letter.is_control() && !is_invisible(*letter))
        .map(|letter| if letter == '`' { '\'' } else { letter })
        .collect();
    if text.trim().is_empty() {
        "(empty)".to_owned()
    } else {
        format!("`{}`", text.trim())
    }
}

/// The lines for something that a document describes, or else for its name.
pub(super) fn lines(documentation: &Documentation, otherwise: String) -> Vec<String> {
    let description = documentation
        .description
        .as_deref()
        .map(plain)
        .filter(|description| !description.is_empty());
    vec![description.unwrap_or(otherwise)]
}

/// The attribute of something that is deprecated, with what is known of that.
pub(super) fn deprecated(documentation: &Documentation) -> TokenStream {
    let Some(deprecation) = &documentation.deprecation else {
        return TokenStream::new();
    };
    let mut notes: Vec<String> = Vec::new();
    if let Some(description) = &deprecation.description {
        let words: Vec<&str> = description.split_whitespace().collect();
        notes.push(words.join(" "));
    }
    if let Some(date) = &deprecation.date {
        notes.push(format!("Deprecated since {}.", one_line(date)));
    }
    if let Some(date) = &deprecation.removal_date {
        notes.push(format!("It will be removed on {}.", one_line(date)));
    }
    if notes.is_empty() {
        return quote!(#[deprecated]);
    }
    let note = notes.join(" ");
    quote!(#[deprecated = #note])
}

fn one_line(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_markdown_that_shows_it() {
        for (text, expected) in [
            ("A [link] to <b>.", "A \\[link\\] to \\<b\\>."),
            (
                "See https://example.com/a?b=c.",
                "See <https://example.com/a?b=c>.",
            ),
            ("at 'https://x/{id}'", "at `'https://x/{id}'`"),
            ("# no title", "\\# no title"),
            ("1. no list", "1\\. no list"),
            ("*/ }\u{202e} \r\n evil */", "\\*/ } evil \\*/"),
            ("    no code", "no code"),
            ("///", "///"),
        ] {
            assert_eq!(plain(text), expected);
        }
        assert_eq!(code("a`b\nc"), "`a'bc`");
    }
}

//! Texts that mean something somewhere, and changes to texts.

use proptest::prelude::*;
use proptest::sample::{Index, select};

/// What has a meaning to Rust, to Markdown, to a file system, to YAML, to a URI or to OData.
const PIECES: &[&str] = &[
    "",
    " ",
    "self",
    "Self",
    "super",
    "crate",
    "type",
    "gen",
    "r#type",
    "_",
    "mod",
    "con",
    "new",
    "set_id",
    "additional",
    "Api",
    "Option",
    "models",
    "*/",
    "/*",
    "//",
    "#![no_std]",
    "\"#",
    "\\",
    "\u{8}",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "'",
    "\"",
    "`",
    "```\n",
    "]",
    "[x](javascript:y)",
    "<script>",
    "{",
    "}",
    "{}",
    "{a}",
    "{a}{b}",
    "{{",
    "(",
    ")",
    "()",
    "(a='{a}')",
    "(a={a},b='{b}')",
    "..",
    "../",
    "/",
    "//a",
    "~0",
    "~1",
    "%2F",
    "%",
    "?",
    "#",
    "#/",
    "#/components/schemas/",
    "$",
    "$.paths",
    "$ref",
    "$value",
    "$count",
    "$filter",
    "@odata.type",
    "#microsoft.graph.",
    "microsoft.graph.",
    "https://graph.microsoft.com/v1.0/",
    "2XX",
    "200",
    "default",
    "null",
    "~",
    "true",
    "0x1F",
    "1e999",
    "-0",
    "9223372036854775808",
    "<<",
    "- ",
    "a: b",
    "|",
    "é",
    "ß",
    "ı",
    "İ",
    "🦀",
    "\u{202e}",
    "\u{feff}",
    "\u{2028}",
    "e\u{301}",
    "Ünïcödé",
    "snake_case",
    "camelCase",
    "PascalCase",
    "SCREAMING_CASE",
    "kebab-case",
    "HTTPServer2",
    "2fast",
];

/// A short text of pieces that mean something, and of others.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => select(PIECES).prop_map(str::to_owned),
        2 => "[a-zA-Z0-9_.$@ -]{0,6}",
        1 => any::<char>().prop_map(String::from),
        1 => (1..400_usize).prop_map(|count| "long".repeat(count)),
    ];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

/// A change to a text.
#[derive(Clone, Debug)]
pub(crate) struct Edit {
    kind: EditKind,
    at: Index,
    other: Index,
    text: String,
}

#[derive(Clone, Copy, Debug)]
enum EditKind {
    Insert,
    Remove,
    Repeat,
    Cut,
}

const KINDS: [EditKind; 4] = [
    EditKind::Insert,
    EditKind::Remove,
    EditKind::Repeat,
    EditKind::Cut,
];

/// A few changes.
pub(crate) fn edits() -> impl Strategy<Value = Vec<Edit>> {
    // A text is seldom cut short.
    let kind = prop_oneof![9 => select(&KINDS[..3]), 1 => select(&KINDS[..])];
    let edit = (kind, any::<Index>(), any::<Index>(), text());
    let edit = edit.prop_map(|(kind, at, other, text)| Edit {
        kind,
        at,
        other,
        text,
    });
    prop::collection::vec(edit, 0..8)
}

/// The text with the changes made, one after the other.
pub(crate) fn edited(text: &str, edits: &[Edit]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for edit in edits {
        if letters.is_empty() {
            break;
        }
        let at = edit.at.index(letters.len());
        // Most parts of a text that mean something are short.
        let length = 1 + edit.other.index(letters.len().min(40));
        let end = (at + length).min(letters.len());
        match edit.kind {
            EditKind::Insert => drop(letters.splice(at..at, edit.text.chars())),
            EditKind::Remove => drop(letters.drain(at..end)),
            EditKind::Repeat => {
                let part: Vec<char> = letters[at..end].to_vec();
                letters.splice(at..at, part);
            }
            EditKind::Cut => letters.truncate(at),
        }
    }
    letters.into_iter().collect()
}

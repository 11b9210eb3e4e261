//! What tells whether a file is still what it was.

use sha2::{Digest, Sha256};

/// The SHA-256 of a text. Line ends do not count: version control changes them.
pub(crate) fn hash(contents: &[u8]) -> String {
    use std::fmt::Write as _;

    let mut hasher = Sha256::new();
    for line in contents.split_inclusive(|byte| *byte == b'\n') {
        if let [text @ .., b'\r', b'\n'] = line {
            hasher.update(text);
            hasher.update(b"\n");
        } else {
            hasher.update(line);
        }
    }
    let mut text = String::with_capacity(64);
    for byte in hasher.finalize() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Whether a file has these contents, whatever its line ends.
pub(crate) fn is_same(contents: &[u8], text: &str) -> bool {
    contents == text.as_bytes()
        || (contents.contains(&b'\r') && hash(contents) == hash(text.as_bytes()))
}

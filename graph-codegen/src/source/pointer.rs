//! JSON pointers (RFC 6901).

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

/// The way from the root of a document to one of its values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer {
    tokens: Vec<Box<str>>,
}

impl Pointer {
    /// The root of the document.
    pub fn root() -> Self {
        Self::default()
    }

    /// A pointer made of keys.
    pub fn of<'a>(keys: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            tokens: keys.into_iter().map(Box::from).collect(),
        }
    }

    /// Reads a reference within the document, such as `#/components/schemas/a`.
    ///
    /// A reference to another document, or one that is no pointer, gives `None`.
    pub fn from_local_ref(reference: &str) -> Option<Self> {
        let fragment = percent_decode(reference.strip_prefix('#')?)?;
        if fragment.is_empty() {
            return Some(Self::root());
        }
        let tokens = fragment
            .strip_prefix('/')?
            .split('/')
            .map(|token| token.replace("~1", "/").replace("~0", "~").into())
            .collect();
        Some(Self { tokens })
    }

    /// Goes on to the value of a key.
    pub fn push(&mut self, key: &str) {
        self.tokens.push(key.into());
    }

    /// Goes on to an item of a sequence.
    pub fn push_index(&mut self, index: usize) {
        self.tokens.push(index.to_string().into());
    }

    /// Goes back to the parent; `false` at the root.
    pub fn pop(&mut self) -> bool {
        self.tokens.pop().is_some()
    }

    /// Whether the way to the other value is the beginning of this one, or the whole.
    pub(crate) fn starts_with(&self, other: &Self) -> bool {
        self.tokens.starts_with(&other.tokens)
    }

    /// The pointer of the value of a key below this one.
    #[must_use]
    pub fn child(&self, key: &str) -> Self {
        let mut child = self.clone();
        child.push(key);
        child
    }

    /// The unescaped keys and indices on the way.
    pub fn tokens(&self) -> impl ExactSizeIterator<Item = &str> {
        self.tokens.iter().map(AsRef::as_ref)
    }
}

impl Serialize for Pointer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for token in &self.tokens {
            write!(f, "/{}", token.replace('~', "~0").replace('/', "~1"))?;
        }
        Ok(())
    }
}

/// A reference is a URI, whose fragment may be percent-encoded.
fn percent_decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first == b'%' {
            let [high, low, tail @ ..] = rest else {
                return None;
            };
            bytes.push(hex(*high)? * 16 + hex(*low)?);
            rest = tail;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

/// The name of the component of a kind that a reference leads to.
pub(crate) fn component_name<'t>(reference: &'t str, kind: &str) -> Option<Cow<'t, str>> {
    if !reference.contains(['~', '%']) {
        let rest = reference.strip_prefix("#/components/")?;
        let name = rest.strip_prefix(kind)?.strip_prefix('/')?;
        return (!name.contains('/')).then_some(name.into());
    }
    let pointer = Pointer::from_local_ref(reference)?;
    let mut tokens = pointer.tokens();
    let found = (
        tokens.next()?,
        tokens.next()?,
        tokens.next()?,
        tokens.next(),
    );
    match found {
        ("components", other, name, None) if other == kind => Some(name.to_owned().into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_escaped() {
        let mut pointer = Pointer::of(["paths", "/users/{user-id}", "a~b"]);
        pointer.push_index(3);
        assert_eq!(pointer.to_string(), "/paths/~1users~1{user-id}/a~0b/3");
    }

    #[test]
    fn local_references_are_read() {
        let read = |text| Pointer::from_local_ref(text).map(|pointer| pointer.to_string());
        assert_eq!(
            read("#/components/schemas/a").as_deref(),
            Some("/components/schemas/a")
        );
        assert_eq!(read("#/a~1b/c~01").as_deref(), Some("/a~1b/c~01"));
        assert_eq!(read("#/a%7Bb%7D").as_deref(), Some("/a{b}"));
        assert_eq!(read("#").as_deref(), Some(""));
        assert_eq!(read("other.yaml#/a"), None);
        assert_eq!(read("#a"), None);
        assert_eq!(read("#/a%2"), None);
        assert_eq!(read("#/a%zz"), None);
    }
}

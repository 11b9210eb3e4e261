//! Scopes, which mint identifiers.

use std::collections::HashSet;
use std::fmt;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};
use serde::{Serialize, Serializer};

use super::{pascal_case, snake_case};

/// A name in generated code that is valid there and used once in its scope.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identifier(Box<str>);

impl Identifier {
    /// The name without the `r#` of a raw identifier.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The setter for a field of this name. Fields of one struct have distinct names, hence
    /// their setters have, too.
    #[must_use]
    pub fn setter(&self) -> Self {
        Self(format!("set_{}", self.0).into())
    }
}

impl Serialize for Identifier {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ToTokens for Identifier {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(if is_keyword(&self.0) {
            Ident::new_raw(&self.0, Span::call_site())
        } else {
            Ident::new(&self.0, Span::call_site())
        });
    }
}

/// How names of one kind are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Convention {
    /// Types and variants: `PascalCase`.
    Type,
    /// Fields, functions and modules: `snake_case`.
    Value,
    /// Constants: `SCREAMING_SNAKE_CASE`.
    Constant,
    /// Modules with a file of their own: as [`Value`](Self::Value), of bounded length, and never
    /// a name such as `mod` or `con` that means something else to Rust or to Windows.
    File,
}

/// The names that are taken in one namespace of the generated code.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    taken: HashSet<Box<str>>,
}

/// File systems allow 255 bytes; this leaves room for a number and an extension.
const LONGEST_FILE_NAME: usize = 120;

impl Scope {
    /// An empty scope.
    pub fn new() -> Self {
        Self::default()
    }

    /// A scope in which these names, as they would be written in Rust, are taken.
    pub fn with_reserved(names: &[&str]) -> Self {
        Self {
            taken: names.iter().map(|name| (*name).into()).collect(),
        }
    }

    /// Mints an identifier for the first of these names that is free, or for the last of them
    /// with a number.
    ///
    /// Names may be any text. They are converted to the convention first.
    pub fn mint<'a>(
        &mut self,
        convention: Convention,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Identifier {
        let mut candidate = String::new();
        for name in names {
            candidate = conventional(convention, name);
            if let Some(identifier) = self.take(convention, &candidate) {
                return identifier;
            }
        }
        if candidate.is_empty() {
            candidate = conventional(convention, "");
        }
        // Ends: a scope holds finitely many names.
        let mut number = 2_u64;
        loop {
            let ends_in_digit = candidate.ends_with(|last: char| last.is_ascii_digit());
            let separator = if ends_in_digit { "_" } else { "" };
            let numbered = format!("{candidate}{separator}{number}");
            if let Some(identifier) = self.take(convention, &numbered) {
                return identifier;
            }
            number += 1;
        }
    }

    /// Takes a name that was decided elsewhere, as it is.
    ///
    /// # Errors
    ///
    /// When it is no identifier in this convention, or taken.
    pub fn claim(&mut self, convention: Convention, name: &str) -> Result<Identifier, ClaimError> {
        if !is_conventional(convention, name) {
            let suggestion = conventional(convention, name);
            return Err(ClaimError::NoIdentifier { suggestion });
        }
        self.take(convention, name).ok_or(ClaimError::Taken)
    }

    fn take(&mut self, convention: Convention, name: &str) -> Option<Identifier> {
        if convention == Convention::File && is_special_file(name) {
            return None;
        }
        self.taken
            .insert(name.into())
            .then(|| Identifier(name.into()))
    }
}

/// Why a name cannot be claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClaimError {
    /// It is no identifier in the convention; this would be one.
    NoIdentifier {
        /// The nearest identifier.
        suggestion: String,
    },
    /// Something else has it.
    Taken,
}

/// Whether a text is an identifier as this convention writes it.
fn is_conventional(convention: Convention, name: &str) -> bool {
    let mut letters = name.chars();
    let first_fits = letters.next().is_some_and(|first| match convention {
        Convention::Type | Convention::Constant => first.is_ascii_uppercase(),
        Convention::Value | Convention::File => first.is_ascii_lowercase(),
    });
    let rest_fits = letters.all(|letter| match convention {
        Convention::Type => letter.is_ascii_alphanumeric() || letter == '_',
        Convention::Constant => {
            letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_'
        }
        Convention::Value | Convention::File => {
            letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_'
        }
    });
    first_fits
        && rest_fits
        && !matches!(name, "self" | "Self" | "super" | "crate")
        && (convention != Convention::File || name.len() <= 2 * LONGEST_FILE_NAME)
}

/// Names of files that Rust gives a meaning to, and those that Windows keeps for devices.
fn is_special_file(name: &str) -> bool {
    let is_port = |port: &str| {
        name.strip_prefix(port)
            .is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']))
    };
    matches!(name, "mod" | "lib" | "main" | "aux" | "con" | "nul" | "prn")
        || is_port("com")
        || is_port("lpt")
}

fn conventional(convention: Convention, name: &str) -> String {
    let (mut text, unnamed, prefix) = match convention {
        Convention::Type => (pascal_case(name), "Unnamed", "V"),
        Convention::Value | Convention::File => (snake_case(name), "unnamed", "v"),
        Convention::Constant => (snake_case(name).to_ascii_uppercase(), "UNNAMED", "V"),
    };
    if text.is_empty() {
        text = unnamed.to_owned();
    }
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        text.insert_str(0, prefix);
    }
    if convention == Convention::File {
        text.truncate(LONGEST_FILE_NAME);
    }
    // These four are no identifiers even with `r#`.
    if matches!(text.as_str(), "self" | "Self" | "super" | "crate") {
        text.push('_');
    }
    text
}

/// The keywords of all editions, strict and reserved, that `r#` makes identifiers.
/// See the [reference](https://doc.rust-lang.org/reference/keywords.html).
fn is_keyword(name: &str) -> bool {
    matches!(
        name,
        "abstract"
            | "as"
            | "async"
            | "await"
            | "become"
            | "box"
            | "break"
            | "const"
            | "continue"
            | "do"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "false"
            | "final"
            | "fn"
            | "for"
            | "gen"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "macro"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "override"
            | "priv"
            | "pub"
            | "ref"
            | "return"
            | "static"
            | "struct"
            | "trait"
            | "true"
            | "try"
            | "type"
            | "typeof"
            | "unsafe"
            | "unsized"
            | "use"
            | "virtual"
            | "where"
            | "while"
            | "yield"
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mint(scope: &mut Scope, convention: Convention, name: &str) -> String {
        scope.mint(convention, [name]).to_token_stream().to_string()
    }

    #[test]
    fn names_that_collide_get_numbers() {
        let mut scope = Scope::new();
        assert_eq!(mint(&mut scope, Convention::Value, "fooBar"), "foo_bar");
        assert_eq!(mint(&mut scope, Convention::Value, "foo_bar"), "foo_bar2");
        assert_eq!(mint(&mut scope, Convention::Value, "foo-bar"), "foo_bar3");
        assert_eq!(mint(&mut scope, Convention::Value, "v2"), "v2");
        assert_eq!(mint(&mut scope, Convention::Value, "V2"), "v2_2");
    }

    #[test]
    fn keywords_and_impossible_names_become_identifiers() {
        let mut scope = Scope::new();
        for (name, expected) in [
            ("type", "r#type"),
            ("self", "self_"),
            ("crate", "crate_"),
            ("2fa", "v2fa"),
            ("🦀", "u1f980"),
            ("", "unnamed"),
            ("*/", "unnamed2"),
        ] {
            assert_eq!(mint(&mut scope, Convention::Value, name), expected);
        }
        assert_eq!(mint(&mut scope, Convention::Type, "self"), "Self_");
    }

    #[test]
    fn file_names_are_bounded_and_distinct() {
        let mut scope = Scope::new();
        let long = "a".repeat(300);
        let one = scope.mint(Convention::File, [long.as_str()]);
        let other = scope.mint(Convention::File, [long.as_str()]);
        assert!(one.as_str().len() < 130 && other.as_str().len() < 130);
        assert_ne!(one, other);
        assert_eq!(mint(&mut scope, Convention::File, "mod"), "mod2");
        assert_eq!(mint(&mut scope, Convention::File, "con"), "con2");
        assert_eq!(mint(&mut scope, Convention::File, "COM1"), "com1_2");
        assert_eq!(mint(&mut scope, Convention::File, "com10"), "com10");
    }

    #[test]
    fn the_first_free_name_wins() {
        let mut scope = Scope::with_reserved(&["content"]);
        let name = scope.mint(Convention::Value, ["content", "value content", "other"]);
        assert_eq!(name.as_str(), "value_content");
    }

    proptest! {
        #[test]
        fn any_text_gives_distinct_valid_identifiers(names in prop::collection::vec(".{0,40}", 1..20)) {
            for convention in [Convention::Type, Convention::Value, Convention::File] {
                let mut scope = Scope::new();
                let minted: Vec<_> = names
                    .iter()
                    .map(|name| scope.mint(convention, [name.as_str()]))
                    .collect();
                let distinct: HashSet<_> = minted.iter().map(|name| name.as_str().to_lowercase()).collect();
                if convention != Convention::Type {
                    prop_assert_eq!(distinct.len(), minted.len());
                }
                for identifier in minted {
                    let text = identifier.to_token_stream().to_string();
                    prop_assert!(syn::parse_str::<Ident>(&text).is_ok() || text.starts_with("r#"), "{}", text);
                    prop_assert!(text.is_ascii());
                }
            }
        }
    }
}

//! Patterns that choose operations.

use std::fmt;
use std::str::FromStr;

use crate::openapi::{METHODS, split, without_namespace};

/// A choice of operations: a glob over paths, and methods when not all are meant.
///
/// | pattern | chooses |
/// |---|---|
/// | `/users` | the path itself |
/// | `/users/{}`, `/users/{user-id}` | a path whose second segment is a key, whatever its name |
/// | `/users/*/messages` | any one segment |
/// | `/reports/get*` | any rest of a segment |
/// | `/users/**` | `/users` and all below it |
/// | `/users/**#GET,PATCH` | of these only two methods |
///
/// The prefix `microsoft.graph.` of bound operations and `graph.` of casts may be there or not, in the pattern as in
/// the path. Everything else is literal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    text: Box<str>,
    segments: Vec<Segment>,
    /// Empty: every method.
    methods: Vec<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Segment {
    /// `**`: any number of segments.
    Any,
    One(Vec<Atom>),
}

/// What a segment consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Atom {
    Literal(char),
    /// A key such as `{user-id}`, whatever its name.
    Key,
    /// `*`: any number of characters and keys.
    Star,
}

/// A path, taken apart once to be held against many patterns.
#[derive(Clone, Debug)]
pub(super) struct PathSegments(Vec<Vec<Atom>>);

impl PathSegments {
    pub(super) fn of(path: &str) -> Self {
        let (segments, _) = segments(path);
        Self(
            segments
                .into_iter()
                .map(|segment| atoms(segment, false))
                .collect(),
        )
    }
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// The text is empty, names no known method, leaves a bracket or quote open, or has `**` beside other characters.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let text = text.trim();
        let refuse = |reason| PatternError {
            pattern: text.to_owned(),
            reason,
        };
        let (path, methods) = text
            .rsplit_once('#')
            .map_or((text, None), |(path, methods)| (path, Some(methods)));
        let methods = methods
            .map_or(Ok(Vec::new()), parse_methods)
            .map_err(refuse)?;
        let (texts, balanced) = segments(path);
        if !balanced {
            return Err(refuse(Reason::Open));
        }
        if texts.is_empty() && path != "/" {
            return Err(refuse(Reason::Empty));
        }
        let mut segments = Vec::with_capacity(texts.len());
        for segment in texts {
            if segment == "**" {
                // One after another says no more than one.
                if segments.last() != Some(&Segment::Any) {
                    segments.push(Segment::Any);
                }
            } else if segment.contains("**") {
                return Err(refuse(Reason::StarsWithin));
            } else {
                segments.push(Segment::One(atoms(segment, true)));
            }
        }
        Ok(Self {
            text: text.into(),
            segments,
            methods,
        })
    }

    /// The pattern `**`: every operation.
    pub fn everything() -> Self {
        Self {
            text: "**".into(),
            segments: vec![Segment::Any],
            methods: Vec::new(),
        }
    }

    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the pattern chooses a method of a path. Methods may be in upper or lower case.
    pub fn matches(&self, path: &str, method: &str) -> bool {
        self.matches_method(method) && self.matches_path(&PathSegments::of(path))
    }

    pub(super) fn matches_method(&self, method: &str) -> bool {
        self.methods.is_empty()
            || self
                .methods
                .iter()
                .any(|one| one.eq_ignore_ascii_case(method))
    }

    /// Matching goes back to the last `**` only: what an earlier one could take more, the last one can take, too.
    pub(super) fn matches_path(&self, path: &PathSegments) -> bool {
        wildcard(
            &self.segments,
            &path.0,
            |pattern| matches!(pattern, Segment::Any),
            |pattern, segment| match pattern {
                Segment::One(atoms) => matches_segment(atoms, segment),
                Segment::Any => false,
            },
        )
    }

    /// The path as it would stand in a document, to look for similar ones.
    pub(super) fn path_text(&self) -> &str {
        self.text
            .rsplit_once('#')
            .map_or(&*self.text, |(path, _)| path)
    }
}

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        Self::parse(text)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn matches_segment(pattern: &[Atom], segment: &[Atom]) -> bool {
    wildcard(
        pattern,
        segment,
        |atom| *atom == Atom::Star,
        |atom, other| atom == other,
    )
}

/// Matches a pattern with wildcards that stand for any number of items, in at most the product of both lengths.
fn wildcard<P, T>(
    pattern: &[P],
    items: &[T],
    is_any: impl Fn(&P) -> bool,
    matches: impl Fn(&P, &T) -> bool,
) -> bool {
    let (mut at, mut item) = (0, 0);
    // Where to go on after the last wildcard, and how far it has taken items.
    let mut back: Option<(usize, usize)> = None;
    loop {
        match (pattern.get(at), items.get(item)) {
            (None, None) => return true,
            (Some(part), _) if is_any(part) => {
                at += 1;
                back = Some((at, item));
                continue;
            }
            (Some(part), Some(one)) if matches(part, one) => {
                at += 1;
                item += 1;
                continue;
            }
            _ => {}
        }
        let Some((after, taken)) = back else {
            return false;
        };
        if taken >= items.len() {
            return false;
        }
        back = Some((after, taken + 1));
        at = after;
        item = taken + 1;
    }
}

/// The segments of a path, without empty ones, and whether its brackets and quotes end.
pub(super) fn segments(path: &str) -> (Vec<&str>, bool) {
    let (mut segments, balanced) = split(path);
    segments.retain(|segment| !segment.is_empty());
    (segments, balanced)
}

fn atoms(segment: &str, pattern: bool) -> Vec<Atom> {
    let bare = without_namespace(segment);
    let segment = bare
        .strip_prefix("graph.")
        .or(Some(bare))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(segment);
    let mut atoms = Vec::with_capacity(segment.len());
    let mut rest = segment;
    while let Some(first) = rest.chars().next() {
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        rest = after;
        atoms.push(match first {
            '*' if pattern => Atom::Star,
            '{' => match after.split_once('}') {
                Some((_, beyond)) => {
                    rest = beyond;
                    Atom::Key
                }
                None => Atom::Literal('{'),
            },
            other => Atom::Literal(other),
        });
    }
    atoms
}

fn parse_methods(text: &str) -> Result<Vec<&'static str>, Reason> {
    text.split(',')
        .map(|name| {
            let name = name.trim();
            METHODS
                .into_iter()
                .find(|method| method.eq_ignore_ascii_case(name))
                .ok_or_else(|| Reason::Method(name.to_owned()))
        })
        .collect()
}

/// Why a text is no pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    pattern: String,
    reason: Reason,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Reason {
    Empty,
    Open,
    StarsWithin,
    Method(String),
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no pattern: ", self.pattern)?;
        match &self.reason {
            Reason::Empty => f.write_str("it has no path; `**` stands for every path"),
            Reason::Open => f.write_str("a parenthesis, brace or quote is not closed"),
            Reason::StarsWithin => {
                f.write_str("`**` must be a whole segment; within a segment `*` is enough")
            }
            Reason::Method(name) => write!(
                f,
                "found the method `{name}`, expected one of {}",
                METHODS.join(", ")
            ),
        }
    }
}

impl std::error::Error for PatternError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        Pattern::parse(pattern).unwrap().matches(path, "get")
    }

    #[test]
    fn segments_match() {
        for (pattern, path, expected) in [
            ("/users", "/users", true),
            ("users/", "/users", true),
            ("/users", "/users/{user-id}", false),
            ("/users/{}", "/users/{user-id}", true),
            ("/users/{user-id}", "/users/{id}", true),
            ("/users/{}", "/users/$count", false),
            ("/users/*", "/users/$count", true),
            ("/users/*", "/users/{user-id}", true),
            ("/users/*", "/users", false),
            ("/users/**", "/users", true),
            ("/users/**", "/users/{user-id}/messages/$count", true),
            ("**", "/", true),
            ("/**/messages", "/users/{user-id}/messages", true),
            ("/**/messages", "/messages", true),
            ("/**/a/**/b", "/a/x/a/b/x/b", true),
            ("/**/a/**/b", "/a/x/a/b/x", false),
            (
                "/reports/get*",
                "/reports/getEmail(period='{period}')",
                true,
            ),
            (
                "/reports/get*User*(period='{}')",
                "/reports/getEmailUserDetail(period='{period}')",
                true,
            ),
            ("/reports/get*", "/reports/x/get", false),
            ("/a(b='x/y')/c", "/a(b='x/y')/c", true),
            ("/a(b='x/y')/*", "/a(b='x/y')/c", true),
            ("/*/c", "/a(b='x)/y')/c", true),
            (
                "/applications(appId='{}')",
                "/applications(appId='{appId}')",
                true,
            ),
            (
                "/applications(appId='{}')",
                "/applications(uniqueName='{uniqueName}')",
                false,
            ),
            ("/users/{}/$ref", "/users/{user-id}/$ref", true),
            ("/Users", "/users", false),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn prefixes_may_be_there_or_not() {
        for (pattern, path) in [
            (
                "/x/acquireAccessToken",
                "/x/microsoft.graph.acquireAccessToken",
            ),
            (
                "/x/microsoft.graph.acquireAccessToken",
                "/x/acquireAccessToken",
            ),
            ("/x/graph.user", "/x/microsoft.graph.user"),
            ("/x/graph.user", "/x/graph.user"),
        ] {
            assert!(matches(pattern, path), "{pattern} {path}");
        }
        assert!(!matches("/x/graph.user", "/x/graph.group"));
    }

    #[test]
    fn methods_are_chosen() {
        let pattern = Pattern::parse("/users/**#get, Patch").unwrap();
        assert!(pattern.matches("/users", "GET"));
        assert!(pattern.matches("/users", "patch"));
        assert!(!pattern.matches("/users", "post"));
    }

    #[test]
    fn nonsense_is_refused() {
        let refused = |text| Pattern::parse(text).unwrap_err().to_string();
        assert_eq!(
            refused(""),
            "`` is no pattern: it has no path; `**` stands for every path"
        );
        assert_eq!(
            refused("#GET"),
            "`#GET` is no pattern: it has no path; `**` stands for every path"
        );
        assert_eq!(
            refused("/a(b"),
            "`/a(b` is no pattern: a parenthesis, brace or quote is not closed"
        );
        assert_eq!(
            refused("/a/**b"),
            "`/a/**b` is no pattern: `**` must be a whole segment; within a segment `*` is enough"
        );
        assert_eq!(
            refused("/a#GTE"),
            "`/a#GTE` is no pattern: found the method `GTE`, expected one of get, put, post, delete, options, head, patch, trace"
        );
    }

    #[test]
    fn matching_takes_no_exponential_time() {
        assert!(!matches(
            &format!("/{}b", "*a".repeat(2_000)),
            &format!("/{}", "a".repeat(5_000))
        ));
        assert!(!matches(
            &format!("{}/b", "/**/a".repeat(300)),
            &"/a".repeat(2_000)
        ));
    }
}

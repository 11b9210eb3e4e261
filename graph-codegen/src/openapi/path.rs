//! Path templates, such as `/users/{user-id}/reminderView(StartDateTime='{StartDateTime}')`.

use serde::Serialize;

use super::METHODS;
use crate::ir::OptionType;

/// A part of a path between slashes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PathSegment {
    /// The segment as the document has it, without the slash.
    pub text: String,
    /// What it is made of.
    pub parts: Vec<PathPart>,
    /// What it stands for.
    pub kind: SegmentKind,
    /// The parameter aliases of a call, such as `@userId`; their values are query options. See
    /// [OData URL conventions](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_ParameterAliases).
    pub aliases: Vec<Alias>,
}

/// A parameter of a call whose value is a query option.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Alias {
    /// Its name, without the `@`.
    pub name: String,
    /// Whether its value is an OData string literal: descriptions put such an alias in quotes,
    /// which it does not have on the wire.
    pub is_string: bool,
}

/// Fixed text, or a parameter.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum PathPart {
    /// Fixed text.
    Text(String),
    /// A value to be filled in.
    Parameter {
        /// The name of the path parameter.
        name: String,
        /// Whether it stands in the quotes of an OData string literal.
        quoted: bool,
        /// What its values are.
        value_type: OptionType,
    },
}

/// What a segment stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum SegmentKind {
    /// A name: an entity set, a property, an action, a cast.
    Name,
    /// A key: the whole segment is a parameter.
    Key,
    /// A function with its parameters, or an alternate key: a name with parentheses.
    Call,
    /// Anything else with a parameter in it.
    Mixed,
}

/// A path template that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathError {
    /// It does not begin with a slash.
    NoSlash,
    /// A brace is not closed, or closed and not open.
    Brace,
    /// A parameter has no name.
    EmptyParameter,
    /// The parameter occurs twice.
    Repeated(String),
    /// It has more segments than any sensible path.
    TooLong,
}

impl PathSegment {
    /// How many segments a path can have: each name in the generated code is as long as the path
    /// that leads to it.
    pub const MOST: usize = 100;

    /// Splits a path into its segments.
    ///
    /// # Errors
    ///
    /// When braces do not match, a parameter occurs twice, or there are too many segments.
    pub fn parse_path(path: &str) -> Result<Vec<Self>, PathError> {
        let rest = path.strip_prefix('/').ok_or(PathError::NoSlash)?;
        let mut segments = Vec::new();
        let mut seen: Vec<String> = Vec::new();
        let (texts, _) = split(rest);
        if texts.len() > Self::MOST {
            return Err(PathError::TooLong);
        }
        for text in texts {
            let segment = Self::parse(text)?;
            for name in segment.parameters() {
                if seen.iter().any(|seen| seen == name) {
                    return Err(PathError::Repeated(name.to_owned()));
                }
                seen.push(name.to_owned());
            }
            segments.push(segment);
        }
        Ok(segments)
    }

    fn parse(text: &str) -> Result<Self, PathError> {
        let mut parts = Vec::new();
        let mut rest = text;
        // Within parentheses a quote begins or ends an OData string literal.
        let (mut in_call, mut in_literal) = (false, false);
        while !rest.is_empty() {
            let open = rest.find('{').unwrap_or(rest.len());
            let (before, after) = rest.split_at_checked(open).unwrap_or((rest, ""));
            if before.contains('}') {
                return Err(PathError::Brace);
            }
            for letter in before.chars() {
                in_call |= letter == '(';
                in_literal ^= in_call && letter == '\'';
            }
            if !before.is_empty() {
                parts.push(PathPart::Text(before.to_owned()));
            }
            let Some(after) = after.strip_prefix('{') else {
                break;
            };
            let (name, after) = after.split_once('}').ok_or(PathError::Brace)?;
            if name.is_empty() {
                return Err(PathError::EmptyParameter);
            }
            if name.contains('{') {
                return Err(PathError::Brace);
            }
            parts.push(PathPart::Parameter {
                name: name.to_owned(),
                quoted: in_literal && after.contains('\''),
                value_type: OptionType::Text,
            });
            rest = after;
        }
        let kind = match parts.as_slice() {
            [PathPart::Parameter { .. }] => SegmentKind::Key,
            [PathPart::Text(name), ..] if name.contains('(') => SegmentKind::Call,
            [PathPart::Text(_)] | [] => SegmentKind::Name,
            _ => SegmentKind::Mixed,
        };
        let mut aliases = Vec::new();
        if kind == SegmentKind::Call {
            for part in &mut parts {
                if let PathPart::Text(text) = part {
                    *text = read_aliases(text, &mut aliases);
                }
            }
        }
        Ok(Self {
            text: text.to_owned(),
            parts,
            kind,
            aliases,
        })
    }

    /// Takes over what another path says of the same segment: where the two differ on what a
    /// value is, it is any text.
    pub(crate) fn agree_with(&mut self, other: &Self) {
        for (own, other) in self.parts.iter_mut().zip(&other.parts) {
            if let (
                PathPart::Parameter { value_type, .. },
                PathPart::Parameter {
                    value_type: other, ..
                },
            ) = (own, other)
                && value_type != other
            {
                *value_type = OptionType::Text;
            }
        }
    }

    /// The names of its parameters, in their order.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.typed_parameters().map(|(name, _)| name)
    }

    /// Its parameters in their order, each with what its values are.
    pub fn typed_parameters(&self) -> impl Iterator<Item = (&str, OptionType)> {
        self.parts.iter().filter_map(|part| match part {
            PathPart::Parameter {
                name, value_type, ..
            } => Some((name.as_str(), *value_type)),
            PathPart::Text(_) => None,
        })
    }

    /// The name before the parentheses, or the whole text.
    pub fn name(&self) -> &str {
        self.text.split('(').next().unwrap_or(&self.text)
    }

    /// The names of the arguments of a call, before their equals signs.
    pub fn argument_names(&self) -> impl Iterator<Item = &str> {
        let arguments = self.text.split_once('(').map_or("", |(_, rest)| rest);
        let arguments = arguments.strip_suffix(')').unwrap_or(arguments);
        let named = arguments
            .split(',')
            .filter_map(|argument| argument.split_once('='));
        named.map(|(name, _)| name.trim())
    }

    /// The name without the namespace that some documents write before bound operations.
    pub fn bare_name(&self) -> &str {
        without_namespace(self.name())
    }
}

/// Notes the aliases in the fixed text of a call, and takes away the quotes around them.
fn read_aliases(text: &str, aliases: &mut Vec<Alias>) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('@') {
        let end = after
            .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .unwrap_or(after.len());
        let (name, tail) = after.split_at_checked(end).unwrap_or((after, ""));
        let is_string = before.ends_with('\'') && tail.starts_with('\'');
        let is_alias = !name.is_empty() && (is_string || before.ends_with('='));
        if is_alias {
            aliases.push(Alias {
                name: name.to_owned(),
                is_string,
            });
        }
        let (before, tail) = if is_string && is_alias {
            (
                before.strip_suffix('\'').unwrap_or(before),
                tail.strip_prefix('\'').unwrap_or(tail),
            )
        } else {
            (before, tail)
        };
        bare.push_str(before);
        bare.push('@');
        bare.push_str(name);
        rest = tail;
    }
    bare.push_str(rest);
    bare
}

/// The texts between slashes, where a slash in quotes, parentheses or braces does not count. Also
/// whether all of these end.
///
/// A path may end with a slash, which is a text of no letters; so is the root path.
pub(crate) fn split(path: &str) -> (Vec<&str>, bool) {
    let mut segments = Vec::new();
    let (mut depth, mut quoted, mut key, mut start) = (0_usize, false, false, 0);
    for (index, letter) in path.char_indices() {
        match letter {
            '{' if !quoted => key = true,
            '}' if !quoted => key = false,
            _ if key => {}
            // Quotes matter within parentheses only: `a(b='x)/y')`.
            '\'' if depth > 0 => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            '/' if depth == 0 => {
                segments.extend(path.get(start..index));
                start = index + 1;
            }
            _ => {}
        }
    }
    segments.extend(path.get(start..));
    (segments, depth == 0 && !quoted && !key)
}

/// The namespace that names may leave out.
const NAMESPACE: &str = "microsoft.graph.";

/// The name of a bound operation or of a type without the namespace `microsoft.graph`, which some
/// documents write before it.
pub(crate) fn without_namespace(name: &str) -> &str {
    name.strip_prefix(NAMESPACE).unwrap_or(name)
}

/// The full name of a type within the namespace `microsoft.graph`.
pub(crate) fn with_namespace(name: &str) -> String {
    format!("{NAMESPACE}{name}")
}

/// The path in a form in which descriptions that only write it otherwise agree: keys have no names,
/// and names no namespace.
///
/// `/users/{user-id}/microsoft.graph.sendMail` is `/users/{}/sendMail`.
pub(crate) fn unkeyed_path(path: &str) -> String {
    let (segments, _) = split(path);
    let mut unkeyed = String::with_capacity(path.len());
    for (index, segment) in segments.into_iter().enumerate() {
        if index > 0 {
            unkeyed.push('/');
        }
        let bare = without_namespace(segment);
        let mut rest = bare.strip_prefix("graph.").unwrap_or(bare);
        while let Some((before, after)) = rest.split_once('{') {
            unkeyed.push_str(before);
            unkeyed.push_str("{}");
            rest = after.split_once('}').map_or("", |(_, rest)| rest);
        }
        unkeyed.push_str(rest);
    }
    unkeyed
}

/// The key of a type with the path in it, where it has one, as [`unkeyed_path`] has it.
pub(crate) fn unkeyed_type(key: &str) -> String {
    let inline = key.split_once(" /").and_then(|(method, rest)| {
        METHODS
            .iter()
            .any(|one| one.eq_ignore_ascii_case(method))
            .then_some((method, rest))
    });
    match inline {
        Some((method, rest)) => {
            let (path, place) = rest.split_once(' ').unwrap_or((rest, ""));
            format!("{method} {} {place}", unkeyed_path(&format!("/{path}")))
        }
        None => key.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_without_names_of_keys_are_the_same_in_each_style() {
        for (path, unkeyed) in [
            ("/users/{user-id}/sendMail", "/users/{}/sendMail"),
            ("/users/{id}/microsoft.graph.sendMail", "/users/{}/sendMail"),
            ("/a/{b-id}/graph.user/$count", "/a/{}/user/$count"),
            ("/a/microsoft.graph.f(x='{x}',y={z})", "/a/f(x='{}',y={})"),
            ("/", "/"),
        ] {
            assert_eq!(unkeyed_path(path), unkeyed);
        }
        assert_eq!(
            unkeyed_type("POST /a/{b}/microsoft.graph.c body"),
            "POST /a/{}/c body"
        );
        assert_eq!(unkeyed_type("microsoft.graph.user"), "microsoft.graph.user");
        assert_eq!(unkeyed_type("a /b/{c}"), "a /b/{c}");
    }

    fn kinds(path: &str) -> Vec<(String, SegmentKind)> {
        PathSegment::parse_path(path)
            .unwrap()
            .into_iter()
            .map(|segment| (segment.text, segment.kind))
            .collect()
    }

    #[test]
    fn paths_split_at_slashes_outside_of_calls() {
        assert_eq!(
            kinds("/users/{user-id}/f(path='{a}/b',n={n})/$value"),
            [
                ("users".to_owned(), SegmentKind::Name),
                ("{user-id}".to_owned(), SegmentKind::Key),
                ("f(path='{a}/b',n={n})".to_owned(), SegmentKind::Call),
                ("$value".to_owned(), SegmentKind::Name),
            ]
        );
    }

    #[test]
    fn quotes_around_a_parameter_are_seen() {
        let segments = PathSegment::parse_path("/f(a='{a}',b={b})").unwrap();
        assert_eq!(
            segments[0].parts,
            [
                PathPart::Text("f(a='".to_owned()),
                PathPart::Parameter {
                    name: "a".to_owned(),
                    quoted: true,
                    value_type: OptionType::Text,
                },
                PathPart::Text("',b=".to_owned()),
                PathPart::Parameter {
                    name: "b".to_owned(),
                    quoted: false,
                    value_type: OptionType::Text,
                },
                PathPart::Text(")".to_owned()),
            ]
        );
    }

    #[test]
    fn all_parameters_of_a_literal_are_quoted() {
        let segments = PathSegment::parse_path("/f(k='{a}-{b}',n={c})").unwrap();
        let quoted: Vec<bool> = segments[0]
            .parts
            .iter()
            .filter_map(|part| match part {
                PathPart::Parameter { quoted, .. } => Some(*quoted),
                PathPart::Text(_) => None,
            })
            .collect();
        assert_eq!(quoted, [true, true, false]);
    }

    #[test]
    fn aliases_of_calls_are_seen() {
        let segments = PathSegment::parse_path("/f(a='@a',b=@b,c='x@y')").unwrap();
        let alias = |name: &str, is_string| Alias {
            name: name.to_owned(),
            is_string,
        };
        assert_eq!(segments[0].aliases, [alias("a", true), alias("b", false)]);
        assert_eq!(
            segments[0].parts,
            [PathPart::Text("f(a=@a,b=@b,c='x@y')".to_owned())]
        );
    }

    #[test]
    fn wrong_templates_are_refused() {
        for (path, error) in [
            ("users", PathError::NoSlash),
            ("/{a", PathError::Brace),
            ("/a}", PathError::Brace),
            ("/{a{b}}", PathError::Brace),
            ("/{}", PathError::EmptyParameter),
            ("/{a}/{a}", PathError::Repeated("a".to_owned())),
        ] {
            assert_eq!(PathSegment::parse_path(path), Err(error), "{path}");
        }
    }
}

//! What can be wrong with a specification, and where.

use std::fmt;

use serde::Serialize;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Severity {
    /// Nothing can be generated.
    Error,
    /// Something was left out or read in a particular way; generation goes on.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// A place in a specification.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Place {
    /// The name of the file, as the caller gave it.
    pub file: String,
    /// The line, counted from 1.
    pub line: Option<u32>,
    /// The column in characters, counted from 1.
    pub column: Option<u32>,
    /// The JSON pointer of the value; empty for the document as a whole.
    pub pointer: String,
}

impl Place {
    /// A file as a whole.
    pub fn file(name: impl Into<String>) -> Self {
        Self {
            file: name.into(),
            ..Self::default()
        }
    }

    /// The character at a byte of a file's text.
    pub(crate) fn at(name: impl Into<String>, text: &str, byte: usize) -> Self {
        let mut place = Self::file(name);
        if let Some(before) = text.get(..byte) {
            let line = before
                .rfind('\n')
                .map_or(before, |end| before.split_at(end + 1).1);
            let count = |number: usize| u32::try_from(number + 1).ok();
            place.line = count(before.matches('\n').count());
            place.column = count(line.chars().count());
        }
        place
    }

    /// File, line and column: the part that editors and terminals turn into a link.
    fn write_position(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
            if let Some(column) = self.column {
                write!(f, ":{column}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_position(f)?;
        if !self.pointer.is_empty() {
            write!(f, " ({})", self.pointer)?;
        }
        Ok(())
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// What was found, and what would be accepted.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(place: Place, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            place,
            message: message.into(),
            help: None,
        }
    }

    /// A warning at a place.
    pub fn warning(place: Place, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(place, message)
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.severity)?;
        if !self.place.file.is_empty() {
            self.place.write_position(f)?;
            f.write_str(": ")?;
        }
        f.write_str(&self.message)?;
        if !self.place.pointer.is_empty() {
            write!(f, "\n  at {}", self.place.pointer)?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostic {}

/// All findings of a run, shown together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// No findings yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many findings there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether any finding forbids going on.
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }

    /// All findings, in the order in which they were added.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// The errors among them.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.of(Severity::Error)
    }

    /// The warnings among them.
    pub fn warnings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.of(Severity::Warning)
    }

    fn of(&self, severity: Severity) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter().filter(move |one| one.severity == severity)
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(iter: I) -> Self {
        Self(iter.into_iter().collect())
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, iter: I) {
        self.0.extend(iter);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            diagnostic.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Place {
        Place {
            file: "graph-v1.0.yaml".into(),
            line: Some(120),
            column: Some(9),
            pointer: "/paths/~1users/get".into(),
        }
    }

    #[test]
    fn a_place_reads_as_position_and_pointer() {
        assert_eq!(
            place().to_string(),
            "graph-v1.0.yaml:120:9 (/paths/~1users/get)"
        );
        assert_eq!(Place::file("a.json").to_string(), "a.json");
    }

    #[test]
    fn findings_are_shown_together() {
        let all: Diagnostics = [
            Diagnostic::error(place(), "found X, expected Y").with_help("write Y"),
            Diagnostic::warning(Place::file("a.json"), "left out Z"),
        ]
        .into_iter()
        .collect();
        assert_eq!(
            all.to_string(),
            "error: graph-v1.0.yaml:120:9: found X, expected Y\n  at /paths/~1users/get\n  help: write Y\n\n\
             warning: a.json: left out Z"
        );
        assert!(all.has_errors());
        assert_eq!(all.warnings().count(), 1);
    }

    #[test]
    fn findings_are_readable_by_programs() {
        let one = Diagnostics::from(Diagnostic::warning(Place::file("a"), "b"));
        assert_eq!(
            serde_json::to_string(&one).unwrap(),
            r#"[{"severity":"warning","place":{"file":"a","line":null,"column":null,"pointer":""},"message":"b"}]"#
        );
    }
}

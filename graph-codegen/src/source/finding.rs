//! Findings that are collected while walking along a tree and get their places together.

use super::{Document, Pointer};
use crate::diagnostics::{Diagnostic, Diagnostics, Severity};

/// A diagnostic that names a value of the document, and not yet a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// The value it is about.
    pub pointer: Pointer,
    /// What was found, and what would be accepted.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Finding {
    /// An error about a value.
    pub fn error(pointer: Pointer, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            pointer,
            message: message.into(),
            help: None,
        }
    }

    /// A warning about a value.
    pub fn warning(pointer: Pointer, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(pointer, message)
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl Document {
    /// Gives findings their places, in one pass over each text, and the order of the texts.
    pub fn diagnostics(&self, findings: impl IntoIterator<Item = Finding>) -> Diagnostics {
        let findings: Vec<Finding> = findings.into_iter().collect();
        let pointers: Vec<Pointer> = findings
            .iter()
            .map(|finding| finding.pointer.clone())
            .collect();
        let mut diagnostics: Vec<(usize, Diagnostic)> = findings
            .into_iter()
            .zip(self.places_by_source(&pointers))
            .map(|(finding, (source, place))| {
                let diagnostic = Diagnostic {
                    severity: finding.severity,
                    place,
                    message: finding.message,
                    help: finding.help,
                };
                (source, diagnostic)
            })
            .collect();
        diagnostics.sort_by_key(|(source, one)| (*source, one.place.line, one.place.column));
        diagnostics.into_iter().map(|(_, one)| one).collect()
    }
}

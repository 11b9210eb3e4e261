//! Collects what is wrong with a document; the places are found at the end, all at once.

use crate::source::{Finding, Pointer};

#[derive(Default)]
pub(super) struct Findings {
    findings: Vec<Finding>,
}

impl Findings {
    /// Something that must be put right, and how; an empty `help` says nothing.
    pub(super) fn error(&mut self, pointer: &Pointer, message: impl Into<String>, help: &str) {
        self.push(Finding::error(pointer.clone(), message), help);
    }

    /// Something that is passed over or kept untyped.
    pub(super) fn warning(&mut self, pointer: &Pointer, message: impl Into<String>, help: &str) {
        self.push(Finding::warning(pointer.clone(), message), help);
    }

    fn push(&mut self, finding: Finding, help: &str) {
        self.findings.push(if help.is_empty() {
            finding
        } else {
            finding.with_help(help)
        });
    }

    pub(super) fn into_inner(self) -> Vec<Finding> {
        self.findings
    }
}

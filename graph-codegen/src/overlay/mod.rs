//! Overlays: changes to a description that live in a file of their own.
//!
//! An overlay is a document of the [Overlay Specification 1.0](https://spec.openapis.org/overlay/v1.0.html):
//! a list of actions, each with a `JSONPath` (RFC 9535) that says where, and what to merge in there
//! (`update`) or that it goes (`remove`).
//!
//! Where the specification leaves room, this is stricter than it: an action that finds nothing to
//! change is an error, since what it was to mend may have moved.

mod change;
mod limits;
mod matches;
mod read;
mod target;
#[cfg(test)]
mod tests;
mod unmatched;

use std::sync::Arc;

use self::change::Changes;
use self::target::Target;
use crate::diagnostics::{Diagnostic, Diagnostics, Place};
use crate::openapi::operations;
use crate::source::{Document, Finding, Node, Pointer};

/// Changes to a description, in the order in which they are made.
#[derive(Clone, Debug)]
pub struct Overlay {
    document: Document,
    actions: Vec<Action>,
}

/// One change, at all places that its target selects.
#[derive(Clone, Debug)]
struct Action {
    /// Where it stands in the overlay.
    pointer: Pointer,
    target: Target,
    change: Change,
}

#[derive(Clone, Debug)]
enum Change {
    Remove,
    Update(Node),
}

impl Overlay {
    /// Reads an overlay from JSON or YAML. The name stands in diagnostics.
    ///
    /// # Errors
    ///
    /// The text is neither JSON nor YAML, or is no overlay of this edition: all that is wrong with
    /// it, a target that is no `JSONPath` among it.
    pub fn parse(name: impl Into<String>, text: impl Into<Arc<str>>) -> Result<Self, Diagnostics> {
        let document = Document::parse_data(name, text)?;
        let (actions, findings) = read::actions(document.root());
        if findings.is_empty() {
            return Ok(Self { document, actions });
        }
        Err(document.diagnostics(findings))
    }

    /// The name that diagnostics show.
    pub fn name(&self) -> &str {
        self.document.name()
    }

    /// The text that was read.
    pub fn text(&self) -> &str {
        self.document.text()
    }

    /// How many actions there are.
    pub fn len(&self) -> usize {
        self.actions.len()
    }

    /// Whether there are none, which no overlay that was read is.
    pub fn is_empty(&self) -> bool {
        self.actions.is_empty()
    }
}

impl Document {
    /// The document with the changes of an overlay. What these put in has its place in the overlay.
    ///
    /// # Errors
    ///
    /// Each action that selects nothing, what is neither a mapping nor a sequence, or what its
    /// update does not fit; and an overlay that leaves no OpenAPI document, no operation, or one
    /// that is out of bounds.
    pub fn with_overlay(mut self, overlay: &Overlay) -> Result<Self, Diagnostics> {
        let mut findings = Vec::new();
        let mut changes = Changes::default();
        for action in &overlay.actions {
            let had_operations = operations(&self).next().is_some();
            if let Err(finding) = changes.make(action, &mut self, &overlay.document) {
                findings.push(*finding);
            } else if had_operations && operations(&self).next().is_none() {
                let message = "the action leaves no operation in the document";
                findings.push(
                    Finding::error(action.pointer.clone(), message)
                        .with_help("select the operations that are to go, and no others"),
                );
            }
        }
        if !findings.is_empty() {
            return Err(overlay.document.diagnostics(findings));
        }
        let faults = self.diagnostics(self.faults());
        if faults.is_empty() {
            return Ok(self);
        }
        let explained = faults.into_iter().map(|fault| {
            let message = format!(
                "with the overlay, {} is no OpenAPI document: {}",
                self.name(),
                fault.message
            );
            // What is missing has no place in the overlay.
            let place = if fault.place.file == overlay.name() {
                fault.place
            } else {
                Place::file(overlay.name())
            };
            Diagnostic {
                place,
                message,
                ..fault
            }
        });
        Err(explained.collect())
    }
}

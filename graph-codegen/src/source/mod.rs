//! Reads a specification and knows where everything stands in it.

mod edition;
mod finding;
mod locate;
mod mapping;
mod node;
mod node_serde;
mod origins;
mod pointer;
mod scalar;
#[cfg(test)]
mod tests;
mod yaml;

use std::sync::Arc;

pub use self::finding::Finding;
pub use self::mapping::Mapping;
pub use self::node::{MAX_DEPTH, Node};
use self::origins::Origins;
pub(crate) use self::origins::Recorder;
pub use self::pointer::Pointer;
pub(crate) use self::pointer::component_name;

use crate::diagnostics::{Diagnostic, Diagnostics, Place};

/// A specification: its text, and the tree that the text says.
#[derive(Clone, Debug)]
pub struct Document {
    source: Source,
    root: Node,
    origins: Origins,
}

/// A text that parts of a document come from.
#[derive(Clone, Debug)]
struct Source {
    /// The name that diagnostics show.
    name: String,
    text: Arc<str>,
}

impl Document {
    /// Reads an OpenAPI 3.0 or 3.1 document from JSON or YAML. The name stands in diagnostics.
    ///
    /// # Errors
    ///
    /// The text is neither JSON nor YAML, exceeds a limit, or is no OpenAPI document of these
    /// editions.
    pub fn parse(name: impl Into<String>, text: impl Into<Arc<str>>) -> Result<Self, Diagnostics> {
        let document = Self::read(name.into(), text.into())?;
        let faults = document.faults();
        if faults.is_empty() {
            return Ok(document);
        }
        Err(document.diagnostics(faults))
    }

    /// What keeps the tree from being an OpenAPI document.
    pub(crate) fn faults(&self) -> Vec<Finding> {
        edition::check(&self.root)
    }

    /// Reads data that is not an OpenAPI document, of which places are to be known just the same.
    pub(crate) fn parse_data(
        name: impl Into<String>,
        text: impl Into<Arc<str>>,
    ) -> Result<Self, Diagnostics> {
        Self::read(name.into(), text.into())
    }

    fn read(name: String, text: Arc<str>) -> Result<Self, Diagnostics> {
        let content = text.trim_start_matches('\u{feff}');
        // The YAML parser takes this character for the end of the text, and what follows would be lost.
        if let Some((before, _)) = content.split_once('\0') {
            let place = position(name, before.matches('\n').count() + 1, None);
            return Err(Diagnostic::error(place, "found a NUL character, expected text").into());
        }
        let root = if content.trim_start().starts_with('{') {
            read_json(&name, content)?
        } else {
            read_yaml(&name, content)?
        };
        Ok(Self {
            source: Source { name, text },
            root,
            origins: Origins::default(),
        })
    }

    /// The name that diagnostics show.
    pub fn name(&self) -> &str {
        &self.source.name
    }

    /// The text that was read.
    pub fn text(&self) -> &str {
        &self.source.text
    }

    /// The tree: a mapping with `openapi` and `paths`.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The tree, to change. Places are still looked up in the text that was read.
    pub(crate) fn root_mut(&mut self) -> &mut Node {
        &mut self.root
    }

    /// The tree, to change with parts of another document, and what remembers where each is from.
    pub(crate) fn parts_mut(&mut self, other: &Self) -> (&mut Node, Recorder<'_>) {
        let recorder = self.origins.record(other.source.clone());
        (&mut self.root, recorder)
    }

    /// The same document with another tree. Places are still looked up in the text that was read.
    #[must_use]
    pub fn with_root(&self, root: Node) -> Self {
        Self {
            source: self.source.clone(),
            root,
            origins: self.origins.clone(),
        }
    }

    /// The mapping of the components of a kind, such as `schemas`.
    pub fn components(&self, kind: &str) -> Option<&Mapping> {
        self.root.get("components")?.get(kind)?.as_mapping()
    }

    /// Writes the tree as YAML.
    ///
    /// JSON, which is YAML too, if there is a text that the writer does not quote although it should:
    /// `<<`, which is a merge as a key, and one with a character that older YAML takes for the end of a
    /// line.
    pub fn to_yaml(&self) -> String {
        if self
            .root
            .has_text(|text| text == "<<" || text.contains(LINE_ENDS))
        {
            return self.to_json();
        }
        // The writer fails on enumerations within enumerations and on bytes only, which nodes have not.
        serde_yaml::to_string(&self.root).unwrap_or_default()
    }

    /// Writes the tree as JSON, indented by two spaces.
    pub fn to_json(&self) -> String {
        // The writer fails on keys that are not text only, which mappings have not.
        let text = serde_json::to_string_pretty(&self.root).unwrap_or_default();
        if !text.contains(LINE_ENDS) {
            return text;
        }
        // They stand in texts alone.
        let escaped =
            |text: String, end: char| text.replace(end, &format!("\\u{:04x}", u32::from(end)));
        LINE_ENDS.into_iter().fold(text, escaped)
    }
}

/// What ends a line for readers of YAML 1.1, besides what does for all.
const LINE_ENDS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];

fn position(file: String, line: usize, column: Option<usize>) -> Place {
    Place {
        file,
        line: u32::try_from(line).ok(),
        column: column.and_then(|column| u32::try_from(column).ok()),
        pointer: String::new(),
    }
}

fn read_json(name: &str, text: &str) -> Result<Node, Diagnostics> {
    serde_json::from_str(text).map_err(|error| {
        let place = position(name.to_owned(), error.line(), Some(error.column().max(1)));
        let shown = error.to_string();
        let reason = shown
            .rsplit_once(" at line ")
            .map_or(&*shown, |(reason, _)| reason);
        let message = if reason == "recursion limit exceeded" {
            format!("found more than {} levels of nesting", MAX_DEPTH - 1)
        } else if error.is_data() {
            reason.to_owned()
        } else {
            format!("found text that is not JSON: {reason}")
        };
        Diagnostic::error(place, message).into()
    })
}

fn read_yaml(name: &str, text: &str) -> Result<Node, Diagnostics> {
    yaml::read(text).map_err(|fault| {
        let mut place = position(name.to_owned(), fault.line, Some(fault.column));
        place.pointer = fault.pointer.to_string();
        let mut diagnostic = Diagnostic::error(place, fault.message);
        diagnostic.help = fault.help.map(Into::into);
        diagnostic.into()
    })
}

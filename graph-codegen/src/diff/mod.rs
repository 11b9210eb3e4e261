//! What a new description means for code that was generated from an old one.
//!
//! Two [`Surface`]s are compared item by item: [`compare`] pairs the items of one with those of the
//! other, by what they are in the description and then by what they are called, and judges what
//! became of each as a compiler and a user of the code would.
//!
//! ```
//! use graph_codegen::diff::{Revision, VersionStep, compare};
//! use graph_codegen::{Document, Generator, Selection};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let text = |property| format!(r#"
//! openapi: 3.0.4
//! info: {{title: Ping, version: '1'}}
//! paths:
//!   /ping:
//!     get:
//!       responses: {{2XX: {{description: d, content: {{application/json: {{schema:
//!         {{$ref: '#/components/schemas/pong'}}}}}}}}}}
//! components: {{schemas: {{pong: {{type: object, properties: {{{property}: {{type: string}}}}}}}}}}
//! "#);
//! let (old, new) = (text("colour"), text("color"));
//! let (old, new) = (Document::parse("old.yaml", old)?, Document::parse("new.yaml", new)?);
//! let generator = Generator::new(Selection::default());
//! let (before, after) = (generator.plan(&old)?, generator.plan(&new)?);
//!
//! let diff = compare(
//!     Revision { document: &old, surface: &before.surface },
//!     Revision { document: &new, surface: &after.surface },
//! );
//! assert_eq!(diff.version_step(), Some(VersionStep::Major));
//! let changes = diff.changes.iter().map(|change| (change.path(), change.kind.to_string()));
//! assert_eq!(
//!     changes.collect::<Vec<_>>(),
//!     [
//!         ("models::Pong::colour", "removed".to_owned()),
//!         ("models::Pong::color", "added".to_owned()),
//!     ]
//! );
//! # Ok(())
//! # }
//! ```

mod alone;
mod change;
mod changed;
mod compare;
mod conventions;
mod follow;
mod judge;
mod markdown;
mod notes;
mod pairs;
mod renames;
mod report;
mod said;
mod selections;
mod signature;
mod style;
#[cfg(test)]
mod tests;
mod uses;

pub use self::change::{Change, ChangeKind, Severity, Side, Style};
pub use self::notes::Note;
pub use self::report::{Counts, Described, Diff, Summary, VersionStep};
pub use self::selections::selections;

use crate::plan::Surface;
use crate::source::Document;

/// A description, and what is generated for a selection of it.
#[derive(Clone, Copy, Debug)]
pub struct Revision<'a> {
    /// The whole description, from which the surface was planned: places are looked up there, and
    /// what it has beside the selection tells changes of the API from differences of style.
    pub document: &'a Document,
    /// What is generated.
    pub surface: &'a Surface,
}

/// Compares what was generated with what would be.
///
/// The same selection of both is meant to be compared, planned with the same preferences. What
/// speaks against that is in [`Diff::notes`].
pub fn compare(old: Revision<'_>, new: Revision<'_>) -> Diff {
    compare::compare(old, new)
}

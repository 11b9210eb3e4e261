//! From what is wanted, and what is there, to what has to be done.

mod cargo_tomls;
mod change;
mod conflict;
mod decision;
mod document;
mod files;
mod folder;
mod list;
mod merge;
mod places;
mod plan;
mod record;
mod settings;
mod step;
#[cfg(test)]
mod tests;

pub use change::{CargoTomlChange, Change};
pub use conflict::{Conflict, Conflicts, Error, OutputError};
pub use document::{Ownership, document_text, write_document};
pub use plan::{Overwrite, Plan, plan};

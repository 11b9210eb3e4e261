//! Identifiers and file names.
//!
//! An [`Identifier`] can only be minted by a [`Scope`], and a scope never mints the same one
//! twice: generated names cannot clash, and no text of a document reaches the generated code
//! in any other way than through here, a doc comment or a string literal.

mod case;
mod scope;

pub use case::{pascal_case, snake_case};
pub use scope::{ClaimError, Convention, Identifier, Scope};

//! Generates typed Microsoft Graph clients from OpenAPI descriptions.
//!
//! Data flows one way: a [`source`] is read and changed by [overlays](Overlay), a part of it [`select`]ed, read into the
//! intermediate representation ([`ir`]), given names ([`naming`]) and [`render`]ed. This library
//! neither prints nor exits, and the same input gives the same output. Build scripts have an entry of
//! their own, `build`, which speaks to cargo.
//!
//! ```
//! use graph_codegen::{Document, Generator, Pattern, Selection};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let document = Document::parse("ping.yaml", r#"
//! openapi: 3.0.4
//! info: {title: Ping, version: '1'}
//! servers: [{url: 'https://graph.microsoft.com/v1.0/'}]
//! paths:
//!   /ping:
//!     get:
//!       responses: {2XX: {description: Success}}
//! "#)?;
//! let selection = Selection::of([Pattern::parse("/ping")?]);
//! let generated = Generator::new(selection).generate(&document, "ping")?;
//! assert_eq!(generated.summary.operations, 1);
//!
//! let files = generated.into_files("mod.rs")?;
//! assert!(files.iter().any(|file| file.path.ends_with("ping.rs")));
//! # Ok(())
//! # }
//! ```

#[cfg(feature = "build")]
pub mod build;
pub mod deprecation;
pub mod diagnostics;
pub mod diff;
mod generator;
pub mod ir;
#[cfg(feature = "output")]
pub mod lock;
pub mod manifest;
pub mod naming;
pub mod openapi;
pub mod output;
mod overlay;
mod package;
pub mod permissions;
pub mod plan;
pub mod render;
pub mod reuse;
pub mod select;
pub mod source;

pub use diagnostics::{Diagnostic, Diagnostics};
pub use generator::{Error, Generated, Generator, Planned, Summary, Trimmed, trim, trim_with};
pub use output::{GeneratedFile, Target};
pub use overlay::Overlay;
pub use package::{ClientDependency, Package};
pub use permissions::{PermissionCounts, PermissionTable};
pub use plan::{Feature, Form, Preferences, Rename, Surface};
pub use render::RuntimePath;
pub use reuse::{ModelRecord, Reuse, ReusedModule};
pub use select::{Descendants, Navigation, Pattern, Selection, TrimReport};
pub use source::Document;

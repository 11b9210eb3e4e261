//! The expected code of every case, compiled without a warning, and used.

#![deny(warnings)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what went wrong by panicking"
)]

mod calls;
mod misread;
mod values;

#[rustfmt::skip]
#[path = "alternate_keys/expected/mod.rs"]
pub(crate) mod alternate_keys;
#[rustfmt::skip]
#[path = "binary/expected/mod.rs"]
pub(crate) mod binary;
#[rustfmt::skip]
#[path = "casts/expected/mod.rs"]
pub(crate) mod casts;
#[rustfmt::skip]
#[path = "choice/expected/mod.rs"]
pub(crate) mod choice;
#[rustfmt::skip]
#[path = "deprecated/expected/mod.rs"]
pub(crate) mod deprecated;
#[rustfmt::skip]
#[path = "enumeration/expected/mod.rs"]
pub(crate) mod enumeration;
#[rustfmt::skip]
#[path = "family/expected/mod.rs"]
pub(crate) mod family;
#[rustfmt::skip]
#[path = "flags/expected/mod.rs"]
pub(crate) mod flags;
#[rustfmt::skip]
#[path = "functions/expected/mod.rs"]
pub(crate) mod functions;
#[rustfmt::skip]
#[path = "inheritance/expected/mod.rs"]
pub(crate) mod inheritance;
#[rustfmt::skip]
#[path = "inline_bodies/expected/mod.rs"]
pub(crate) mod inline_bodies;
#[rustfmt::skip]
#[path = "module_descriptions/expected/mod.rs"]
pub(crate) mod module_descriptions;
#[rustfmt::skip]
#[path = "names/expected/mod.rs"]
pub(crate) mod names;
#[rustfmt::skip]
#[path = "namespaces/expected/mod.rs"]
pub(crate) mod namespaces;
#[rustfmt::skip]
#[path = "navigation/expected/mod.rs"]
pub(crate) mod navigation;
#[rustfmt::skip]
#[path = "nullable/expected/mod.rs"]
pub(crate) mod nullable;
#[rustfmt::skip]
#[path = "odata_segments/expected/mod.rs"]
pub(crate) mod odata_segments;
#[rustfmt::skip]
#[path = "options/expected/mod.rs"]
pub(crate) mod options;
#[rustfmt::skip]
#[path = "page/expected/mod.rs"]
pub(crate) mod page;
#[rustfmt::skip]
#[path = "permissions/expected/mod.rs"]
pub(crate) mod permissions;
#[rustfmt::skip]
#[path = "recursion/expected/mod.rs"]
pub(crate) mod recursion;
#[rustfmt::skip]
#[path = "scalars/expected/mod.rs"]
pub(crate) mod scalars;
#[rustfmt::skip]
#[path = "constructs/expected/mod.rs"]
pub(crate) mod constructs;
#[rustfmt::skip]
#[path = "edition31/expected/mod.rs"]
pub(crate) mod edition31;
#[rustfmt::skip]
#[path = "disagreements/expected/mod.rs"]
pub(crate) mod disagreements;

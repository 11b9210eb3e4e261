//! Models lose nothing: what is decoded and encoded again is the same JSON value.
//!
//! The payloads are built at random, from the schemas of the specification that the models were
//! generated from and from JSON that has nothing to do with them.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod any_json;
mod constants;
mod errors;
mod payload;
mod round_trip;
mod same;
mod schema;
mod typed;
mod untyped;

use std::sync::OnceLock;

use graph_codegen::Document;

/// What the models were generated from.
fn document() -> &'static Document {
    static DOCUMENT: OnceLock<Document> = OnceLock::new();
    DOCUMENT.get_or_init(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs/graph-v1.0.yaml");
        let text = std::fs::read_to_string(path).unwrap();
        Document::parse(path, text).unwrap()
    })
}

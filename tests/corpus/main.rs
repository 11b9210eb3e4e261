//! Parts of Microsoft Graph that nothing here was written for, and the whole of it: they
//! generate, account for every operation, compile without a warning, make the right requests, and
//! lose nothing.
//!
//! Most of it needs the description of the whole of Graph v1.0: the environment variable
//! `GRAPH_OPENAPI`, or `../shared/graph/openapi-v1.0.yaml` beside the checkout. Without it, what
//! needs it says that it was skipped. What takes minutes is ignored unless asked for:
//!
//! ```sh
//! cargo test -p graph-tests --test corpus -- --ignored
//! ```

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

#[path = "../models/any_json.rs"]
mod any_json;
mod changes;
mod crates;
mod features;
#[path = "../models/payload.rs"]
mod payload;
mod permissions;
mod programs;
mod public_items;
mod repeatable;
#[path = "../golden/reversed.rs"]
mod reversed;
mod round_trip;
#[path = "../models/same.rs"]
mod same;
#[path = "../models/schema.rs"]
mod schema;
mod slices;
mod stable;

use std::sync::OnceLock;

use graph_codegen::{Document, Navigation, Pattern, Selection};

/// The whole of Graph, if it is there.
fn whole() -> Option<&'static Document> {
    static DOCUMENT: OnceLock<Option<Document>> = OnceLock::new();
    let document = DOCUMENT.get_or_init(|| {
        let (name, text) = graph_tests::whole_graph::text()?;
        Some(Document::parse(name, text).unwrap_or_else(|errors| panic!("{errors}")))
    });
    document.as_ref()
}

/// What the payloads are built from.
fn document() -> &'static Document {
    whole().unwrap()
}

fn selection(include: &[&str], navigation: Navigation) -> Selection {
    let patterns = include.iter().map(|text| Pattern::parse(text).unwrap());
    Selection::of(patterns).navigation(navigation)
}

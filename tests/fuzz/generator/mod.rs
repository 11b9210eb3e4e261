//! What the generator reads: descriptions, overlays, patterns, manifests, permissions.

mod arguments;
mod compiled;
mod descriptions;
mod identifiers;
mod invariants;
mod overlays;
mod seeds;
mod trees;

//! Descriptions: trees, and text that is YAML or JSON or was.

use proptest::prelude::*;
use proptest::sample::Index;

use super::invariants::outcome;
use super::seeds::seeds;
use super::trees::{Mutation, mutated, mutations};
use crate::target;
use crate::texts::{Edit, edited, edits};

/// A seed, another one for parts, and what is changed.
pub(crate) type Tree = (Index, Index, Vec<Mutation>);

pub(crate) fn tree() -> impl Strategy<Value = Tree> {
    (any::<Index>(), any::<Index>(), mutations())
}

/// The description that comes of a tree.
pub(crate) fn description((seed, donor, mutations): &Tree) -> String {
    let seeds = seeds();
    let document = &seeds[seed.index(seeds.len())].document;
    let donor = &seeds[donor.index(seeds.len())].document;
    let root = mutated(document.root(), donor.root(), mutations);
    document.with_root(root).to_json()
}

target!(
    /// Descriptions whose nodes are moved, doubled, removed and replaced.
    trees_of_descriptions,
    tree(),
    |tree| drop(outcome(&description(tree)))
);

target!(
    /// Text that was YAML.
    yaml,
    (any::<Index>(), edits()),
    |(seed, edits): &(Index, Vec<Edit>)| {
        let seeds = seeds();
        outcome(&edited(&seeds[seed.index(seeds.len())].text, edits));
    }
);

target!(
    /// Text that was JSON.
    json,
    (any::<Index>(), edits()),
    |(seed, edits): &(Index, Vec<Edit>)| {
        let seeds = seeds();
        let text = seeds[seed.index(seeds.len())].document.to_json();
        outcome(&edited(&text, edits));
    }
);

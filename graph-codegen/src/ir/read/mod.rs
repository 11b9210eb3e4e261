//! From a document to facts.

mod alternatives;
mod documentation;
mod enumerations;
mod families;
mod findings;
mod inheritance;
mod inline;
mod keys;
mod limits;
mod objects;
mod operations;
mod parameters;
mod permissions;
mod scalars;
mod schemas;
mod type_refs;

use std::collections::{BTreeMap, HashMap, HashSet};

use findings::Findings;
use schemas::Entry;

use super::{Api, Key, Type, TypeRef, ValueList};
use crate::openapi::{Description, misplaced};
use crate::source::{Document, Finding, Pointer};

pub(crate) use documentation::deprecation;
pub(super) use inheritance::MOST_ANCESTORS;

/// Reads a document, and what is wrong with it or cannot be expressed.
///
/// What has an error is left out or kept as any JSON, so that the rest can be used: whoever
/// selects a part of the document judges whether a finding concerns that part.
pub fn read(document: &Document) -> (Api, Vec<Finding>) {
    let description = Description::of(document);
    let mut reader = Reader {
        description: &description,
        entries: HashMap::new(),
        aliases: HashMap::new(),
        types: BTreeMap::new(),
        findings: Findings::default(),
        told: HashSet::new(),
        value_lists: HashMap::new(),
        nesting: 0,
    };
    reader.read_schemas();
    let (operations, tree) = reader.read_operations();
    let mut findings = misplaced(document);
    // What was read of such a place says nothing more.
    let places: HashSet<Pointer> = findings.iter().map(|one| one.pointer.clone()).collect();
    let others = reader.findings.into_inner().into_iter();
    findings.extend(others.filter(|one| !places.contains(&one.pointer)));
    let mut api = Api {
        title: description.title(),
        version: description.version(),
        root: description.service_root(&mut findings),
        types: reader.types,
        operations,
        tree,
        keys: BTreeMap::new(),
    };
    api.keys = keys::find_keys(&api);
    (api, findings)
}

struct Reader<'r, 'd> {
    description: &'r Description<'d>,
    /// What each schema of the document became.
    entries: HashMap<&'d str, Entry>,
    /// What the aliases among them stand for; none while one is being read.
    aliases: HashMap<String, Option<(TypeRef, bool)>>,
    types: BTreeMap<Key, Type>,
    findings: Findings,
    /// The schemas whose keywords without a form have been reported.
    told: HashSet<Pointer>,
    /// The values of options that have been read.
    value_lists: HashMap<Vec<&'d str>, ValueList>,
    /// How many schemas around one another are being read.
    nesting: usize,
}

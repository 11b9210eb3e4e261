//! The names of types.

use std::collections::{BTreeMap, BTreeSet};

use super::decisions::TypeTraits;
use super::families::Form;
use super::inline_groups::InlineGroups;
use super::modules::Modules;
use super::options::Preferences;
use super::pins::Pins;
use crate::ir::{Api, Key, Name, Type};
use crate::naming::{Convention, Identifier, Scope, snake_case};
use crate::openapi::without_namespace;
use crate::source::Finding;

/// Names of the prelude that generated code uses as they are.
pub(super) const PRELUDE: [&str; 13] = [
    "AsRef",
    "Box",
    "Default",
    "From",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Option",
    "Self",
    "Some",
    "String",
    "Vec",
];

/// Modules beside the types of the outermost namespace.
const BESIDE_TYPES: [&str; 1] = ["targets"];

/// Namespaces are no deeper than this; what follows belongs to the name.
const DEEPEST_NAMESPACE: usize = 8;

/// What is taken of the name of a namespace, which leaves room for a number where file names end.
const LONGEST_NAMESPACE: usize = 80;

/// What a type is called and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TypeName {
    /// The modules below `models`, such as `security`.
    pub(super) namespace: Vec<Identifier>,
    /// The module, hence file, of its own.
    pub(super) module: Identifier,
    /// The name of the struct or enum.
    pub(super) identifier: Identifier,
    /// The name of the enum of it and its descendants.
    pub(super) any: Option<Identifier>,
}

/// The namespace and the name of a schema: `microsoft.graph.security.alert` is `alert` in
/// `security`.
pub(super) fn split_schema_name(name: &str) -> (Vec<String>, &str) {
    let bare = without_namespace(name);
    let mut parts: Vec<&str> = bare.splitn(DEEPEST_NAMESPACE + 1, '.').collect();
    let last = parts.pop().unwrap_or(bare);
    let namespace = parts
        .into_iter()
        .map(snake_case)
        .filter(|part| !part.is_empty())
        .collect();
    (namespace, last)
}

/// The namespace of a type, and names for it, of which the first that is free is taken.
fn candidates(name: &Name) -> (Vec<String>, Vec<String>) {
    match name {
        Name::Schema(name) => {
            let (namespace, short) = split_schema_name(name);
            (namespace, vec![short.to_owned()])
        }
        Name::Inline { owner, words } => {
            let (namespace, short) = owner.as_deref().map(split_schema_name).unwrap_or_default();
            let names = words.iter().map(|words| format!("{short} {words}"));
            (namespace, names.collect())
        }
    }
}

/// The names that are taken in a namespace.
struct Namespace {
    types: Scope,
    /// Modules of types and, beside them, of namespaces.
    files: Scope,
    /// The modules that lead to it.
    modules: Vec<Identifier>,
}

impl Namespace {
    fn new(modules: Vec<Identifier>) -> Self {
        let files = if modules.is_empty() {
            Scope::with_reserved(&BESIDE_TYPES)
        } else {
            Scope::new()
        };
        Self {
            types: Scope::with_reserved(&PRELUDE),
            files,
            modules,
        }
    }
}

/// The modules of all namespaces, outer ones before those in them, and in each those whose names
/// were decided before.
fn namespaces(api: &Api, pins: &Pins) -> BTreeMap<Vec<String>, Namespace> {
    let mut wanted: BTreeSet<Vec<String>> = BTreeSet::from([Vec::new()]);
    for kind in api.types.values() {
        let (namespace, _) = candidates(kind.name());
        for length in 1..=namespace.len() {
            wanted.insert(namespace.get(..length).unwrap_or_default().to_vec());
        }
        // What a navigation property leads to has a name, too, where it is left out.
        if let Type::Object(object) = kind {
            for target in object
                .properties
                .iter()
                .filter_map(|one| one.navigation.as_ref())
            {
                let (namespace, _) = split_schema_name(target.schema.as_str());
                for length in 1..=namespace.len() {
                    wanted.insert(namespace.get(..length).unwrap_or_default().to_vec());
                }
            }
        }
    }
    let mut namespaces: BTreeMap<Vec<String>, Namespace> = BTreeMap::new();
    let mut in_turn: Vec<_> = wanted
        .into_iter()
        .map(|name| (pins.namespace(&name.join(".")), name))
        .collect();
    in_turn.sort_by_key(|(pinned, name)| (name.len(), pinned.is_none()));
    for (pinned, name) in in_turn {
        let mut modules = Vec::new();
        if let Some((last, outer)) = name.split_last()
            && let Some(outer) = namespaces.get_mut(outer)
        {
            let short: String = last.chars().take(LONGEST_NAMESPACE).collect();
            modules.clone_from(&outer.modules);
            let claimed =
                pinned.and_then(|module| outer.files.claim(Convention::File, module).ok());
            modules.push(
                claimed.unwrap_or_else(|| outer.files.mint(Convention::File, [short.as_str()])),
            );
        }
        namespaces.insert(name, Namespace::new(modules));
    }
    namespaces
}

/// Names the modules of namespaces and all types: first those whose names were decided before or by
/// the user, then component schemas, then inline ones, last the enums of families.
pub(super) fn name_types(
    api: &Api,
    inline: &InlineGroups,
    traits: &BTreeMap<&Key, TypeTraits>,
    pins: &Pins,
    preferences: &Preferences,
    findings: &mut Vec<Finding>,
) -> (BTreeMap<Key, TypeName>, Modules) {
    let mut namespaces = namespaces(api, pins);
    let mut named: BTreeMap<Key, TypeName> = BTreeMap::new();
    let is_first = |key: &Key| inline.same_as(key).first().is_none_or(|first| first == key);
    let all = || api.types.iter().filter(|(key, _)| is_first(key));

    for (key, kind) in all() {
        let members = inline.same_as(key);
        let pin = pins
            .name(key)
            .or_else(|| members.iter().find_map(|member| pins.name(member)));
        let Some(wanted) = preferences.type_name(kind).or(pin) else {
            continue;
        };
        let (namespace, _) = candidates(kind.name());
        let Some(namespace) = namespaces.get_mut(&namespace) else {
            continue;
        };
        match namespace.types.claim(Convention::Type, wanted) {
            Ok(identifier) => {
                let file = pins
                    .file(key)
                    .or_else(|| members.iter().find_map(|member| pins.file(member)));
                let name = in_namespace(namespace, identifier, file);
                named.insert(key.clone(), name);
            }
            Err(error) => findings.push(super::options::refused(kind.place(), wanted, &error)),
        }
    }
    for inline_turn in [false, true] {
        for (key, kind) in all() {
            if kind.name().schema().is_none() != inline_turn || named.contains_key(key) {
                continue;
            }
            let namesake = api.types.get(inline.namesake(api, key)).unwrap_or(kind);
            let (namespace, names) = candidates(namesake.name());
            if let Some(namespace) = namespaces.get_mut(&namespace) {
                let names = names.iter().map(String::as_str);
                let identifier = namespace.types.mint(Convention::Type, names);
                let name = in_namespace(namespace, identifier, None);
                named.insert(key.clone(), name);
            }
        }
    }
    // The enums of families yield to the types that have their names in the document.
    for (key, kind) in all() {
        let is_enum = matches!(kind, Type::Object(_))
            && traits.get(key).is_some_and(|own| own.form == Form::Enum);
        let (namespace, _) = candidates(kind.name());
        if is_enum
            && let Some(name) = named.get_mut(key)
            && let Some(namespace) = namespaces.get_mut(&namespace)
        {
            name.any = Some(match pins.any_name(key) {
                Some(pinned) => namespace
                    .types
                    .claim(Convention::Type, pinned)
                    .unwrap_or_else(|_| namespace.types.mint(Convention::Type, [pinned])),
                None => {
                    let any = format!("any {}", name.identifier);
                    namespace.types.mint(Convention::Type, [any.as_str()])
                }
            });
        }
    }
    // The others of each group are the same type.
    for group in inline.groups() {
        let name = group.first().and_then(|first| named.get(first)).cloned();
        for (key, name) in group.iter().skip(1).zip(std::iter::repeat(name)) {
            if let Some(name) = name {
                named.insert(key.clone(), name);
            }
        }
    }
    let modules = namespaces
        .into_iter()
        .filter_map(|(name, namespace)| Some((name.join("."), namespace.modules.last().cloned()?)));
    (named, modules.collect())
}

fn in_namespace(namespace: &mut Namespace, identifier: Identifier, file: Option<&str>) -> TypeName {
    let files = &mut namespace.files;
    let module = file
        .and_then(|file| files.claim(Convention::File, file).ok())
        .unwrap_or_else(|| files.mint(Convention::File, [identifier.as_str()]));
    TypeName {
        module,
        namespace: namespace.modules.clone(),
        identifier,
        any: None,
    }
}

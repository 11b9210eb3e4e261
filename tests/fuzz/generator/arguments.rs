//! What chooses and names: patterns, manifests, locks, renames, published permissions.

use std::path::Path;

use graph_codegen::lock::Lock;
use graph_codegen::manifest::Manifest;
use graph_codegen::select::select;
use graph_codegen::{Pattern, PermissionTable, Rename, Selection};
use proptest::prelude::*;
use proptest::sample::{Index, select as one_of};

use super::seeds::seeds;
use crate::target;
use crate::texts::{Edit, edited, edits, text};

const MANIFEST: &str = "\
# Which spec becomes which module.
overlays = ['corrections.yaml']

[[module]]
name = 'v1'
spec = 'graph-v1.0.yaml'
overlays = []
out = '../src/v1'
features = '../Cargo.toml'
within-runtime = true
include = ['/users/{}#GET,PATCH', '/**/$count']
exclude = [\"/users/*\"]
navigation = 'all'
descendants = 'used'
types = ['microsoft.graph.user']
rename = { user = 'Account', 'user/displayName' = 'name' }
as-enum = ['directoryObject']
permissions = 'permissions.json'
";

const LOCK: &str = "\
version = 1

[[module]]
name = 'v1'
out = '../src/v1'
generator = '0.1.0'

[module.spec]
file = 'graph-v1.0.yaml'
version = 'v1.0'
sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

[[module.overlays]]
file = 'corrections.yaml'
sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

[module.selection]
include = ['/users/{}#GET', '/**/$count']
navigation = 'all'
descendants = 'used'
";

const PERMISSIONS: &str = r#"{"permissions": {"User.Read": {
  "authorizationType": "oAuth2",
  "schemes": {"DelegatedWork": {"adminDisplayName": "A", "requiresAdminConsent": false, "privilegeLevel": 1}},
  "pathSets": [{"schemeKeys": ["DelegatedWork"], "methods": ["GET"],
    "paths": {"/me": "least=DelegatedWork", "/users/{id}": "least=DelegatedWork;AlsoRequires=A.B,C.D"}}]}}}"#;

/// A pattern made of parts that mean something.
fn pattern() -> impl Strategy<Value = String> {
    let fixed = one_of(vec![
        "/",
        "*",
        "**",
        "{}",
        "{id}",
        "/users",
        "/**/",
        "#GET",
        "#GET,POST",
        "#",
        ",",
        "$count",
        "()",
        "(a='{a}')",
        "pets",
    ]);
    let piece = prop_oneof![6 => fixed.prop_map(str::to_owned), 1 => text()];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

target!(
    /// Patterns, read and held against descriptions.
    patterns,
    (any::<Index>(), prop::collection::vec(pattern(), 1..4), text()),
    |(seed, patterns, text): &(Index, Vec<String>, String)| {
        let seeds = seeds();
        let document = &seeds[seed.index(seeds.len())].document;
        let types = [text.clone()];
        let policy = Some(text.as_str()).filter(|text| text.len() % 2 == 1);
        if let Ok(selection) = Selection::from_texts(Some(patterns), &patterns[1..], policy, policy, &types)
            && let Err(findings) = select(document, &selection)
        {
            assert!(findings.has_errors());
        }
        for pattern in patterns {
            // What is shown of a pattern is that pattern.
            if let Ok(read) = Pattern::parse(pattern) {
                let shown = read.to_string();
                assert_eq!(Pattern::parse(&shown).unwrap().to_string(), shown);
            }
        }
        drop(Rename::parse(text));
    }
);

target!(
    /// Text that was a manifest.
    manifests,
    edits(),
    |edits: &Vec<Edit>| {
        match Manifest::parse(Path::new("specs/graph.toml"), &edited(MANIFEST, edits)) {
            Ok(manifest) => assert!(!manifest.modules.is_empty()),
            Err(findings) => assert!(findings.has_errors()),
        }
    }
);

target!(
    /// Text that was a lock: what is read of it is written and read the same.
    locks,
    edits(),
    |edits: &Vec<Edit>| {
        let path = Path::new("specs/graph.lock");
        match Lock::parse(path, &edited(LOCK, edits)) {
            Ok(lock) => {
                let written = Lock::of(lock.modules().iter().cloned());
                assert_eq!(Lock::parse(path, &written.to_text()).unwrap(), written);
                for module in lock.modules() {
                    drop(module.selection.to_selection());
                }
            }
            Err(findings) => assert!(findings.has_errors()),
        }
    }
);

target!(
    /// Text that was a file of permissions.
    tables_of_permissions,
    edits(),
    |edits: &Vec<Edit>| {
        if let Err(findings) = PermissionTable::parse("permissions.json", &edited(PERMISSIONS, edits)) {
            assert!(findings.has_errors());
        }
    }
);

//! The published permissions, on the specs of this repository and on the whole of Graph.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use graph_codegen::ir::{Caller, Method, Scheme};
use graph_codegen::permissions::needs;
use graph_codegen::{Diagnostic, Document, Generator, PermissionTable, Selection};

use super::whole;

fn table() -> Option<Arc<PermissionTable>> {
    static TABLE: OnceLock<Option<Arc<PermissionTable>>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let (name, text) = graph_tests::published_permissions::text()?;
        let table = PermissionTable::parse(name, &text);
        Some(Arc::new(table.unwrap_or_else(|errors| panic!("{errors}"))))
    });
    table.clone()
}

fn spec(name: &str) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../specs")
        .join(name);
    let text = std::fs::read_to_string(path).unwrap();
    Document::parse(name, text).unwrap()
}

#[test]
fn the_specs_say_what_is_published() {
    let Some(table) = table() else { return };
    assert!(table.warnings().is_empty(), "{}", table.warnings());
    // One operation has no entry, and no permissions on its reference page either.
    for (name, unknown) in [("graph-v1.0.yaml", 1), ("graph-beta.yaml", 0)] {
        let generator = Generator::new(Selection::default()).with_permissions(Arc::clone(&table));
        let planned = generator.plan(&spec(name)).unwrap();
        let said: Vec<String> = planned.warnings.iter().map(Diagnostic::to_string).collect();
        assert!(said.is_empty(), "{said:#?}");
        let counts = planned.permissions.unwrap();
        assert_eq!((counts.published, counts.unknown), (0, unknown), "{name}");
        assert!(counts.described > 5, "{name}");
        let known = planned.surface.operation_methods();
        for operation in known.filter(|one| one.requirements.permissions.is_some()) {
            let found = table.permissions(operation.method, &operation.path);
            assert!(
                found.is_some(),
                "{} {}",
                operation.method.token(),
                operation.path
            );
        }
    }
}

#[test]
fn what_the_client_needs_is_a_handful() {
    let planned = Generator::new(Selection::default())
        .plan(&spec("graph-v1.0.yaml"))
        .unwrap();
    let operations = || {
        planned.surface.operation_methods().map(|operation| {
            let known = operation.requirements.permissions.as_ref();
            (operation.path.clone(), known)
        })
    };
    let table = table();
    let needed = |caller| {
        let needs = needs(caller, operations(), table.as_deref());
        assert!(needs.smallest);
        assert_eq!(needs.unknown.len(), 1);
        let mut names: Vec<String> = needs.permissions.into_iter().map(|one| one.name).collect();
        names.sort_unstable();
        (names, needs.unsupported.len())
    };
    let all = planned.surface.operations();
    assert_eq!(needed(Caller::DelegatedPersonal), (vec![], all - 1));
    let names = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        needed(Caller::DelegatedWork),
        (
            names(&[
                "DelegatedPermissionGrant.ReadWrite.All",
                "Directory.Read.All",
                "Synchronization.ReadWrite.All"
            ]),
            0
        )
    );
    assert_eq!(
        needed(Caller::Application),
        (
            names(&[
                "Application.ReadWrite.OwnedBy",
                "DelegatedPermissionGrant.ReadWrite.All"
            ]),
            0
        )
    );
}

#[test]
fn paths_of_the_whole_of_graph_find_their_entries() {
    let (Some(table), Some(document)) = (table(), whole()) else {
        return;
    };
    let mut found = 0;
    for operation in graph_codegen::select::operations(document) {
        let method = Method::from_key(operation.method).unwrap();
        let Some(permissions) = table.permissions(method, operation.path) else {
            continue;
        };
        found += 1;
        for caller in Caller::ALL {
            if let Scheme::Supported { least, .. } = permissions.of(caller) {
                assert_eq!(least.len(), 1, "{}", operation.path);
            }
        }
    }
    // Most of Graph is not in the published file: paths by way of other things.
    assert!(found > 4_000, "{found}");
    // Spelled otherwise there than in the description.
    for (method, path) in [
        (Method::Get, "/users/{user-id}/messages/$count"),
        (Method::Get, "/applications(appId='{appId}')"),
        (Method::Get, "/applications(appId='{appId}')/owners"),
        (Method::Get, "/groups/{group-id}/members/graph.user"),
        (Method::Get, "/groups/{group-id}/members/graph.user/$count"),
        (
            Method::Post,
            "/directory/administrativeUnits/{administrativeUnit-id}/members/$ref",
        ),
        (Method::Get, "/users/delta()"),
        (Method::Post, "/users/{user-id}/microsoft.graph.sendMail"),
        (
            Method::Get,
            "/users/{user-id}/reminderView(StartDateTime='{StartDateTime}',EndDateTime='{EndDateTime}')",
        ),
        (
            Method::Get,
            "/reports/getTeamsUserActivityUserDetail(date={date})",
        ),
    ] {
        assert!(table.permissions(method, path).is_some(), "{path}");
    }
}

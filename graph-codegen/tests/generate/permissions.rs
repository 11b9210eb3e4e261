//! Published permissions: as an option, as a key of the manifest, and what a slice needs of them.

use super::*;

const TABLE: &str = r#"{"permissions": {
  "User.Read.All": {
    "schemes": {"DelegatedWork": {"privilegeLevel": 3}, "Application": {"privilegeLevel": 3}},
    "pathSets": [{"schemeKeys": ["DelegatedWork", "Application"], "methods": ["GET"],
      "paths": {"/users": "least=DelegatedWork,Application"}}]
  },
  "Group.Read.All": {
    "schemes": {"DelegatedWork": {"privilegeLevel": 2}},
    "pathSets": [{"schemeKeys": ["DelegatedWork"], "methods": ["GET"],
      "paths": {"/groups": "least=DelegatedWork"}}]
  }
}}"#;

fn folder() -> Folder {
    let folder = Folder::with_spec(&["users", "groups", "sites"]);
    folder.write("permissions.json", TABLE);
    folder
}

#[test]
fn generated_operations_know_the_published_permissions() {
    let folder = folder();
    let plain = folder.generate_crate("plain", &[]).done();
    assert!(!plain.contains("permissions:"), "{plain}");
    assert!(!folder.path("plain/src/requirements.rs").exists());

    let printed = folder
        .generate_crate("known", &["--permissions", "permissions.json"])
        .done();
    assert!(
        printed.contains("\n  permissions: 0 described, 2 published, 1 unknown\n"),
        "{printed}"
    );
    let users = folder.read("known/src/users.rs");
    assert!(
        users.contains("Needs `User.Read.All` (delegated, application)"),
        "{users}"
    );
    assert!(
        users.contains("pub const GET: operation::Operation"),
        "{users}"
    );
    let sites = |crate_name: &str| folder.read(&format!("{crate_name}/src/sites.rs"));
    assert_eq!(sites("known"), sites("plain"));
    // What asks the same is said once.
    let requirements = folder.read("known/src/requirements.rs");
    assert_eq!(
        requirements.matches("pub static").count(),
        2,
        "{requirements}"
    );
}

#[test]
fn a_manifest_names_the_file() {
    let folder = folder();
    let manifest = "[[module]]\nname = 'v1'\nspec = 'api.yaml'\nout = 'v1'\n\
                    permissions = 'permissions.json'\n";
    folder.write("graph.toml", manifest);
    folder.generate_modules(&[]).done();
    assert!(folder.path("v1/requirements.rs").exists());
    folder.generate_modules(&["--check"]).done();
    folder.edit("graph.toml", "'permissions.json'", "'lost.json'");
    let refused = folder.generate_modules(&[]).refused();
    assert!(
        refused.starts_with("error: graph.toml:1:1: module `v1`: cannot read lost.json: ")
            && refused.ends_with("\n  help: mend the path in `permissions`\n"),
        "{refused}"
    );
}

#[test]
fn a_file_that_cannot_be_used_is_refused() {
    let folder = folder();
    folder.write(
        "permissions.json",
        "{\"permissions\": {\"A\": 1,\n\"B\": []}}",
    );
    let before = folder.tree();
    let refused = folder
        .generate_crate("out", &["--permissions", "permissions.json"])
        .refused();
    assert_eq!(
        refused,
        "error: permissions.json:1:18: found a number, expected a mapping with `schemes` and \
         `pathSets`\n  at /permissions/A\n\n\
         error: permissions.json:2:1: found a sequence, expected a mapping with `schemes` and \
         `pathSets`\n  at /permissions/B\n"
    );
    assert_eq!(folder.tree(), before);
    let lost = folder
        .generate_crate("out", &["--permissions", "lost.json"])
        .refused();
    assert!(lost.starts_with("error: cannot read lost.json: "), "{lost}");
}

#[test]
fn trimming_writes_the_permissions_down() {
    let folder = folder();
    let trim = [
        "--spec",
        "api.yaml",
        "--include",
        "/users",
        "/sites",
        "--out",
        "cut.yaml",
    ];
    let outcome = folder.run(
        "trim",
        &[&trim[..], &["--permissions", "permissions.json"]].concat(),
    );
    assert!(
        outcome
            .errors
            .ends_with("\npermissions: 0 described, 1 published, 1 unknown\n"),
        "{outcome:?}"
    );
    assert_eq!(outcome.code, Some(0));
    assert!(folder.read("cut.yaml").contains(
        "      x-graph-permissions:\n        delegatedWork:\n          least:\n          - \
         User.Read.All\n          higher: []\n        delegatedPersonal: unsupported\n"
    ));
}

const SPEC: [&str; 2] = ["--spec", "api.yaml"];
const PERMISSIONS: [&str; 2] = ["--permissions", "permissions.json"];

#[test]
fn the_needs_of_a_slice_are_printed() {
    let folder = folder();
    let arguments = [&SPEC[..], &PERMISSIONS, &["--scheme", "delegated-work"]].concat();
    assert_eq!(
        folder.run("permissions", &arguments).done(),
        "delegated-work: 2 permissions for 2 operations
  Group.Read.All (level 2)
    GET /groups
  User.Read.All (level 3)
    GET /users
  nothing is known of:
    GET /sites
"
    );
    let all = folder
        .run("permissions", &[SPEC, PERMISSIONS].concat())
        .done();
    let heads: Vec<&str> = all.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(
        heads,
        [
            "delegated-work: 2 permissions for 2 operations",
            "",
            "delegated-personal: 0 permissions for 0 operations",
            "",
            "application: 1 permission for 1 operation",
        ]
    );
    let chosen = [&SPEC[..], &PERMISSIONS, &["--include", "/groups", "--json"]].concat();
    let value = folder.run("permissions", &chosen).json(0);
    assert_eq!(
        value["schemes"][0],
        serde_json::json!({
            "scheme": "delegated-work",
            "permissions": [{"name": "Group.Read.All", "level": 2}],
            "smallest": true,
            "operations": [{"operation": "GET /groups", "permissions": ["Group.Read.All"]}],
            "unsupported": [],
            "unknown": [],
        })
    );
    assert_eq!(value["schemes"][2]["unsupported"][0], "GET /groups");
}

#[test]
fn the_modules_of_a_manifest_are_looked_at_together() {
    let folder = folder();
    let module = |name: &str, include: &str| {
        format!(
            "[[module]]\nname = '{name}'\nspec = 'api.yaml'\nout = '{name}'\n\
             include = ['{include}']\npermissions = 'permissions.json'\n"
        )
    };
    folder.write(
        "graph.toml",
        &(module("one", "/users") + &module("two", "/groups")),
    );
    let arguments = ["--manifest", "graph.toml", "--scheme", "delegated-work"];
    let printed = folder.run("permissions", &arguments).done();
    assert!(printed.contains("\n    two GET /groups\n"), "{printed}");
    assert!(printed.contains("\n    one GET /users\n"), "{printed}");
    let refused = folder
        .run("permissions", &["--include", "/users"])
        .refused();
    assert!(
        refused.starts_with("error: --include, --overlay, --rename and their like go with --spec"),
        "{refused}"
    );
}

#[test]
fn a_scheme_that_is_none_is_refused() {
    let folder = folder();
    let refused = folder.run("permissions", &[&SPEC[..], &["--scheme", "robot"]].concat());
    let refused = refused.refused();
    for name in [
        "robot",
        "application",
        "delegated-work",
        "delegated-personal",
    ] {
        assert!(refused.contains(name), "{refused}");
    }
    let wrong = folder
        .run("permissions", &["--spec", "lost.yaml", "--json"])
        .json(2);
    let message = wrong["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("cannot read lost.yaml"), "{message}");
}

/// The report of stale guests in the tests package, whose spec says its permissions itself.
#[test]
fn the_example_of_stale_guests_needs_two_permissions() {
    let spec = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../tests/examples/stale_guests/users.yaml"
    );
    let folder = folder();
    let arguments = ["--spec", spec, "--scheme", "application"];
    let printed = folder.run("permissions", &arguments).done();
    assert_eq!(
        printed,
        "application: 2 permissions for 2 operations\n\
         \x20 AuditLog.Read.All\n\
         \x20   GET /users (together with Directory.Read.All)\n\
         \x20 Directory.Read.All\n\
         \x20   GET /users (together with AuditLog.Read.All)\n\
         \x20   GET /users/{user-id}\n"
    );
}

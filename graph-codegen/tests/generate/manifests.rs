//! Manifests that cannot be used: nothing is written, and the place and the module are named.

use super::*;

/// What is said about a manifest with one module.
fn refusal(module: &str) -> String {
    let folder = Folder::with_spec(&["users"]);
    folder.write("graph.toml", &format!("[[module]]\nname = 'v1'\n{module}"));
    let before = folder.tree();
    let refused = folder.generate_modules(&[]).refused();
    assert_eq!(folder.tree(), before);
    refused
}

#[test]
fn nothing_to_include_is_refused() {
    let refused = refusal("spec = 'api.yaml'\nout = 'v1'\ninclude = []\n");
    assert_eq!(
        refused,
        "error: graph.toml:1:1: module `v1`: `include` is empty, so nothing would be generated\n  \
         help: write patterns, such as `include = [\"/users/**\"]`, or leave `include` out to take \
         the whole spec\n"
    );
}

#[test]
fn files_that_are_missing_are_told_together() {
    let refused = refusal("spec = 'lost.yaml'\nout = 'v1'\nfeatures = 'Cargo.toml'\n");
    for (file, key) in [("lost.yaml", "spec"), ("Cargo.toml", "features")] {
        let said = format!("error: graph.toml:1:1: module `v1`: cannot read {file}: ");
        assert!(refused.contains(&said), "{refused}");
        assert!(
            refused.contains(&format!("\n  help: mend the path in `{key}`")),
            "{refused}"
        );
    }
}

#[test]
fn a_folder_is_no_spec() {
    let refused = refusal("spec = '.'\nout = 'v1'\n");
    assert!(
        refused.contains("module `v1`: cannot read .: it is not a file\n"),
        "{refused}"
    );
}

#[test]
fn paths_that_lead_out_of_the_repository_are_refused() {
    let folder = Folder::with_spec(&["users"]);
    fs::create_dir_all(folder.path("mine/.git")).unwrap();
    folder.write("Cargo.toml", "");
    folder.write(
        "mine/specs/graph.toml",
        "[[module]]\nname = 'v1'\nspec = '../../api.yaml'\nout = '../../v1'\n\
         features = '../../Cargo.toml'\n",
    );
    let refused = folder
        .generate(&["--manifest", "mine/specs/graph.toml"])
        .refused();
    for (key, path) in [("out", "v1"), ("features", "Cargo.toml")] {
        let said = format!(
            "error: mine/specs/graph.toml:1:1: module `v1`: `{key}` is mine/specs/../../{path}, \
             outside of the repository "
        );
        assert!(refused.contains(&said), "{refused}");
    }
    folder.edit("mine/specs/graph.toml", "'../../v1'", "'../v1'");
    folder.edit(
        "mine/specs/graph.toml",
        "features = '../../Cargo.toml'\n",
        "",
    );
    folder
        .generate(&["--manifest", "mine/specs/graph.toml"])
        .done();
    assert!(folder.path("mine/v1/users.rs").exists());
}

#[test]
fn what_is_wrong_is_readable_by_programs() {
    let folder = Folder::with_spec(&["users"]);
    folder.write("graph.toml", "");
    let json = folder.generate_modules(&["--json"]).json(2);
    assert_eq!(
        json["errors"],
        serde_json::json!([{
            "severity": "error",
            "place": {"file": "graph.toml", "line": null, "column": null, "pointer": ""},
            "message": "the manifest has no modules",
            "help": "write `[[module]]`, and below it `name`, `spec` and `out`",
        }])
    );
}

#[test]
fn a_manifest_that_is_missing_is_named() {
    let folder = Folder::with_spec(&[]);
    let refused = folder.generate(&[]).refused();
    assert!(
        refused.starts_with("error: cannot read specs/graph.toml: "),
        "{refused}"
    );
}

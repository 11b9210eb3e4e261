//! Modules of a manifest, and the features of their crate.

use super::*;

const CARGO_TOML: &str = "\
[package]
name = \"mine\"

[features]
default = [\"v1\", \"v1-tls\"]
# Not generated.
v1-tls = []
";

/// A module of the spec `api.yaml` with features.
fn module(name: &str, out: &str) -> String {
    format!(
        "[[module]]\nname = \"{name}\"\nspec = \"api.yaml\"\nout = \"{out}\"\n\
         features = \"Cargo.toml\"\n"
    )
}

fn folder(manifest: &str) -> Folder {
    let folder = Folder::with_spec(&["users"]);
    folder.write("Cargo.toml", CARGO_TOML);
    folder.write("graph.toml", manifest);
    folder
}

#[test]
fn features_of_modules_whose_names_begin_alike_are_kept_apart() {
    let beta = module("v1-beta", "src/beta");
    let folder = folder(&(beta + &module("v1", "src/v1")));
    folder.generate_modules(&[]).done();
    let features =
        "v1-beta = [\"v1-beta-users\"]\nv1-beta-users = []\nv1 = [\"v1-users\"]\nv1-users = []\n";
    assert_eq!(folder.read("Cargo.toml"), format!("{CARGO_TOML}{features}"));
    folder.generate_modules(&["--check"]).done();

    folder.write_spec(&["groups"]);
    folder.generate_modules(&[]).done();
    let features = features.replace("users", "groups");
    assert_eq!(folder.read("Cargo.toml"), format!("{CARGO_TOML}{features}"));
}

#[test]
fn a_feature_of_the_user_is_an_error() {
    let folder = folder(&module("v1", "src/v1"));
    folder.edit(
        "Cargo.toml",
        "v1-tls = []",
        "v1-tls = []\nv1-users = [\"v1-tls\"]",
    );
    let before = folder.tree();
    assert_eq!(
        folder.generate_modules(&[]).refused(),
        "error: nothing was written, because of what is in the way\n  \
         Cargo.toml: `features.v1-users` is there already, and was not generated; `--overwrite` \
         sets it\n"
    );
    assert_eq!(folder.tree(), before);
}

#[test]
fn a_feature_that_goes_and_is_in_use_is_an_error() {
    let folder = folder(&module("v1", "src/v1"));
    folder.generate_modules(&[]).done();
    folder.edit("Cargo.toml", "\"v1-tls\"]", "\"v1-tls\", \"v1-users\"]");
    folder.write_spec(&["groups"]);
    assert_eq!(
        folder.generate_modules(&[]).refused(),
        "error: nothing was written, because of what is in the way\n  \
         Cargo.toml: the feature `v1-users` is not generated any more, but `default` names it; \
         `--overwrite` takes it out there\n"
    );
    folder.generate_modules(&["--overwrite"]).done();
    assert!(
        folder
            .read("Cargo.toml")
            .contains("default = [\"v1\", \"v1-tls\"]\n")
    );
}

#[test]
fn nothing_is_written_for_any_module_when_one_is_refused() {
    let folder = folder(&(module("v1", "src/v1") + &module("beta", "src/beta")));
    folder.write("src/beta/mod.rs", "mine");
    let before = folder.tree();
    folder.generate_modules(&[]).refused();
    assert_eq!(folder.tree(), before);
}

#[test]
fn modules_with_one_folder_are_refused() {
    let folder = folder(&(module("v1", "src/api") + &module("beta", "src/../src/api")));
    let before = folder.tree();
    assert_eq!(
        folder.generate_modules(&["--overwrite"]).refused(),
        "error: nothing was written, because of what is in the way\n  \
         src/../src/api: the folder belongs to both `v1` and `beta`; keep them apart\n"
    );
    assert_eq!(folder.tree(), before);
}

#[test]
fn a_module_may_be_within_another() {
    let folder = folder(&(module("v1", "src/v1") + &module("beta", "src/v1/beta")));
    folder.generate_modules(&[]).done();
    folder.generate_modules(&["--check"]).done();
    folder.write_spec(&["groups"]);
    folder.generate_modules(&[]).done();
    assert!(folder.path("src/v1/beta/groups.rs").exists());
    assert!(!folder.path("src/v1/beta/users.rs").exists());
    folder.generate_modules(&["--check"]).done();
}

#[test]
fn modules_of_one_name_and_one_cargo_toml_are_refused() {
    let folder = folder(&(module("v1", "src/v1") + &module("v1", "src/other")));
    assert_eq!(
        folder.generate_modules(&[]).refused(),
        "error: graph.toml:6:1: module `v1`: another module has this name, and its features in \
         the same file\n  help: call it otherwise\n"
    );
    // The same file by another path.
    folder.edit(
        "graph.toml",
        "other\"\nfeatures = \"",
        "other\"\nfeatures = \"./",
    );
    let refused = folder.generate_modules(&[]).refused();
    let shared = ": `features.v1` belongs to both `v1` and `v1`; keep them apart\n";
    assert!(refused.contains(shared), "{refused}");
    assert!(!folder.path("src").exists());
}

#[test]
fn a_record_of_the_types_is_kept_where_one_is_asked_for() {
    let folder = Folder::with_spec(&["users"]);
    folder.write(
        "graph.toml",
        "[[module]]\nname = 'v1'\nspec = 'api.yaml'\nout = 'v1'\nrecord = 'records/v1'\n",
    );
    let printed = folder.generate_modules(&[]).done();
    // Its own files and those of the record: `models.txt`, and what was generated.
    assert!(
        folder
            .read("records/v1/models.txt")
            .starts_with("// @generated")
    );
    assert!(folder.path("records/v1/.graph-codegen.toml").exists());
    let printed_again = folder.generate_modules(&["--check"]).done();
    assert!(printed_again.contains("0 to write"), "{printed_again}");
    assert!(printed.contains("0 unchanged"), "{printed}");

    folder.write("records/v1/models.txt", "mine");
    let refused = folder.generate_modules(&[]).refused();
    assert!(refused.contains("records/v1/models.txt"), "{refused}");
}

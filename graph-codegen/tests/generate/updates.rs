//! `update` from a file.

use super::*;

const MODULE: &str = "[[module]]\nname = 'v1'\nspec = 'v1.yaml'\nout = 'src/v1'\n\
                      features = 'Cargo.toml'\ninclude = ['/users/**']\n";
const CARGO_TOML: &str = "[package]\nname = \"mine\"\nversion = \"1.4.0\"\n\n[features]\n";

/// A folder with a manifest, and no spec yet.
fn folder(published: &[&str]) -> Folder {
    let folder = Folder::with_spec(published);
    folder.write("graph.toml", MODULE);
    folder.write("Cargo.toml", CARGO_TOML);
    folder
}

/// Takes in `api.yaml`.
fn update(folder: &Folder, more: &[&str]) -> Outcome {
    let arguments = ["--manifest", "graph.toml", "--spec", "api.yaml"];
    folder.run("update", &[&arguments, more].concat())
}

fn contents(folder: &Folder) -> BTreeMap<PathBuf, Vec<u8>> {
    let tree = folder.tree().into_iter();
    tree.map(|(path, (bytes, _))| (path, bytes)).collect()
}

#[test]
fn the_first_update_makes_spec_code_lock_and_changelog() {
    let folder = folder(&["groups", "users", "users/delta"]);
    let before = folder.tree();
    let printed = update(&folder, &["--dry-run"]).done();
    assert_eq!(folder.tree(), before);
    for line in [
        "v1 (v1.yaml)\n  new\n",
        "would add graph.lock\n",
        "would add v1.yaml\nwould add CHANGELOG.md\nnothing was written (",
    ] {
        assert!(printed.contains(line), "{line}\n{printed}");
    }

    let printed = update(&folder, &[]).done();
    assert!(
        printed.contains("added v1.yaml\nadded CHANGELOG.md\ndone in "),
        "{printed}"
    );
    let spec = folder.read("v1.yaml");
    assert!(spec.starts_with("# Written by graph-codegen; "), "{spec}");
    assert!(
        spec.contains("/users/delta:") && !spec.contains("/groups:"),
        "{spec}"
    );
    let lock = folder.read("graph.lock");
    assert!(
        lock.contains("[module.published]\nfile = \"api.yaml\"\nversion = \"1\"\nsha256 = \""),
        "{lock}"
    );
    let changelog = folder.read("CHANGELOG.md");
    assert!(
        changelog.starts_with(
            "# Changelog\n\n## Unreleased\n\n### Microsoft Graph as of `api.yaml` (version 1, \
             SHA-256 "
        ),
        "{changelog}"
    );
    assert!(changelog.ends_with(")\n\n`v1` is new.\n"), "{changelog}");

    // What is written is what `generate` makes of it, and once more is no change.
    folder.generate_modules(&["--locked", "--check"]).done();
    let before = folder.tree();
    let printed = update(&folder, &[]).done();
    assert!(
        printed.contains("  nothing changes in the generated API\n"),
        "{printed}"
    );
    assert!(printed.contains("\nnothing to write ("), "{printed}");
    assert_eq!(folder.tree(), before);
}

#[test]
fn a_change_is_told_and_its_version_step_proposed() {
    let folder = folder(&["groups", "users", "users/delta"]);
    update(&folder, &[]).done();
    folder.write("CHANGELOG.md", "# Changes\n\n## 1.4.0\n\n- first\n");
    folder.write_spec(&["groups", "users", "users/count"]);
    let before = folder.tree();
    let dry = update(&folder, &["--dry-run"]).done();
    assert_eq!(folder.tree(), before);
    assert!(
        dry.contains("would update v1.yaml\nwould update CHANGELOG.md\n"),
        "{dry}"
    );

    let printed = update(&folder, &["--markdown", "out/update.md"]).done();
    for line in [
        "\n  breaking: users::Users::delta removed: ",
        "\n  addition: users::Users::count added: ",
        "\nmine: version 1.4.0 -> 2.0.0 (major)\n",
        "\nupdated graph.lock\n",
        "\nupdated v1.yaml\nupdated CHANGELOG.md\ndone in ",
    ] {
        assert!(printed.contains(line), "{line}\n{printed}");
    }
    let changelog = folder.read("CHANGELOG.md");
    assert!(
        changelog.starts_with("# Changes\n\n## Unreleased\n\n### Microsoft Graph as of `api.yaml`"),
        "{changelog}"
    );
    for line in [
        "\n`v1`: breaking ",
        "\n- breaking: `users::Users::delta` removed\n",
        "\n- addition: `users::Users::count` added\n",
        "\n\n## 1.4.0\n\n- first\n",
    ] {
        assert!(changelog.contains(line), "{line}\n{changelog}");
    }
    let markdown = folder.read("out/update.md");
    for line in [
        "# Microsoft Graph as of `api.yaml` (version 1, SHA-256 ",
        "\nThe next version of `mine` is **2.0.0**, after 1.4.0.\n",
        "\n# `v1`\n\nVersion step: **major**",
        "\n## Breaking\n",
    ] {
        assert!(markdown.contains(line), "{line}\n{markdown}");
    }
    assert!(
        folder.path("src/v1/users/count.rs").exists()
            || folder.read("src/v1/users.rs").contains("count")
    );
    folder.generate_modules(&["--locked", "--check"]).done();
}

#[test]
fn programs_read_the_same() {
    let folder = folder(&["users"]);
    update(&folder, &[]).done();
    folder.write_spec(&["users", "users/count"]);
    let json = update(&folder, &["--dry-run", "--json"]).json(0);
    assert_eq!(json["source"]["name"], "api.yaml");
    assert_eq!(json["modules"][0]["name"], "v1");
    assert_eq!(json["modules"][0]["specIs"], "replaced");
    assert_eq!(
        json["modules"][0]["diff"]["changes"][0]["severity"],
        "addition"
    );
    assert_eq!(json["modules"][0]["versionStep"], "minor");
    assert_eq!(json["versions"][0]["next"], "1.5.0");
    assert_eq!(
        json["specs"],
        serde_json::json!([{"change": "update", "path": "v1.yaml"}])
    );
    assert_eq!(json["changelog"]["path"], "CHANGELOG.md");
    assert_eq!(json["generated"]["lock"]["change"], "update");
    assert_eq!(json["current"], false);
}

#[test]
fn a_spec_by_hand_is_left_alone_and_what_it_lacks_is_named() {
    let folder = folder(&[]);
    let operation = |parameters: &str| {
        format!(
            "openapi: 3.0.4\ninfo: {{title: Api, version: '1'}}\n\
             servers: [{{url: 'https://graph.microsoft.com/v1.0/'}}]\npaths:\n  /users:\n    get:\n      \
             parameters: [{parameters}]\n      responses: {{2XX: {{description: In words}}}}\n"
        )
    };
    folder.write("v1.yaml", &operation(""));
    folder.write(
        "api.yaml",
        &(operation("{name: $top, in: query, schema: {type: integer}}")
            + "  /users/delta:\n    get:\n      responses: {2XX: {description: Success}}\n"),
    );
    folder.generate_modules(&[]).done();
    let before = folder.tree();
    let printed = update(&folder, &["--markdown", "update.md", "--overwrite"]).done();
    assert!(
        printed.contains(
            "v1 (v1.yaml)\n  written by hand and left alone; what api.yaml has otherwise:\n"
        ),
        "{printed}"
    );
    assert!(
        printed.contains("\n  addition: requests::TopRequest added: "),
        "{printed}"
    );
    assert!(!printed.contains("delta"), "{printed}");
    let markdown = folder.read("update.md");
    assert!(
        markdown.contains("what is added there, `v1.yaml` lacks.\n\nVersion step: "),
        "{markdown}"
    );
    fs::remove_file(folder.path("update.md")).unwrap();
    assert_eq!(folder.tree(), before);
}

#[test]
fn a_trimmed_spec_that_was_edited_is_in_the_way() {
    let folder = folder(&["users"]);
    update(&folder, &[]).done();
    folder.edit("v1.yaml", "Success", "In other words");
    folder.write_spec(&["users", "users/count"]);
    let before = folder.tree();
    assert_eq!(
        update(&folder, &[]).refused(),
        "error: nothing was written, because of what is in the way\n  v1.yaml: it was edited or \
         formatted since it was generated; `--overwrite` replaces it\n"
    );
    assert_eq!(folder.tree(), before);
    update(&folder, &["--overwrite"]).done();
    assert!(!folder.read("v1.yaml").contains("In other words"));
}

#[test]
fn a_spec_in_json_is_known_by_the_lock() {
    let folder = folder(&["users"]);
    folder.edit("graph.toml", "v1.yaml", "v1.json");
    update(&folder, &[]).done();
    folder.write_spec(&["users", "users/count"]);
    let printed = update(&folder, &[]).done();
    assert!(printed.contains("\nupdated v1.json\n"), "{printed}");
    folder.edit("v1.json", "Success", "In other words");
    let refused = update(&folder, &[]);
    assert!(
        refused.printed.contains("written by hand") || refused.errors.contains("v1.json: "),
        "{refused:?}"
    );
    assert!(folder.read("v1.json").contains("In other words"));
}

#[test]
fn more_is_selected_by_an_update() {
    let folder = folder(&["groups", "users"]);
    update(&folder, &[]).done();
    folder.edit("graph.toml", "'/users/**'", "'/users/**', '/groups'");
    let printed = update(&folder, &[]).done();
    assert!(
        printed.contains("\n  addition: Api::groups added: "),
        "{printed}"
    );
    assert!(folder.path("src/v1/groups.rs").exists());
    folder.generate_modules(&["--locked", "--check"]).done();
}

#[test]
fn each_module_takes_the_description_of_its_own_api() {
    let folder = folder(&["users"]);
    update(&folder, &[]).done();
    let beta = MODULE.replace("v1", "beta");
    folder.write("graph.toml", &format!("{MODULE}{beta}"));
    let changed = |folder: &Folder| folder.write_spec(&["users", "users/count"]);
    changed(&folder);
    let printed = update(&folder, &["--dry-run"]).done();
    assert!(
        printed.contains(
            "beta (beta.yaml)\n  left alone: it has no spec yet; --module beta makes it\n"
        ),
        "{printed}"
    );
    folder.edit("api.yaml", "/v1.0/", "/beta/");
    update(&folder, &["--module", "beta"]).done();
    assert!(folder.path("src/beta/users.rs").exists());
    assert_eq!(
        update(&folder, &["--module", "v1"]).refused(),
        "error: api.yaml is for none of the modules\n  module `v1`: its spec is of /v1.0, and this \
         is of /beta\n"
    );
    let v1 = folder.read("v1.yaml");
    let printed = update(&folder, &[]).done();
    assert!(
        printed
            .contains("v1 (v1.yaml)\n  left alone: its spec is of /v1.0, and this is of /beta\n"),
        "{printed}"
    );
    assert_eq!(folder.read("v1.yaml"), v1);
    folder.generate_modules(&["--locked", "--check"]).done();
}

#[test]
fn what_cannot_be_taken_in_is_refused() {
    let folder = folder(&["users"]);
    update(&folder, &[]).done();
    let before = contents(&folder);
    let refused = |more: &[&str]| {
        let refused = folder.run("update", more).refused();
        assert_eq!(contents(&folder), before);
        refused
    };
    assert_eq!(
        refused(&[
            "--manifest",
            "graph.toml",
            "--spec",
            "api.yaml",
            "--module",
            "v2"
        ]),
        "error: the manifest has no module `v2`; it has v1\n"
    );
    assert_eq!(
        refused(&["--manifest", "graph.toml", "--spec", "v1.yaml"]),
        "error: v1.yaml is a part that was trimmed out of a description; give the whole of it, as \
         it is published\n"
    );
    let none = refused(&["--manifest", "graph.toml"]);
    assert!(none.contains("--spec <FILE>"), "{none}");
    let lost = refused(&["--manifest", "graph.toml", "--spec", "lost.yaml"]);
    assert!(lost.starts_with("error: cannot read lost.yaml: "), "{lost}");
    if !cfg!(feature = "download") {
        let url = "https://example.com/openapi.yaml";
        assert_eq!(
            refused(&["--manifest", "graph.toml", "--url", url]),
            "error: this graph-codegen cannot download https://example.com/openapi.yaml: it was \
             built without the feature `download`; build it with `--features download`, or \
             download the file and give it with --spec\n"
        );
    }
}

#[test]
fn one_spec_is_not_cut_in_two_ways() {
    let folder = folder(&["groups", "users"]);
    let other = "[[module]]\nname = 'more'\nspec = 'v1.yaml'\nout = 'src/more'\n";
    folder.write("graph.toml", &format!("{MODULE}{other}"));
    assert_eq!(
        update(&folder, &["--module", "v1"]).refused(),
        "error: the modules `v1` and `more` select different parts of one spec, v1.yaml; give each \
         a spec of its own\n"
    );
    // The same part is cut once.
    let twin = format!("{other}include = ['/users/**']\n");
    folder.write("graph.toml", &format!("{MODULE}{twin}"));
    update(&folder, &["--module", "v1", "--module", "more"]).done();
    folder.write_spec(&["users", "users/count"]);
    let printed = update(&folder, &[]).done();
    assert_eq!(printed.matches("updated v1.yaml\n").count(), 1, "{printed}");
    folder.generate_modules(&["--locked", "--check"]).done();
}

#[test]
fn a_pattern_that_the_new_description_lost_is_an_error_with_near_paths() {
    let folder = folder(&["users"]);
    folder.edit("graph.toml", "'/users/**'", "'/users'");
    update(&folder, &[]).done();
    let before = contents(&folder);
    folder.write_spec(&["user", "groups"]);
    let refused = update(&folder, &[]).refused();
    assert!(
        refused.contains("/users") && refused.contains("/user"),
        "{refused}"
    );
    folder.write_spec(&["users"]);
    assert_eq!(contents(&folder), before);
}

/// The manifest of the README, from one generation of Graph to the next. With `GRAPH_OPENAPI` only,
/// and the earlier ones in the folder `history` beside it.
#[test]
#[ignore = "minutes without optimisation"]
fn the_manifest_of_the_readme_goes_from_generation_to_generation() {
    let Some(last) = std::env::var_os("GRAPH_OPENAPI").map(PathBuf::from) else {
        eprintln!("skipped: GRAPH_OPENAPI is not set");
        return;
    };
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let (_, manifest) = readme.split_once("<<'TOML'\n").unwrap();
    let (manifest, _) = manifest.split_once("TOML\n").unwrap();
    let folder = Folder::with_spec(&[]);
    folder.write("specs/graph.toml", manifest);
    let manifest = ["--manifest", "specs/graph.toml"];
    let update = |spec: &Path, more: &[&str]| {
        let spec = ["--spec", spec.to_str().unwrap()];
        folder.run("update", &[&manifest[..], &spec, more].concat())
    };

    let history = last.with_file_name("history");
    for (spec, step) in [
        (history.join("v1.0-2022-05.yaml"), None),
        (history.join("v1.0-2024-03.yaml"), Some("major")),
        (last.clone(), Some("major")),
    ] {
        let before = folder.tree();
        let json = update(&spec, &["--dry-run", "--json"]).json(0);
        assert_eq!(folder.tree(), before);
        assert_eq!(json["modules"][0]["versionStep"].as_str(), step, "{json:#}");
        let printed = update(&spec, &[]).done();
        assert!(
            printed.contains("updated specs/mail.yaml\n") || step.is_none(),
            "{printed}"
        );
        let locked = [&manifest[..], &["--locked", "--check"]].concat();
        folder.generate(&locked).done();
    }
    let changelog = folder.read("specs/CHANGELOG.md");
    assert_eq!(
        changelog.matches("\n### Microsoft Graph as of ").count(),
        3,
        "{changelog}"
    );
    let before = folder.tree();
    update(&last, &[]).done();
    assert_eq!(folder.tree(), before);
    // Back to an earlier one: told, and not refused.
    let printed = update(&history.join("v1.0-2024-03.yaml"), &["--dry-run"]).done();
    assert!(printed.contains("breaking: "), "{printed}");
}

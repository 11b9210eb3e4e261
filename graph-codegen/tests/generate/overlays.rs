//! `--overlay`, and `overlays` in a manifest.

use super::*;

const HEAD: &str = "overlay: 1.0.0\ninfo: {title: Mine, version: '1'}\nactions:\n";

fn folder() -> Folder {
    let folder = Folder::with_spec(&["users", "groups"]);
    let summary = "- {target: \"$.paths['/users'].get\", update: {summary: Overlaid}}\n";
    folder.write("summary.yaml", &format!("{HEAD}{summary}"));
    let path = "- {target: $.paths, update: {/devices: {get: {summary: New, responses: \
                {2XX: {description: Yes}}}}}}\n";
    folder.write("path.yaml", &format!("{HEAD}{path}"));
    folder
}

const BOTH: [&str; 5] = [
    "--spec",
    "api.yaml",
    "--overlay",
    "summary.yaml",
    "path.yaml",
];

#[test]
fn every_command_that_takes_a_spec_takes_overlays() {
    let folder = folder();
    assert_eq!(
        folder.run("list", &BOTH).done(),
        "GET    /users  -  Overlaid\nGET    /groups  -\nGET    /devices  -  New\n"
    );
    let more = ["--include", "/devices"];
    let surface = folder.run("surface", &[&BOTH[..], &more, &["--json"]].concat());
    let surface = surface.json(0);
    let items = surface[0]["items"].as_array().unwrap();
    let place = items
        .iter()
        .map(|item| &item["place"])
        .find(|place| place["pointer"] == "/paths/~1devices/get")
        .unwrap();
    assert_eq!(place["file"], "path.yaml");
    assert_eq!(place["line"], 4);
    let permissions = folder
        .run("permissions", &[&BOTH[..], &more].concat())
        .done();
    assert!(permissions.contains("GET /devices"), "{permissions}");
    let made = ["--name", "made", "--out", "made"];
    folder.generate(&[&BOTH[..], &more, &made].concat()).done();
    assert!(folder.read("made/src/devices.rs").contains("New"));
}

#[test]
fn a_trimmed_spec_has_what_the_overlay_made_of_it() {
    let folder = folder();
    let out = ["--include", "/users", "--out", "part.yaml"];
    folder.run("trim", &[&BOTH[..], &out].concat()).done();
    let trimmed = folder.read("part.yaml");
    assert!(trimmed.contains("summary: Overlaid"), "{trimmed}");

    let made = |spec: &[&str], out| {
        let more = ["--include", "/users", "--name", "made", "--out", out];
        folder.generate(&[spec, &more].concat()).done();
        let header = |text: String| text.replace("from part.yaml", "from api.yaml");
        header(folder.read(&format!("{out}/src/users.rs")))
    };
    assert_eq!(made(&BOTH, "whole"), made(&["--spec", "part.yaml"], "part"));
}

#[test]
fn a_manifest_has_overlays_for_all_modules_and_for_one() {
    let folder = folder();
    let module = |name: &str, more: &str| {
        format!("[[module]]\nname = '{name}'\nspec = 'api.yaml'\nout = 'src/{name}'\n{more}\n")
    };
    let manifest = format!(
        "overlays = ['summary.yaml']\n{}{}",
        module("one", "overlays = ['path.yaml']"),
        module("two", "")
    );
    folder.write("graph.toml", &manifest);
    folder.generate_modules(&[]).done();
    assert!(folder.read("src/one/users.rs").contains("Overlaid"));
    assert!(folder.read("src/two/users.rs").contains("Overlaid"));
    assert!(folder.path("src/one/devices.rs").exists());
    assert!(!folder.path("src/two/devices.rs").exists());
    folder.generate_modules(&["--check"]).done();
    folder.edit("path.yaml", "New", "Newer");
    folder.generate_modules(&["--check"]).stale();
}

#[test]
fn what_is_wrong_with_an_overlay_is_told_before_anything_is_written() {
    let folder = folder();
    folder.edit("summary.yaml", "'/users'", "'/usres'");
    let made = ["--name", "made", "--out", "made"];
    let before = folder.tree();
    assert_eq!(
        folder.generate(&[&BOTH[..], &made].concat()).refused(),
        "error: summary.yaml:4:4: `$.paths['/usres'].get` selects nothing: $['paths'] has no \
         `/usres`\n  at /actions/0/target\n  help: did you mean `/users`?\n"
    );
    let errors = folder.run("list", &["--spec", "api.yaml", "--overlay", "api.yaml"]);
    assert!(
        errors
            .refused()
            .contains("found an OpenAPI document, expected an overlay"),
    );
    let errors = folder.run("list", &["--spec", "api.yaml", "--overlay", "none.yaml"]);
    assert!(
        errors
            .refused()
            .starts_with("error: cannot read none.yaml: ")
    );
    let errors = folder.generate(&["--overlay", "path.yaml"]).refused();
    assert!(
        errors.contains("--overlay, --rename and their like go with --spec"),
        "{errors}"
    );
    folder.write(
        "graph.toml",
        "overlays = 'summary.yaml'\n[[module]]\nname = 'v1'\nspec = 'api.yaml'\nout = 'src'\n\
         overlays = ['gone.yaml']\n",
    );
    assert_eq!(
        folder.generate_modules(&[]).refused(),
        "error: graph.toml:1:12: `overlays` is not a list of paths\n  \
         help: write `overlays = [\"corrections.yaml\"]`, relative to the manifest\n"
    );
    folder.edit("graph.toml", "'summary.yaml'", "[]");
    let errors = folder.generate_modules(&[]).refused();
    assert!(
        errors.starts_with("error: graph.toml:2:1: module `v1`: cannot read gone.yaml: ")
            && errors.ends_with("help: mend the path in `overlays`\n"),
        "{errors}"
    );
    fs::remove_file(folder.path("graph.toml")).unwrap();
    assert_eq!(folder.tree(), before);
}

#[test]
fn findings_name_the_place_in_the_overlay() {
    let folder = folder();
    folder.edit(
        "path.yaml",
        "{description: Yes}",
        "{$ref: '#/components/responses/no'}",
    );
    let errors = folder.run("surface", &BOTH).refused();
    assert!(errors.starts_with("error: path.yaml:4:"), "{errors}");
}

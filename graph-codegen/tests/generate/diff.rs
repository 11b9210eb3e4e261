//! `diff`.

use super::*;

/// A description with an operation for each segment, and its version.
fn text(version: &str, segments: &[&str]) -> String {
    let mut text = format!("openapi: 3.0.4\ninfo: {{title: Api, version: '{version}'}}\npaths:\n");
    for segment in segments {
        text += &format!(
            "  /{segment}:\n    get:\n      responses: {{2XX: {{description: Success}}}}\n"
        );
    }
    text
}

fn folder(old: &[&str], new: &[&str]) -> Folder {
    let folder = Folder(TempDir::new().unwrap());
    folder.write("old.yaml", &text("1.0", old));
    folder.write("new.yaml", &text("1.1", new));
    folder
}

fn diff(folder: &Folder, more: &[&str]) -> Outcome {
    folder.run("diff", &[&["old.yaml", "new.yaml"], more].concat())
}

#[test]
fn the_same_file_twice_is_no_difference() {
    let folder = folder(&["users"], &["users"]);
    let same = folder.run("diff", &["old.yaml", "old.yaml"]).done();
    assert_eq!(same, "no difference: the two files are the same\n");
    // Another version of the description alone is none of the code.
    assert_eq!(
        diff(&folder, &[]).done(),
        "no difference in the generated API\n"
    );
}

#[test]
fn differences_end_with_one_and_are_told_by_severity() {
    let folder = folder(&["groups", "users"], &["devices", "users"]);
    let outcome = diff(&folder, &[]);
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert_eq!(
        outcome.printed,
        "breaking: 2 (2 removed)\n  \
           Api::groups: removed; the way to one operation is gone\n    \
             for GET /groups\n    \
             and 2 that go with it\n  \
           feature groups: removed; code that uses it does not compile\n\
         addition: 2 (2 added)\n  \
           Api::devices: added; a way to one operation\n    \
             for GET /devices\n    \
             and 2 that go with it\n  \
           feature devices: added; there is more to use\n\
         documentation: 0\n\
         version step: major\n"
    );
}

#[test]
fn the_exit_code_can_wait_for_what_breaks() {
    let folder = folder(&["users"], &["devices", "users"]);
    for (fail_on, code) in [("breaking", 0), ("addition", 1), ("documentation", 1)] {
        let outcome = diff(&folder, &["--fail-on", fail_on]);
        assert_eq!(outcome.code, Some(code), "{fail_on}: {outcome:?}");
    }
}

#[test]
fn differences_are_readable_by_programs_and_in_pull_requests() {
    let folder = folder(&["groups", "users"], &["users"]);
    let shown: Value = serde_json::from_str(&diff(&folder, &["--json"]).printed).unwrap();
    assert_eq!(shown["versionStep"], "major");
    assert_eq!(shown["severity"], "breaking");
    assert_eq!(shown["summary"]["breaking"]["kinds"]["removed"], 2);
    let change = &shown["diff"]["changes"][0];
    assert_eq!(change["kind"], "removed");
    assert_eq!(change["item"], "function");
    assert_eq!(change["old"]["path"], "Api::groups");
    assert_eq!(change["operations"][0], "GET /groups");
    let markdown = diff(&folder, &["--markdown"]).printed;
    assert!(
        markdown.starts_with("Version step: **major** (something breaks).\n\n| |"),
        "{markdown}"
    );
}

#[test]
fn a_selection_may_be_of_what_only_one_has() {
    let folder = folder(&["groups", "users"], &["devices", "users"]);
    let outcome = diff(&folder, &["--include", "/devices", "/users"]);
    assert!(
        outcome.printed.starts_with("breaking: 0\naddition: 2"),
        "{outcome:?}"
    );
    let errors = diff(&folder, &["--include", "/devicse"]).refused();
    assert!(
        errors.contains("the include pattern `/devicse` matches no operation"),
        "{errors}"
    );
}

#[test]
fn different_apis_are_refused_and_the_wrong_order_is_noted() {
    let folder = folder(&["groups"], &["devices"]);
    assert_eq!(
        diff(&folder, &[]).refused(),
        "error: no operation of the old description (Api) is in the new one (Api): they describe \
         different APIs\n"
    );
    folder.write("new.yaml", &text("1.1", &["groups"]));
    let outcome = folder.run("diff", &["new.yaml", "old.yaml"]);
    assert_eq!(
        outcome.done(),
        "note: the old description is the newer one (version 1.1 after version 1.0): they may be \
         in the wrong order\nno difference in the generated API\n"
    );
}

#[test]
fn a_trimmed_description_is_held_against_its_part_of_the_whole() {
    let folder = Folder::with_spec(&["groups", "users"]);
    let arguments = [
        "--spec",
        "api.yaml",
        "--include",
        "/users",
        "--out",
        "part.yaml",
    ];
    folder.run("trim", &arguments).done();
    for files in [["part.yaml", "api.yaml"], ["api.yaml", "part.yaml"]] {
        let printed = folder.run("diff", &files).done();
        assert!(
            printed.ends_with("no difference in the generated API\n"),
            "{printed}"
        );
    }
}

#[test]
fn a_module_of_a_manifest_says_what_is_compared() {
    let folder = folder(&["groups", "users"], &["users"]);
    let module = |name: &str| {
        format!(
            "[[module]]\nname = \"{name}\"\nspec = \"{name}.yaml\"\nout = \"{name}\"\ninclude = [\"/users\"]\n"
        )
    };
    folder.write("graph.toml", &module("one"));
    let with = |more: &[&str]| diff(&folder, &[&["--manifest", "graph.toml"], more].concat());
    assert_eq!(with(&[]).done(), "no difference in the generated API\n");
    assert!(
        with(&["--include", "/groups"])
            .refused()
            .contains("in a manifest")
    );
    folder.write("graph.toml", &(module("one") + &module("two")));
    assert_eq!(
        with(&[]).refused(),
        "error: the manifest has the modules `one`, `two`: choose one with --module\n"
    );
    assert_eq!(
        with(&["--module", "three"]).refused(),
        "error: the manifest has no module `three`; it has `one`, `two`\n"
    );
    assert_eq!(
        with(&["--module", "two"]).done(),
        "no difference in the generated API\n"
    );
    // The one whose spec is compared need not be named.
    folder.write("graph.toml", &(module("one") + &module("old")));
    assert_eq!(with(&[]).done(), "no difference in the generated API\n");
}

#[test]
fn what_cannot_be_read_is_named() {
    let folder = folder(&["users"], &["users"]);
    let errors = folder.run("diff", &["old.yaml", "none.yaml"]).refused();
    assert!(
        errors.starts_with("error: cannot read none.yaml: "),
        "{errors}"
    );
    folder.write("new.yaml", "swagger: '2.0'\npaths: {}\n");
    let errors = diff(&folder, &[]).refused();
    assert!(errors.contains("new.yaml"), "{errors}");
}

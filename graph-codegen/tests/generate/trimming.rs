//! `trim --out`.

use super::*;

fn trim(folder: &Folder, out: &str, more: &[&str]) -> Outcome {
    let arguments = ["--spec", "api.yaml", "--include", "/users", "--out", out];
    folder.run("trim", &[&arguments, more].concat())
}

#[test]
fn a_trimmed_spec_is_replaced_by_a_later_one() {
    let folder = Folder::with_spec(&["groups", "users"]);
    trim(&folder, "part.yaml", &[]).done();
    let before = folder.read("part.yaml");
    assert!(
        before.starts_with("# Written by graph-codegen; "),
        "{before}"
    );
    folder.edit("api.yaml", "Success", "Users");
    trim(&folder, "part.yaml", &[]).done();
    assert!(folder.read("part.yaml").contains("description: Users"));
    // What was written is a spec.
    let arguments = ["--spec", "part.yaml", "--name", "api", "--out", "made"];
    folder.generate(&arguments).done();
}

#[test]
fn nothing_changes_where_nothing_would() {
    let folder = Folder::with_spec(&["users"]);
    for out in ["part.yaml", "part.json"] {
        trim(&folder, out, &[]).done();
        let before = folder.tree();
        trim(&folder, out, &[]).done();
        assert_eq!(folder.tree(), before);
    }
}

#[test]
fn what_was_edited_or_written_by_others_stays() {
    let folder = Folder::with_spec(&["users"]);
    trim(&folder, "edited.yaml", &[]).done();
    folder.edit("edited.yaml", "Success", "In other words");
    folder.write("foreign.yaml", "openapi: 3.0.4\n");
    folder.write("foreign.json", "{}");
    folder.write("folder/file", "");
    let before = folder.tree();
    for (out, message) in [
        (
            "edited.yaml",
            "edited.yaml: it was edited or formatted since it was generated; `--overwrite` \
             replaces it",
        ),
        (
            "foreign.yaml",
            "foreign.yaml: it is there already, and was not generated here; `--overwrite` \
             replaces it",
        ),
        (
            "foreign.json",
            "foreign.json: it is there already, and was not generated here; `--overwrite` \
             replaces it",
        ),
        (
            "api.yaml",
            "api.yaml: it is there already, and was not generated here",
        ),
        ("folder", "folder: it is not a file; move it away"),
    ] {
        let errors = trim(&folder, out, &[]).refused();
        assert!(errors.contains(message), "{message}\n{errors}");
        assert_eq!(folder.tree(), before, "{out}");
    }
    trim(&folder, "edited.yaml", &["--overwrite"]).done();
    assert!(folder.read("edited.yaml").contains("description: Success"));
}

//! `--check` and `--json`.

use serde_json::json;

use super::*;

#[test]
fn a_check_tells_all_that_would_change_and_writes_nothing() {
    let folder = Folder::with_spec(&["groups", "users"]);
    let printed = folder.generate_crate("made", &["--check"]).stale();
    assert!(
        printed.contains("\n  would add made/src/users.rs\n"),
        "{printed}"
    );
    assert!(!folder.path("made").exists());

    folder.generate_crate("made", &[]).done();
    folder.write_spec(&["users", "zones"]);
    let before = folder.tree();
    let printed = folder.generate_crate("made", &["--check"]).stale();
    assert_eq!(folder.tree(), before);
    for line in [
        " files: 3 to write, 3 unchanged, 1 to remove\n",
        "  would remove made/src/groups.rs\n",
        "  would update made/src/lib.rs\n",
        "  would add made/src/zones.rs\n",
        "  would update made/.graph-codegen.toml\n",
        "would update made/Cargo.toml: features.groups, features.default, features.zones\n",
        "not current: run `graph-codegen generate`\n",
    ] {
        assert!(printed.contains(line), "{line}\n{printed}");
    }
}

#[test]
fn a_check_is_readable_by_programs() {
    let folder = Folder::with_spec(&["groups", "users"]);
    folder.generate_crate("made", &[]).done();
    folder.write_spec(&["users"]);
    let before = folder.tree();
    let json = folder
        .generate_crate("made", &["--check", "--json"])
        .json(1);
    assert_eq!(folder.tree(), before);
    assert_eq!(json["current"], false);
    assert_eq!(
        json["modules"][0]["changes"],
        json!([
            {"change": "remove", "path": "made/src/groups.rs"},
            {"change": "update", "path": "made/src/lib.rs"},
            {"change": "update", "path": "made/.graph-codegen.toml"},
        ])
    );
    assert_eq!(
        json["cargoTomls"],
        json!([{
            "change": "update",
            "path": "made/Cargo.toml",
            "settings": ["features.groups", "features.default"],
        }])
    );
    folder.generate_crate("made", &[]).done();
    let json = folder
        .generate_crate("made", &["--check", "--json"])
        .json(0);
    assert_eq!(json["current"], true);
    assert_eq!(json["cargoTomls"], json!([]));
}

#[test]
fn what_is_in_the_way_is_readable_by_programs() {
    let folder = Folder::with_spec(&["groups", "users"]);
    folder.generate_crate("made", &[]).done();
    folder.edit("made/src/users.rs", "// @generated", "// edited");
    folder.write_spec(&["users", "zones"]);
    folder.write("made/src/zones.rs/mine.txt", "mine");
    let before = folder.tree();
    for more in [&["--json"][..], &["--json", "--check"]] {
        let json = folder.generate_crate("made", more).json(2);
        assert_eq!(
            json["errors"],
            json!([
                {
                    "severity": "error",
                    "place": {"file": "made/src/users.rs"},
                    "reason": "edited",
                    "message": "it was edited or formatted since it was generated",
                    "help": "`--overwrite` replaces it",
                },
                {
                    "severity": "error",
                    "place": {"file": "made/src/zones.rs"},
                    "reason": "not-a-file",
                    "message": "it is not a file; move it away",
                    "help": null,
                },
            ])
        );
    }
    assert_eq!(folder.tree(), before);
}

#[test]
fn a_check_with_overwrite_writes_nothing_either() {
    let folder = Folder::with_spec(&["users"]);
    folder.write("made/src/lib.rs", "mine");
    let before = folder.tree();
    let printed = folder
        .generate_crate("made", &["--check", "--overwrite"])
        .stale();
    assert!(
        printed.contains("\n  would update made/src/lib.rs\n"),
        "{printed}"
    );
    assert_eq!(folder.tree(), before);
}

//! `graph.lock` beside a manifest.

use serde_json::json;

use super::*;

const MODULE: &str = "[[module]]\nname = 'v1'\nspec = 'api.yaml'\nout = 'v1'\n";

fn folder() -> Folder {
    let folder = Folder::with_spec(&["users"]);
    folder.write("graph.toml", MODULE);
    folder
}

/// The SHA-256 of the spec, as the lock has it.
fn locked_hash(folder: &Folder) -> String {
    let lock = folder.read("graph.lock");
    let (_, hash) = lock.split_once("sha256 = \"").unwrap();
    hash.split_once('"').unwrap().0.to_owned()
}

#[test]
fn generating_locks_and_says_so_when_the_source_is_another() {
    let folder = folder();
    let printed = folder.generate_modules(&[]).done();
    assert!(
        printed.contains("\nadded graph.lock\n  module `v1`: it is not locked yet, into v1\n"),
        "{printed}"
    );
    let before = folder.tree();
    let printed = folder.generate_modules(&[]).done();
    assert!(!printed.contains("graph.lock"), "{printed}");
    assert_eq!(folder.tree(), before);

    let old = locked_hash(&folder);
    folder.write_spec(&["groups"]);
    let printed = folder.generate_modules(&[]).done();
    let new = locked_hash(&folder);
    let said = format!(
        "\nupdated graph.lock\n  module `v1`: api.yaml is not the locked one: its SHA-256 is {new}, \
         locked is {old}\n"
    );
    assert!(printed.contains(&said), "{printed}");
}

#[test]
fn locked_generates_from_what_is_locked_only() {
    let folder = folder();
    let help = "\n  help: restore what is locked, or run `graph-codegen generate` without --locked \
                and commit the lock that it writes\n";
    let refused = |message: &str, more: &[&str]| {
        let before = folder.tree();
        let arguments = [&["--locked"], more].concat();
        let refused = folder.generate_modules(&arguments).refused();
        assert_eq!(refused, format!("error: {message}{help}"));
        assert_eq!(folder.tree(), before);
    };
    refused(
        "there is no graph.lock, and --locked generates from what is locked only",
        &[],
    );
    folder.generate_modules(&[]).done();
    // Code that is gone comes back; the lock stays as it is.
    fs::remove_file(folder.path("v1/users.rs")).unwrap();
    let before = folder.tree().remove(&folder.path("graph.lock"));
    folder.generate_modules(&["--locked"]).done();
    assert!(folder.path("v1/users.rs").exists());
    assert_eq!(folder.tree().remove(&folder.path("graph.lock")), before);

    let old = locked_hash(&folder);
    folder.write("graph.toml", &format!("{MODULE}include = ['/users']\n"));
    folder.write_spec(&["users", "groups"]);
    let json = folder.generate_modules(&["--check", "--json"]).json(1);
    let new = json["lock"]["differences"][0]["found"]
        .as_str()
        .unwrap()
        .to_owned();
    for more in [&[][..], &["--check"]] {
        refused(
            &format!(
                "graph.lock locks something else, and --locked keeps to it\n  \
                 module `v1`: api.yaml is not the locked one: its SHA-256 is {new}, locked is \
                 {old}\n  \
                 module `v1`: the manifest selects another part than the locked one"
            ),
            more,
        );
    }
}

#[test]
fn a_version_that_was_edited_is_not_locked() {
    let folder = folder();
    folder.generate_modules(&[]).done();
    folder.edit("graph.lock", "version = \"1\"", "version = \"2\"");
    let refused = folder.generate_modules(&["--locked"]).refused();
    let said = "module `v1`: api.yaml calls its version 1, locked is 2\n";
    assert!(refused.contains(said), "{refused}");
    let printed = folder.generate_modules(&["--check"]).stale();
    assert!(printed.contains(said), "{printed}");
}

#[test]
fn a_check_holds_the_lock_too() {
    let folder = folder();
    folder.generate_modules(&[]).done();
    fs::remove_file(folder.path("graph.lock")).unwrap();
    let before = folder.tree();
    let printed = folder.generate_modules(&["--check"]).stale();
    assert!(printed.contains("\nwould add graph.lock\n"), "{printed}");
    assert!(
        printed.ends_with("\nnot current: run `graph-codegen generate`\n"),
        "{printed}"
    );
    assert_eq!(folder.tree(), before);

    folder.generate_modules(&[]).done();
    folder.write("graph.toml", &MODULE.replace("'v1'\nspec", "'v2'\nspec"));
    let json = folder.generate_modules(&["--check", "--json"]).json(1);
    assert_eq!(
        json["lock"],
        json!({
            "path": "graph.lock",
            "change": "update",
            "differences": [
                {
                    "module": "v2",
                    "what": "module",
                    "locked": null,
                    "found": "v1",
                    "message": "it is not locked yet, into v1",
                },
                {
                    "module": "v1",
                    "what": "module",
                    "locked": "v1",
                    "found": null,
                    "message": "it is locked, into v1, and the manifest has no such module",
                },
            ],
        })
    );
}

#[test]
fn a_lock_that_cannot_be_used_is_refused_and_left_alone() {
    let folder = folder();
    folder.generate_modules(&[]).done();
    folder.edit("graph.lock", "version = 1\n", "version = 7\n");
    let before = folder.tree();
    for more in [&[][..], &["--check"], &["--locked"], &["--overwrite"]] {
        let refused = folder.generate_modules(more).refused();
        let said = "error: graph.lock:2:11: the lock is in version 7 of its format; ";
        assert!(refused.starts_with(said), "{refused}");
        assert_eq!(folder.tree(), before);
    }
    folder.edit("graph.lock", "version = 7\n", "=======\n");
    let refused = folder.generate_modules(&[]).refused();
    assert!(
        refused.starts_with("error: graph.lock:2:2: this is no lock: "),
        "{refused}"
    );
}

#[test]
fn a_folder_or_a_link_in_place_of_the_lock_is_in_the_way() {
    let folder = folder();
    fs::create_dir(folder.path("graph.lock")).unwrap();
    let refused = folder.generate_modules(&[]).refused();
    assert!(
        refused.starts_with("error: cannot read graph.lock: "),
        "{refused}"
    );
    assert!(!folder.path("v1").exists());
    #[cfg(unix)]
    {
        fs::remove_dir(folder.path("graph.lock")).unwrap();
        std::os::unix::fs::symlink("elsewhere.lock", folder.path("graph.lock")).unwrap();
        assert_eq!(
            folder.generate_modules(&[]).refused(),
            "error: nothing was written, because of what is in the way\n  graph.lock: it is a \
             symbolic link, and links are not followed; move it away\n"
        );
        assert!(!folder.path("v1").exists());
    }
}

#[test]
fn a_crate_has_no_lock() {
    let folder = folder();
    folder.generate_crate("made", &[]).done();
    assert!(!folder.path("graph.lock").exists());
    let refused = folder.generate_crate("made", &["--locked"]).refused();
    assert!(refused.contains("--locked"), "{refused}");
}

//! Symbolic links, which are not followed.

use std::os::unix::fs::symlink;

use super::*;

#[test]
fn links_are_not_written_through() {
    let folder = Folder::new();
    folder.write("elsewhere/mod.rs", "mine");
    folder.write("api/notes.md", "mine");
    symlink("../elsewhere/mod.rs", folder.path("api/mod.rs")).unwrap();
    symlink("../elsewhere/missing.rs", folder.path("api/lost.rs")).unwrap();
    symlink("../elsewhere", folder.path("api/models")).unwrap();
    symlink("../missing", folder.path("api/gone")).unwrap();
    let targets = [folder.target(&[
        ("gone/user.rs", "a"),
        ("lost.rs", "a"),
        ("mod.rs", "a"),
        ("models/user.rs", "a"),
    ])];
    let conflicts = "\
        api/gone/user.rs: api/gone is a symbolic link, and links are not followed; move it away\n\
        api/lost.rs: it is a symbolic link, and links are not followed; move it away\n\
        api/mod.rs: it is a symbolic link, and links are not followed; move it away\n\
        api/models/user.rs: api/models is a symbolic link, and links are not followed; move it away";
    assert_eq!(folder.generate(&targets).unwrap_err(), conflicts);
    assert_eq!(folder.overwrite(&targets).unwrap_err(), conflicts);
}

#[test]
fn links_are_not_removed_through() {
    let folder = Folder::new();
    folder
        .generate(&[folder.target(&[("mod.rs", "a"), ("models/user.rs", "u")])])
        .unwrap();
    fs::rename(folder.path("api/models"), folder.path("elsewhere")).unwrap();
    symlink("../elsewhere", folder.path("api/models")).unwrap();
    let targets = [folder.target(&[("mod.rs", "a")])];
    let conflicts = "api/models/user.rs: api/models is a symbolic link, and links are not \
                     followed; move it away";
    assert_eq!(folder.generate(&targets).unwrap_err(), conflicts);
    assert_eq!(folder.overwrite(&targets).unwrap_err(), conflicts);
    folder.remove("api/models");
    folder.generate(&targets).unwrap();
    assert_eq!(folder.read("elsewhere/user.rs"), "u");
}

#[test]
fn a_record_that_is_a_link_is_not_read() {
    let folder = Folder::new();
    folder
        .generate(&[folder.target(&[("mod.rs", "a")])])
        .unwrap();
    let record = folder.path("api/.graph-codegen.toml");
    fs::rename(&record, folder.path("record.toml")).unwrap();
    symlink("../record.toml", record).unwrap();
    assert_eq!(
        folder
            .overwrite(&[folder.target(&[("mod.rs", "b")])])
            .unwrap_err(),
        "api/.graph-codegen.toml: it is a symbolic link, and links are not followed; move it away"
    );
}

#[test]
fn the_folder_itself_may_be_a_link_that_leads_somewhere() {
    let folder = Folder::new();
    fs::create_dir(folder.path("elsewhere")).unwrap();
    symlink("elsewhere", folder.path("api")).unwrap();
    folder
        .generate(&[folder.target(&[("mod.rs", "a")])])
        .unwrap();
    assert_eq!(folder.read("elsewhere/mod.rs"), "a");

    symlink("missing", folder.path("lost")).unwrap();
    assert_eq!(
        folder
            .overwrite(&[folder.target_in("lost", &[("mod.rs", "a")])])
            .unwrap_err(),
        "lost: it is a symbolic link, and links are not followed; move it away"
    );
}

#[test]
fn a_folder_by_two_ways_is_one() {
    let folder = Folder::new();
    fs::create_dir(folder.path("api")).unwrap();
    symlink("api", folder.path("same")).unwrap();
    let targets = [
        folder.target_in("api", &[("mod.rs", "a")]),
        folder.target_in("same", &[("lib.rs", "b")]),
    ];
    assert_eq!(
        folder.generate(&targets).unwrap_err(),
        "same: the folder belongs to both `api` and `same`; keep them apart"
    );
}

//! Several targets in one run.

use super::*;

#[test]
fn two_targets_with_one_folder_are_refused() {
    let folder = Folder::new();
    let mut other = folder.target_in("api/../missing/../api/.", &[("lib.rs", "b")]);
    other.name = "other".to_owned();
    let targets = [folder.target(&[("mod.rs", "a")]), other];
    assert_eq!(
        folder.overwrite(&targets).unwrap_err(),
        "api/../missing/../api/.: the folder belongs to both `api` and `other`; keep them apart"
    );
}

#[test]
fn a_folder_within_another_works() {
    let folder = Folder::new();
    let outer = |files: &[(&str, &str)]| folder.target_in("outer", files);
    let inner = |files: &[(&str, &str)]| folder.target_in("outer/inner", files);
    let all = [
        outer(&[("mod.rs", "a"), ("old.rs", "b")]),
        inner(&[("mod.rs", "c"), ("old.rs", "d")]),
    ];
    folder.generate(&all).unwrap();
    // Alone or together, each sees to its own.
    folder.generate(&[outer(&[("mod.rs", "A")])]).unwrap();
    folder.generate(&[inner(&[("mod.rs", "C")])]).unwrap();
    let files = [
        ("outer/", ""),
        ("outer/inner/", ""),
        ("outer/inner/mod.rs", "C"),
        ("outer/mod.rs", "A"),
    ];
    assert_eq!(
        folder.files(),
        files.map(|(path, text)| (path.to_owned(), text.to_owned()))
    );
    let all = [outer(&[("mod.rs", "A")]), inner(&[("mod.rs", "C")])];
    assert_eq!(folder.generate(&all).unwrap(), Vec::<String>::new());
}

#[test]
fn a_file_of_two_targets_is_refused() {
    let folder = Folder::new();
    let targets = [
        folder.target_in("outer", &[("inner/mod.rs", "a")]),
        folder.target_in("outer/inner", &[("mod.rs", "a")]),
    ];
    assert_eq!(
        folder.overwrite(&targets).unwrap_err(),
        "outer/inner/mod.rs: the file belongs to both `outer` and `outer/inner`; keep them apart"
    );
}

#[test]
fn a_file_that_becomes_another_targets_is_not_removed() {
    let folder = Folder::new();
    let old = folder.target_in("outer", &[("mod.rs", "a"), ("inner/mod.rs", "b")]);
    folder.generate(&[old]).unwrap();
    let targets = [
        folder.target_in("outer", &[("mod.rs", "a")]),
        folder.target_in("outer/inner", &[("mod.rs", "b")]),
    ];
    assert_eq!(folder.generate(&targets).unwrap(), Vec::<String>::new());
    assert_eq!(folder.read("outer/inner/mod.rs"), "b");
}

#[test]
fn nothing_is_written_when_one_of_them_is_refused() {
    let folder = Folder::new();
    folder.write("b/mod.rs", "mine");
    folder.write("c/mod.rs", "mine");
    let targets = ["a", "b", "c"].map(|name| folder.target_in(name, &[("mod.rs", name)]));
    assert_eq!(
        folder.generate(&targets).unwrap_err(),
        "b/mod.rs: it is there already, and was not generated here\n\
         c/mod.rs: it is there already, and was not generated here"
    );
}

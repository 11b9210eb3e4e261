//! Runs that are cut, and the next ones.

use super::*;

/// A module whose files and features are called as these.
fn targets(folder: &Folder, names: &[&str]) -> [Target; 2] {
    let plain: Vec<(&str, &str)> = names.iter().map(|name| (*name, *name)).collect();
    let mut plain = folder.target_in("plain", &plain);
    // A file in a folder of its own, that differs each time.
    plain.files.push(GeneratedFile {
        path: PathBuf::from("models").join(names[0]).join("mod.rs"),
        text: names.concat(),
    });
    plain.files.push(GeneratedFile {
        path: PathBuf::from("mod.rs"),
        text: names.concat(),
    });
    let features: Vec<String> = names.iter().map(|name| format!("v1-{name}")).collect();
    let features: Vec<&str> = features.iter().map(String::as_str).collect();
    [plain, folder.module("v1", &features)]
}

/// A folder in which the first run is done, and its user has edited.
fn start(first: &[&str]) -> Folder {
    let folder = Folder::new();
    folder.write("Cargo.toml", "[features]\n# mine\nmine = []\n");
    folder.write("plain/notes.md", "mine");
    folder.write("plain/models/mine.rs", "mine");
    if !first.is_empty() {
        folder.generate(&targets(&folder, first)).unwrap();
        let text = folder.read("Cargo.toml");
        let edited = text.replace("v1 = [", "v1 = [\"mine\", ");
        folder.write("Cargo.toml", &edited);
    }
    folder
}

/// Runs that are cut after each step; another one ends as if nothing had been cut.
fn cut_everywhere(first: &[&str], cut: &[&str], last: &[&str], disturb: fn(&Folder)) {
    let expected = start(first);
    expected.generate(&targets(&expected, last)).unwrap();
    let expected = expected.tree();
    let mut steps = 0;
    let mut done = 0;
    while done <= steps {
        let folder = start(first);
        let targets_cut = targets(&folder, cut);
        let plan = plan(&targets_cut, Overwrite::Refused).unwrap();
        steps = plan.steps();
        plan.apply_first(done).unwrap();
        disturb(&folder);
        let result = folder.generate(&targets(&folder, last));
        assert!(result.is_ok(), "after {done} of {steps} steps: {result:?}");
        let mut tree = folder.tree();
        tree.retain(|path, _| !path.contains("/.graph-codegen-"));
        assert_eq!(tree, expected, "after {done} of {steps} steps");
        done += 1;
    }
    assert!(steps > 4, "there is something to cut");
}

/// The features and files of the first run, of one that is cut, and of the last one.
const RUNS: [[&[&str]; 3]; 8] = [
    [&[], &["a", "b"], &["a", "b"]],
    [&[], &["a", "b"], &["c"]],
    [&["a", "b"], &["b", "c", "d"], &["b", "c", "d"]],
    [&["a", "b"], &["b", "c", "d"], &["a", "b"]],
    [&["a", "b"], &["b", "c", "d"], &["a", "d"]],
    [&["a", "b"], &["c"], &["e"]],
    [&["b", "c", "d"], &["c"], &["b", "c"]],
    [&["c"], &["a", "b"], &["b"]],
];

#[test]
fn the_next_run_finishes() {
    for [first, cut, last] in RUNS {
        cut_everywhere(first, cut, last, |_| {});
    }
}

#[test]
fn temporary_files_are_not_in_the_way() {
    cut_everywhere(&["a", "b"], &["b", "c"], &["c"], |folder| {
        folder.write("plain/.graph-codegen-aBcDeF.tmp", "in pa");
        folder.write("v1/.graph-codegen-gHiJkL.tmp", "");
    });
}

#[test]
fn files_that_are_empty_after_a_loss_of_power_are_not_in_the_way() {
    cut_everywhere(&["a", "b"], &["b", "c"], &["c"], |folder| {
        for (path, text) in folder.files() {
            if !text.is_empty() && text != "mine" && path != "Cargo.toml" {
                folder.write(&path, "");
            }
        }
    });
}

#[test]
fn a_second_run_may_be_cut_too() {
    let expected = start(&["a", "b"]);
    expected.generate(&targets(&expected, &["d"])).unwrap();
    for first in 0..12 {
        for second in (0..12).step_by(3) {
            let folder = start(&["a", "b"]);
            for (names, steps) in [(["b", "c"], first), (["c", "d"], second)] {
                let targets = targets(&folder, &names);
                let plan = plan(&targets, Overwrite::Refused).unwrap();
                plan.apply_first(steps).unwrap();
            }
            folder.generate(&targets(&folder, &["d"])).unwrap();
            assert_eq!(
                folder.tree(),
                expected.tree(),
                "cut after {first} and {second} steps"
            );
        }
    }
}

#[test]
fn a_file_of_the_user_is_never_taken_for_one_that_was_to_be_written() {
    let folder = Folder::new();
    let wanted = [folder.target(&[("mod.rs", "a"), ("users.rs", "u")])];
    plan(&wanted, Overwrite::Refused)
        .unwrap()
        .apply_first(1)
        .unwrap();
    // The record tells of files that are not there yet.
    folder.write("api/users.rs", "mine");
    folder.generate(&wanted).unwrap_err();
    folder
        .generate(&[folder.target(&[("mod.rs", "a")])])
        .unwrap_err();
    assert_eq!(folder.read("api/users.rs"), "mine");
}

#[test]
fn nor_is_a_cargo_toml_of_the_user() {
    let folder = Folder::new();
    let targets = [folder.package(&["users"])];
    let plan = plan(&targets, Overwrite::Refused).unwrap();
    plan.apply_first(1).unwrap();
    folder.write("api/Cargo.toml", "[workspace]\n");
    let refused = "api/Cargo.toml: it is there already, and was not generated here";
    assert_eq!(folder.generate(&targets).unwrap_err(), refused);
    folder.remove("api/Cargo.toml");
    folder.generate(&targets).unwrap();
}

#[test]
fn nor_is_a_feature_of_the_user() {
    let folder = Folder::new();
    folder.write("Cargo.toml", "[features]\n");
    let targets = [folder.module("v1", &["v1-users"])];
    let plan = plan(&targets, Overwrite::Refused).unwrap();
    plan.apply_first(1).unwrap();
    folder.write("Cargo.toml", "[features]\nv1-users = [\"dep:serde\"]\n");
    assert_eq!(
        folder.generate(&targets).unwrap_err(),
        "Cargo.toml: `features.v1-users` is there already, and was not generated"
    );
}

#[test]
fn a_crate_whose_first_run_was_cut_is_finished_by_another() {
    let mut done = 0;
    loop {
        let folder = Folder::new();
        let first = [folder.package(&["groups", "users"])];
        let plan = plan(&first, Overwrite::Refused).unwrap();
        let steps = plan.steps();
        plan.apply_first(done).unwrap();
        folder
            .generate(&[folder.package(&["mail", "users"])])
            .unwrap();
        let text = folder.read("api/Cargo.toml");
        let features = "default = [\"mail\", \"users\"]\nmail = []\nusers = []\n";
        assert!(text.contains(features), "after {done} steps: {text}");
        if done == steps {
            break;
        }
        done += 1;
    }
}

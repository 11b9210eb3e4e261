//! Generated files against expected ones.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::cases::{Case, cases};

type Files = BTreeMap<PathBuf, String>;

#[test]
fn each_spec_generates_what_is_expected() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut wrong = Vec::new();
    for case in cases() {
        let generated: Files = case
            .generate()
            .into_iter()
            .map(|file| (file.path, file.text))
            .collect();
        if update {
            write(&case, &generated);
        }
        wrong.extend(differences(&case, &generated));
    }
    assert!(
        wrong.is_empty(),
        "{}\n\nIf that is meant, write the expected files anew with UPDATE_GOLDEN=1.",
        wrong.join("\n")
    );
}

#[test]
fn each_case_is_compiled() {
    let compiled = include_str!("compiled.rs");
    let missing: Vec<String> = cases()
        .into_iter()
        .map(|case| case.name)
        .filter(|name| {
            let module = format!("#[path = \"{name}/expected/mod.rs\"]\npub(crate) mod {name};");
            !compiled.contains(&module)
        })
        .collect();
    assert!(missing.is_empty(), "declare in compiled.rs: {missing:?}");
}

fn write(case: &Case, files: &Files) {
    let folder = case.expected();
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn differences(case: &Case, generated: &Files) -> Vec<String> {
    let folder = case.expected();
    let mut expected = Files::new();
    read(&folder, &folder, &mut expected);
    let name = |path: &Path| format!("{}/expected/{}", case.name, path.display());
    let mut wrong = Vec::new();
    for (path, text) in generated {
        match expected.get(path) {
            Some(wanted) if wanted == text => {}
            Some(wanted) => {
                wrong.push(format!("{}:{}", name(path), first_difference(wanted, text)));
            }
            None => wrong.push(format!("{}: is not expected", name(path))),
        }
    }
    let absent = expected
        .keys()
        .filter(|path| !generated.contains_key(*path));
    wrong.extend(absent.map(|path| format!("{}: is not generated", name(path))));
    wrong
}

fn read(root: &Path, folder: &Path, files: &mut Files) {
    for entry in folder.read_dir().into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(root, &path, files);
        } else {
            let text = fs::read_to_string(&path).unwrap();
            files.insert(path.strip_prefix(root).unwrap().to_owned(), text);
        }
    }
}

/// The first line that differs, with its number.
fn first_difference(expected: &str, generated: &str) -> String {
    let (mut expected, mut generated) = (expected.lines(), generated.lines());
    let mut number = 1;
    loop {
        let (wanted, found) = (expected.next(), generated.next());
        if wanted != found || wanted.is_none() {
            let wanted = wanted.unwrap_or("the end");
            let found = found.unwrap_or("the end");
            return format!("{number}\n  expected {wanted}\n     found {found}");
        }
        number += 1;
    }
}

//! The modules of this crate form a house: each uses those below it, and none above it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what went wrong by panicking"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up.
const FLOORS: &[&str] = &[
    "cloud",
    "clock",
    "operation",
    "model",
    "query",
    "transport",
    "credential",
    "error",
    "retry",
    "answer",
    "response",
    "pipeline",
    "client",
    "request",
    "path",
    "paging",
    "batch",
    "files",
    "monitor",
    "request_traits",
    "notifications",
    "blocking",
    "testing",
    "generated",
];

/// What the crate exports at its root, and the module that it is from.
const EXPORTED: &[(&str, &str)] = &[
    ("Cloud", "cloud"),
    ("Error", "error"),
    ("ErrorKind", "error"),
    ("GraphClient", "client"),
    ("GraphClientBuilder", "client"),
    ("Request", "request"),
    ("Response", "response"),
];

#[test]
fn no_module_uses_one_above_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut read = 0;
    for file in files(&root) {
        let inside = file.strip_prefix(&root).unwrap().with_extension("");
        let module = inside.iter().next().unwrap().to_str().unwrap().to_owned();
        let is_test = inside
            .iter()
            .any(|part| part.to_string_lossy().contains("tests"));
        if module == "lib" || is_test || inside.ends_with("client/testing") {
            continue;
        }
        read += 1;
        let floor = floor(&module).unwrap_or_else(|| panic!("{module} has no floor"));
        for used in used(&fs::read_to_string(&file).unwrap()) {
            let above = self::floor(&used).is_some_and(|other| other > floor);
            if above {
                wrong.push(format!("{} uses {used}", inside.display()));
            }
        }
    }
    assert!(read > 80, "only {read} files were found");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| *floor == module)
}

/// The modules that a file uses, other than in its tests and comments.
fn used(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text);
    let code: String = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let mut used = Vec::new();
    for part in code.split("crate::").skip(1) {
        match part.strip_prefix('{') {
            Some(group) => {
                let names = group.split('}').next().unwrap_or_default().split(',');
                used.extend(names.map(name));
            }
            None => used.push(name(part)),
        }
    }
    used
}

/// The module of the name at the start of a text.
fn name(text: &str) -> String {
    let text = text.trim_start();
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    let name = text.get(..end).unwrap_or_default();
    let exported = EXPORTED.iter().find(|(exported, _)| *exported == name);
    exported.map_or(name, |(_, module)| module).to_owned()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

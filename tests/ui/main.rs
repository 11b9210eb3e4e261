//! What compiles with the generated API and `graph_api!`, and what does not, with its message.
//!
//! `TRYBUILD=overwrite` writes the messages anew.

#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use std::fs;
use std::path::Path;

use trybuild::TestCases;

// A case that passes makes `trybuild` build each case of its set on its own, hence two sets.

#[test]
fn calls_of_the_reference_compile_and_make_their_requests() {
    place_specs();
    TestCases::new().pass("ui/pass/*.rs");
}

#[test]
fn wrong_calls_do_not_compile_and_say_why() {
    place_specs();
    let cases = TestCases::new();
    cases.compile_fail("ui/fail/*.rs");
}

/// Puts the specs where the crate that `trybuild` makes for the cases looks for its own.
fn place_specs() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let project = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("../tests/trybuild")
        .join(env!("CARGO_PKG_NAME"));
    let folder = project.join("specs");
    fs::create_dir_all(&folder).unwrap();
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/specs");
    for file in [
        specs.join("graph-v1.0.yaml"),
        specs.join("graph-beta.yaml"),
        beside.join("missed.yaml"),
        beside.join("overlay.yaml"),
        beside.join("warned.yaml"),
    ] {
        let text = fs::read(&file).unwrap();
        let name = file.file_name().unwrap();
        // The compiler builds a case again when the file's time changes.
        if fs::read(folder.join(name)).ok().as_ref() != Some(&text) {
            fs::write(folder.join(name), text).unwrap();
        }
    }
}

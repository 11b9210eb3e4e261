//! A sample of what descriptions of all kinds give, compiled.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::descriptions::{description, tree};
use super::invariants::outcome;

/// How many descriptions that give code are compiled together.
const MODULES: usize = 24;

#[test]
#[ignore = "compiles a crate"]
fn a_sample_compiles() {
    let mut runner = TestRunner::default();
    let tree = tree();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz-sample");
    let _ = fs::remove_dir_all(&folder);
    let mut modules = String::new();
    let mut found = 0;
    while found < MODULES {
        let text = description(&tree.new_tree(&mut runner).unwrap().current());
        let Some(files) = outcome(&text) else {
            continue;
        };
        let module = format!("sample{found}");
        for file in files {
            write(
                &folder.join("src").join(&module).join(&file.path),
                &file.text,
            );
        }
        // What it was made of, for whoever looks at a failure.
        write(&folder.join(format!("{module}.json")), &text);
        modules += &format!("pub mod {module};\n");
        found += 1;
    }
    write(&folder.join("src/lib.rs"), &modules);
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let client = workspace.join("graph-client");
    let manifest = format!(
        "[package]\nname = \"fuzz-sample\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\n\
         graph-client = {{ path = {client:?}, default-features = false }}\n[workspace]\n"
    );
    write(&folder.join("Cargo.toml"), &manifest);
    fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", target())
        .output()
        .unwrap();
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}\n{messages}", folder.display());
}

/// The folder that this test was built in, so that what it was built with is not built again.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .unwrap()
        .to_owned()
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

//! Generated crates on disk, and what cargo says of them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use graph_codegen::output::{Overwrite, plan};
use graph_codegen::{
    ClientDependency, Document, Generated, GeneratedFile, Generator, Package, Selection,
};

/// A crate in a folder of its own.
pub(crate) struct Crate {
    name: String,
    folder: PathBuf,
    files: Vec<GeneratedFile>,
}

/// Generates code for a crate; a warning is a failure.
pub(crate) fn generate(document: &Document, name: &str, selection: Selection) -> Generated {
    let generated = Generator::new(selection)
        .as_package()
        .generate(document, name)
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    let warnings = &generated.warnings;
    assert!(warnings.is_empty(), "{name}: {warnings}");
    generated
}

impl Crate {
    /// Writes generated code as a crate of this name.
    pub(crate) fn write(name: &str, generated: Generated) -> Self {
        let package = Package {
            name: name.to_owned(),
            client: ClientDependency::Path(workspace().join("graph-client")),
            features: generated.summary.features.clone(),
        };
        let folder = temporary().join(name);
        // What an earlier run of the test added to it would stay.
        let _ = std::fs::remove_file(folder.join("Cargo.toml"));
        let targets = [package.into_target(&folder, generated).unwrap()];
        plan(&targets, Overwrite::Allowed).unwrap().apply().unwrap();
        let [target] = targets;
        // The versions that this workspace is tested with.
        std::fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
        Self {
            name: name.to_owned(),
            folder,
            files: target.files,
        }
    }

    /// Puts a file beside the generated ones.
    pub(crate) fn add(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Where a file of the crate is.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// Adds lines at the end of `Cargo.toml`.
    pub(crate) fn extend_manifest(&self, lines: &str) {
        let generated = std::fs::read_to_string(self.path("Cargo.toml")).unwrap();
        self.add("Cargo.toml", &format!("{generated}\n{lines}"));
    }

    /// How many operations have a method.
    pub(crate) fn methods(&self) -> usize {
        let method = "operation::Operation::";
        let files = self.files.iter();
        files.map(|file| file.text.matches(method).count()).sum()
    }

    /// Runs cargo, which has to succeed and not to warn.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Output {
        self.run(Command::new(env!("CARGO")).args(arguments))
    }

    /// What rustdoc says of the public items, as JSON. That form is not stable yet.
    pub(crate) fn documentation_json(&self) -> PathBuf {
        let arguments = ["rustdoc", "-q", "--lib", "--", "-Zunstable-options"];
        self.run(
            Command::new(env!("CARGO"))
                .args(arguments)
                .arg("--output-format=json")
                .env("RUSTC_BOOTSTRAP", "1"),
        );
        let file = format!("{}.json", self.name.replace('-', "_"));
        target().join("doc").join(file)
    }

    fn run(&self, cargo: &mut Command) -> Output {
        let arguments: Vec<std::ffi::OsString> = cargo.get_args().map(ToOwned::to_owned).collect();
        let output = cargo
            .current_dir(&self.folder)
            // What the tests themselves are built with is not built again.
            .env("CARGO_TARGET_DIR", target())
            .output()
            .unwrap();
        let messages = String::from_utf8_lossy(&output.stderr);
        let printed = String::from_utf8_lossy(&output.stdout);
        let what = format!("{}: cargo {arguments:?}\n{messages}\n{printed}", self.name);
        assert!(output.status.success(), "{what}");
        assert!(!messages.contains("warning"), "{what}");
        output
    }
}

/// The program that `cargo build` made of the file with this name in `src/bin`.
pub(crate) fn program(name: &str) -> Command {
    Command::new(target().join("debug").join(name))
}

pub(crate) fn workspace() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap().to_owned()
}

fn temporary() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus")
}

/// The folder that this test was built in.
fn target() -> PathBuf {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    temporary.parent().unwrap().to_owned()
}

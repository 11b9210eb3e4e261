//! The commands of `graph-codegen` that write and look up, as their user calls them.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test says what went wrong by panicking"
)]

mod check;
mod crates;
mod deprecation;
mod diff;
mod locks;
mod manifests;
mod modules;
mod overlays;
mod permissions;
mod reproducible;
mod scripts;
mod trimming;
mod updates;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use serde_json::Value;
use tempfile::TempDir;

/// A folder that the command is run in.
struct Folder(TempDir);

/// What the command ended with.
#[derive(Debug)]
struct Outcome {
    code: Option<i32>,
    printed: String,
    errors: String,
}

impl Folder {
    /// A folder with the spec `api.yaml`, which has these top-level segments.
    fn with_spec(segments: &[&str]) -> Self {
        let folder = Self(TempDir::new().unwrap());
        folder.write_spec(segments);
        folder
    }

    fn write_spec(&self, segments: &[&str]) {
        let mut text = "openapi: 3.0.4\ninfo: {title: Api, version: '1'}\n\
                        servers: [{url: 'https://graph.microsoft.com/v1.0/'}]\npaths:\n"
            .to_owned();
        for segment in segments {
            text += &format!(
                "  /{segment}:\n    get:\n      responses: {{2XX: {{description: Success}}}}\n"
            );
        }
        self.write("api.yaml", &text);
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Replaces a part of a file, which has to be there.
    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path}: {text}");
        self.write(path, &text.replace(from, to));
    }

    /// Runs `graph-codegen generate`.
    fn generate(&self, arguments: &[&str]) -> Outcome {
        self.run("generate", arguments)
    }

    /// Runs a command of `graph-codegen`.
    fn run(&self, command: &str, arguments: &[&str]) -> Outcome {
        let output = Command::new(env!("CARGO_BIN_EXE_graph-codegen"))
            .arg(command)
            .args(arguments)
            .current_dir(self.0.path())
            .output()
            .unwrap();
        Outcome {
            code: output.status.code(),
            printed: String::from_utf8(output.stdout).unwrap(),
            errors: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Makes a crate of all of the spec in the folder `out`.
    fn generate_crate(&self, out: &str, more: &[&str]) -> Outcome {
        let arguments = ["--spec", "api.yaml", "--name", "api", "--out", out];
        self.generate(&[&arguments, more].concat())
    }

    /// Generates the modules of `graph.toml`.
    fn generate_modules(&self, more: &[&str]) -> Outcome {
        self.generate(&[&["--manifest", "graph.toml"], more].concat())
    }

    /// All files with their contents and when they were written.
    fn tree(&self) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
        let mut tree = BTreeMap::new();
        collect(self.0.path(), &mut tree);
        tree
    }
}

impl Outcome {
    fn done(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.printed
    }

    fn stale(self) -> String {
        assert_eq!(self.code, Some(1), "{self:?}");
        self.printed
    }

    /// What went to standard error.
    fn refused(self) -> String {
        assert_eq!(self.code, Some(2), "{self:?}");
        assert_eq!(self.printed, "");
        self.errors
    }

    /// What went to standard output of a run with `--json`.
    fn json(self, code: i32) -> Value {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert_eq!(self.errors, "");
        serde_json::from_str(&self.printed).unwrap()
    }
}

fn collect(folder: &Path, tree: &mut BTreeMap<PathBuf, (Vec<u8>, SystemTime)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, tree);
        } else {
            let written = fs::metadata(&path).unwrap().modified().unwrap();
            tree.insert(path.clone(), (fs::read(&path).unwrap(), written));
        }
    }
}

//! The cases: a folder for each.

use std::fs;
use std::path::{Path, PathBuf};

use graph_codegen::{Document, GeneratedFile, Generator, Selection};

/// A folder with `spec.yaml` and the folder `expected`.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
}

/// All cases, by name.
pub(crate) fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let mut cases: Vec<Case> = root
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|folder| Case {
            name: folder.file_name().unwrap().to_str().unwrap().to_owned(),
            folder,
        })
        .collect();
    cases.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    cases
}

impl Case {
    /// The spec.
    pub(crate) fn document(&self) -> Document {
        let text = fs::read_to_string(self.folder.join("spec.yaml")).unwrap();
        Document::parse("spec.yaml", text).unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    /// What the generator makes of it.
    pub(crate) fn generate(&self) -> Vec<GeneratedFile> {
        generate(&self.document()).unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    /// The code that has to come of it.
    pub(crate) fn expected(&self) -> PathBuf {
        self.folder.join("expected")
    }
}

/// All of a document as a module for a crate of its own.
pub(crate) fn generate(document: &Document) -> Result<Vec<GeneratedFile>, graph_codegen::Error> {
    let generated = Generator::new(Selection::default()).generate(document, "api")?;
    let warnings: Vec<String> = generated.warnings.iter().map(ToString::to_string).collect();
    let mut files = generated.into_files("mod.rs")?;
    // What is said of a case belongs to what is expected of it.
    if !warnings.is_empty() {
        files.push(GeneratedFile {
            path: PathBuf::from("warnings.txt"),
            text: warnings.join("\n\n") + "\n",
        });
    }
    Ok(files)
}

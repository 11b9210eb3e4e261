//! The description that is taken in.

use std::path::{Path, PathBuf};

use clap::Args;
use graph_codegen::lock::LockedFile;
use graph_codegen::output::Ownership;
use graph_codegen::{Document, openapi};

use crate::cli::download::{self, DownloadArguments};
use crate::cli::fail::{Failure, read};
use crate::cli::progress::Progress;

/// Where it is.
#[derive(Args)]
pub(super) struct SourceArguments {
    /// The new description, YAML or JSON: the whole of it, as it is published.
    #[arg(long, value_name = "FILE", required_unless_present = "url")]
    spec: Option<PathBuf>,
    #[command(flatten)]
    download: DownloadArguments,
}

/// The description, as it was read.
pub(super) struct Source {
    pub(super) document: Document,
    /// The name of its file, or its address.
    pub(super) name: String,
    /// What it calls its version.
    pub(super) version: String,
    sha256: String,
}

impl SourceArguments {
    pub(super) fn read(&self, manifest: &Path, progress: &Progress) -> Result<Source, Failure> {
        let (name, text) = match &self.spec {
            Some(path) => {
                progress.step(format!("reading {}", path.display()));
                // Without its folder, which says nothing to others.
                let name = path.file_name().unwrap_or(path.as_os_str());
                (name.to_string_lossy().into_owned(), read(path)?)
            }
            None => {
                let fetched = download::fetch(&self.download, manifest, progress)?;
                (fetched.address, fetched.text)
            }
        };
        let document = Document::parse(name.clone(), text)?;
        let is_part = Ownership::of(document.text().as_bytes()) != Ownership::Foreign;
        if is_part || openapi::is_trimmed(&document) {
            return Err(Failure::new(format_args!(
                "{name} is a part that was trimmed out of a description; give the whole of it, as \
                 it is published"
            )));
        }
        let locked = LockedFile::of("", document.text());
        Ok(Source {
            name,
            version: openapi::version(&document),
            sha256: locked.sha256,
            document,
        })
    }
}

impl Source {
    /// It, as a lock has it.
    pub(super) fn locked(&self) -> LockedFile {
        LockedFile {
            file: self.name.clone(),
            version: None,
            sha256: self.sha256.clone(),
        }
        .with_version(&*self.version)
    }
}

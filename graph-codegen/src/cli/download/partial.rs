//! What a download that was cut has brought, kept until another one finishes it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

const NAME: &str = ".graph-codegen-download.part";
const STATE_NAME: &str = ".graph-codegen-download.toml";

/// A file that grows, and beside it what it is a part of.
pub(super) struct Partial {
    path: PathBuf,
    state_path: PathBuf,
    state: State,
    length: u64,
    file: Option<File>,
}

/// What the file is a part of.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    /// The SHA-256 of the address, which may have a secret in it.
    address: String,
    /// The version of what is there, by a strong `ETag`; without it a download begins anew.
    etag: Option<String>,
}

impl Partial {
    /// What there is of this address in a folder, or nothing.
    pub(super) fn open(folder: &Path, address: &str) -> Self {
        let mut partial = Self {
            path: folder.join(NAME),
            state_path: folder.join(STATE_NAME),
            state: State {
                address: super::transfer::sha256(address.as_bytes()),
                etag: None,
            },
            length: 0,
            file: None,
        };
        let known = fs::read_to_string(&partial.state_path).ok();
        let known = known.and_then(|text| toml_edit::de::from_str::<State>(&text).ok());
        let known = known.filter(|known| known.address == partial.state.address);
        let is_file = |metadata: &fs::Metadata| metadata.is_file();
        if let Some(state) = known.filter(|known| known.etag.is_some())
            && let Some(metadata) = fs::symlink_metadata(&partial.path).ok().filter(is_file)
        {
            partial.length = metadata.len();
            partial.state = state;
        }
        partial
    }

    /// How many bytes there are.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// The version of which more may be asked for, when there is any of it.
    pub(super) fn etag(&self) -> Option<&str> {
        let etag = self.state.etag.as_deref();
        etag.filter(|_| self.length > 0)
    }

    /// Begins anew, with a version.
    pub(super) fn begin(&mut self, etag: Option<String>) -> io::Result<()> {
        self.remove()?;
        self.state.etag = etag;
        // Texts are values of TOML, so this cannot fail.
        let state = toml_edit::ser::to_string(&self.state).unwrap_or_default();
        fs::write(&self.state_path, state)?;
        // What is there by now was not made here, and is not written into.
        let mut options = OpenOptions::new();
        self.file = Some(options.write(true).create_new(true).open(&self.path)?);
        Ok(())
    }

    /// Adds what came next.
    pub(super) fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            None => {
                let file = OpenOptions::new().append(true).open(&self.path)?;
                self.file.insert(file)
            }
        };
        file.write_all(bytes)?;
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// All that came.
    pub(super) fn read(&self) -> io::Result<Vec<u8>> {
        fs::read(&self.path)
    }

    /// Takes it away.
    pub(super) fn remove(&mut self) -> io::Result<()> {
        self.file = None;
        self.length = 0;
        for path in [&self.path, &self.state_path] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// The file, to be named in errors.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

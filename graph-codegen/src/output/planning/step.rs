//! Changing files, one whole file at a time.

use std::borrow::Cow;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::conflict::OutputError;
use crate::output::hash::hash;

/// One change to one file.
#[derive(Debug)]
pub(super) struct Step<'a> {
    pub(super) path: PathBuf,
    /// The hash of what is there; none when nothing is.
    pub(super) before: Option<String>,
    pub(super) action: Action<'a>,
}

#[derive(Debug)]
pub(super) enum Action<'a> {
    /// The file gets these contents.
    Write(Cow<'a, str>),
    /// As `Write`, and the contents are on the disk before anything that follows.
    WriteThrough(Cow<'a, str>),
    /// The file goes, and with it the folders below this one that are empty then.
    Remove { below: PathBuf },
}

impl Step<'_> {
    pub(super) fn run(&self) -> Result<(), OutputError> {
        let found = current(&self.path).map_err(OutputError::of("read", &self.path))?;
        if found != self.before {
            return Err(OutputError::of("change", &self.path)(io::Error::other(
                "it changed a moment ago; run this again",
            )));
        }
        match &self.action {
            Action::Write(text) => self.write(text, false),
            Action::WriteThrough(text) => self.write(text, true),
            Action::Remove { below } => self.remove(below),
        }
    }

    /// Writes beside the place and renames, so that the file is never there in part.
    fn write(&self, text: &str, through: bool) -> Result<(), OutputError> {
        let folder = match self.path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        fs::create_dir_all(folder).map_err(OutputError::of("make the folder", folder))?;
        let write = || {
            let mut builder = tempfile::Builder::new();
            builder.prefix(".graph-codegen-").suffix(".tmp");
            #[cfg(unix)]
            builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
            let mut file = builder.tempfile_in(folder)?;
            #[cfg(unix)]
            if let Ok(metadata) = fs::metadata(&self.path) {
                file.as_file().set_permissions(metadata.permissions())?;
            }
            file.write_all(text.as_bytes())?;
            if through {
                file.as_file().sync_all()?;
            }
            file.persist(&self.path)?;
            Ok(())
        };
        write().map_err(OutputError::of("write", &self.path))
    }

    fn remove(&self, below: &Path) -> Result<(), OutputError> {
        fs::remove_file(&self.path).map_err(OutputError::of("remove", &self.path))?;
        let mut parent = self.path.parent();
        while let Some(empty) = parent.filter(|parent| *parent != below) {
            // One that is not empty stays, and so it should.
            if fs::remove_dir(empty).is_err() {
                break;
            }
            parent = empty.parent();
        }
        Ok(())
    }
}

/// The hash of the file that is there now.
fn current(path: &Path) -> io::Result<Option<String>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => Ok(Some(hash(&fs::read(path)?))),
        Ok(_) => Err(io::Error::other("it is not a file")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

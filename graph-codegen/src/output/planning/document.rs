//! A file outside of the folders of targets, such as a trimmed description or a lock.

use std::borrow::Cow;
use std::path::Path;
use std::{fs, io};

use super::change::Change;
use super::conflict::{Cause, Conflict, Conflicts, Error, OutputError};
use super::plan::{Overwrite, Plan};
use super::step::{Action, Step};
use crate::output::hash::{hash, is_same};
use crate::source::Document;

/// What the first line of a sealed document says before the hash of all other lines.
const SEAL: &str = "# Written by graph-codegen; the SHA-256 of what follows, by which it is known \
                    to be unedited: ";

/// Whose a description is, by its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ownership {
    /// It was trimmed here, and is as it was written.
    Own,
    /// It was trimmed here, and edited since.
    Edited,
    /// It was not trimmed here, or nothing tells: JSON has no comments.
    Foreign,
}

impl Ownership {
    /// Looks for the comment before a description, by which it is known.
    pub fn of(contents: &[u8]) -> Self {
        let text = std::str::from_utf8(contents).ok();
        let sealed = text.and_then(|text| text.strip_prefix(SEAL)?.split_once('\n'));
        match sealed {
            None => Self::Foreign,
            Some((seal, text)) if hash(text.as_bytes()) == seal.trim_end() => Self::Own,
            Some(_) => Self::Edited,
        }
    }
}

/// The text of a document in a file of this name: JSON where the name ends so, else YAML with a
/// comment before it, by which a later run tells that the file is its own and as it was written.
pub fn document_text(path: &Path, document: &Document) -> String {
    let is_json = path
        .extension()
        .is_some_and(|extension| extension == "json");
    if is_json {
        return document.to_json();
    }
    let text = document.to_yaml();
    format!("{SEAL}{}\n{text}", hash(text.as_bytes()))
}

/// Writes a document to a file, as [`document_text`] has it. What is there already is replaced when
/// it was written so and not edited since, or says the same.
///
/// # Errors
///
/// When something else is there, unless `overwrite` allows that it is replaced, and when the file
/// cannot be written.
pub fn write_document(path: &Path, document: &Document, overwrite: Overwrite) -> Result<(), Error> {
    let mut plan = Plan::default();
    plan.write_document(path, document_text(path, document), overwrite)?;
    Ok(plan.apply()?)
}

impl Plan<'_> {
    /// Adds that a file holds a document, of which this is the text. What is there already is
    /// replaced when it was written so and not edited since. Gives what changes, if anything does.
    ///
    /// # Errors
    ///
    /// When something else is there, unless `overwrite` allows that it is replaced.
    pub fn write_document(
        &mut self,
        path: &Path,
        text: String,
        overwrite: Overwrite,
    ) -> Result<Option<Change>, Error> {
        let found = look(path)?;
        if let Some(found) = found.as_deref().filter(|found| !is_same(found, &text)) {
            let cause = match Ownership::of(found) {
                _ if overwrite.is_allowed() => None,
                Ownership::Own => None,
                Ownership::Edited => Some(Cause::Edited { stale: false }),
                Ownership::Foreign => Some(Cause::Foreign),
            };
            cause.map_or(Ok(()), |cause| Err(conflict(path, cause)))?;
        }
        Ok(self.write(path, found.as_deref(), text))
    }

    /// Adds that a file, which held `found` when it was read, holds this text. Gives what changes,
    /// if anything does.
    ///
    /// # Errors
    ///
    /// When it is no file, or a link.
    pub fn replace(
        &mut self,
        path: &Path,
        found: Option<&str>,
        text: String,
    ) -> Result<Option<Change>, Error> {
        look(path)?;
        Ok(self.write(path, found.map(str::as_bytes), text))
    }

    fn write(&mut self, path: &Path, found: Option<&[u8]>, text: String) -> Option<Change> {
        if found.is_some_and(|found| is_same(found, &text)) {
            return None;
        }
        self.add(Step {
            path: path.to_owned(),
            before: found.map(hash),
            action: Action::Write(Cow::Owned(text)),
        });
        Some(match found {
            None => Change::Add(path.to_owned()),
            Some(_) => Change::Update(path.to_owned()),
        })
    }
}

/// The contents of a file, if it is there.
fn look(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => {
            Ok(Some(fs::read(path).map_err(OutputError::of("read", path))?))
        }
        Ok(metadata) if metadata.is_symlink() => Err(conflict(path, Cause::Link(path.to_owned()))),
        Ok(_) => Err(conflict(path, Cause::NotAFile)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(OutputError::of("read", path)(error).into()),
    }
}

fn conflict(path: &Path, cause: Cause) -> Error {
    let path = path.to_owned();
    Error::Conflicts(Conflicts(vec![Conflict { path, cause }]))
}

//! A single document in a file of its own, such as a trimmed description.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use super::conflict::{Cause, Conflict, Conflicts, Error, OutputError};
use super::plan::Overwrite;
use super::record::hash;
use super::step::{Action, Step};
use crate::source::Document;

/// What the first line of a sealed document says before the hash of all other lines.
const SEAL: &str = "# Written by graph-codegen; the SHA-256 of what follows, by which it is known \
                    to be unedited: ";

/// Writes a document to a file, as JSON where that is what the name of the file ends with.
///
/// YAML gets a comment before it, by which a later run tells that the file is its own and as it was
/// written; JSON has no comments. What is there already is replaced when it is such a file, or says
/// the same.
///
/// # Errors
///
/// When something else is there, unless `overwrite` allows that it is replaced, and when the file
/// cannot be written.
pub fn write_document(path: &Path, document: &Document, overwrite: Overwrite) -> Result<(), Error> {
    let is_json = path
        .extension()
        .is_some_and(|extension| extension == "json");
    let text = if is_json {
        document.to_json()
    } else {
        let text = document.to_yaml();
        format!("{SEAL}{}\n{text}", hash(text.as_bytes()))
    };
    let conflict = |cause| {
        let path = path.to_owned();
        Err(Error::Conflicts(Conflicts(vec![Conflict { path, cause }])))
    };
    let before = match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => {
            let found = fs::read(path).map_err(OutputError::of("read", path))?;
            if found == text.as_bytes() {
                return Ok(());
            }
            match ownership(&found) {
                _ if overwrite.is_allowed() => {}
                Ownership::Own => {}
                Ownership::Edited => return conflict(Cause::Edited { stale: false }),
                Ownership::Foreign => return conflict(Cause::Foreign),
            }
            Some(hash(&found))
        }
        Ok(metadata) if metadata.is_symlink() => {
            return conflict(Cause::Link(path.to_owned()));
        }
        Ok(_) => return conflict(Cause::NotAFile),
        Err(_) => None,
    };
    let step = Step {
        path: path.to_owned(),
        before,
        action: Action::Write(Cow::Owned(text)),
    };
    Ok(step.run()?)
}

/// Whose a file is.
enum Ownership {
    /// It is as it was written.
    Own,
    /// It was written here, and changed.
    Edited,
    /// It was not written here.
    Foreign,
}

fn ownership(contents: &[u8]) -> Ownership {
    let Ok(text) = std::str::from_utf8(contents) else {
        return Ownership::Foreign;
    };
    let Some((seal, document)) = text
        .strip_prefix(SEAL)
        .and_then(|sealed| sealed.split_once('\n'))
    else {
        return Ownership::Foreign;
    };
    if hash(document.as_bytes()) == seal.trim_end() {
        Ownership::Own
    } else {
        Ownership::Edited
    }
}

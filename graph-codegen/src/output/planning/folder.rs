//! Looking into folders, without following links.

use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use super::conflict::OutputError;

/// What is at the place of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    Nothing,
    File(Vec<u8>),
    /// This is a symbolic link: what is at the place, or on the way to it.
    Link(PathBuf),
    /// A folder, a device or the like is at the place.
    NotAFile,
    /// This is on the way to the place, and no folder.
    NotAFolder(PathBuf),
}

/// Looks for a file below a folder. The folder itself may be a link.
pub(super) fn look(folder: &Path, file: &Path) -> Result<Found, OutputError> {
    let mut path = folder.to_owned();
    // An empty path is the folder that we are in.
    if !folder.as_os_str().is_empty() {
        match fs::metadata(folder) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return Ok(Found::NotAFolder(path)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(match fs::symlink_metadata(folder) {
                    Ok(_) => Found::Link(path),
                    Err(_) => Found::Nothing,
                });
            }
            Err(error) => return Err(OutputError::of("read", folder)(error)),
        }
    }
    let mut parts = file.components().peekable();
    while let Some(part) = parts.next() {
        path.push(part);
        let is_last = parts.peek().is_none();
        let metadata = match fs::symlink_metadata(&path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(error) => return Err(OutputError::of("read", &path)(error)),
        };
        if metadata.is_symlink() {
            return Ok(Found::Link(path));
        }
        match (is_last, metadata.is_dir()) {
            (false, true) => {}
            (false, false) => return Ok(Found::NotAFolder(path)),
            (true, _) if !metadata.is_file() => return Ok(Found::NotAFile),
            (true, _) => {
                let contents = fs::read(&path).map_err(OutputError::of("read", &path))?;
                return Ok(Found::File(contents));
            }
        }
    }
    Ok(Found::NotAFile)
}

/// The path from the root, without links and `..`. What is at its end need not be there.
pub(super) fn resolve(path: &Path) -> Result<PathBuf, OutputError> {
    let absolute = std::path::absolute(path).map_err(OutputError::of("find", path))?;
    let mut resolved = PathBuf::new();
    for part in absolute.components() {
        if part == Component::ParentDir {
            resolved.pop();
        } else {
            resolved.push(part);
            if let Ok(real) = resolved.canonicalize() {
                resolved = real;
            }
        }
    }
    Ok(resolved)
}

/// The way from a folder to a file, both of them resolved, with `/` between its parts.
pub(super) fn relative(folder: &Path, file: &Path) -> String {
    let shared = folder
        .components()
        .zip(file.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = folder.components().skip(shared).map(|_| "..".into());
    let down = file.components().skip(shared);
    let parts: Vec<_> = up
        .chain(down.map(|part| part.as_os_str().to_string_lossy()))
        .collect();
    parts.join("/")
}

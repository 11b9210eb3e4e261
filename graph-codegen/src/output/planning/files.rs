//! What has to change in the folder of one target.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::change::Change;
use super::conflict::{Cause, Conflict, OutputError};
use super::folder::{self, Found};
use super::places::{Place, Places};
use super::plan::Overwrite;
use super::record::{self, Record};
use super::step::{Action, Step};
use crate::output::hash::{hash, is_same};

/// The files of a target, compared with those in its folder.
#[derive(Default)]
pub(super) struct Files<'a> {
    /// The record that is there.
    pub(super) record: Record,
    /// Its contents.
    pub(super) record_file: Option<Vec<u8>>,
    /// The hash of each file that is wanted.
    pub(super) wanted: BTreeMap<String, String>,
    /// The hash of each file of the target that changes, as it is now.
    pub(super) before: BTreeMap<String, String>,
    pub(super) changes: Vec<Change>,
    pub(super) removals: Vec<Step<'a>>,
    pub(super) writes: Vec<Step<'a>>,
}

/// Looks through the folder of a target. None when that is not possible, which is a conflict.
pub(super) fn compare<'a>(
    place: &Place<'a>,
    places: &Places<'_>,
    overwrite: Overwrite,
    conflicts: &mut Vec<Conflict>,
) -> Result<Option<Files<'a>>, OutputError> {
    let mut comparison = Comparison {
        folder: &place.target.folder,
        overwrite,
        conflicts,
        files: Files::default(),
    };
    if !comparison.read_record()? {
        return Ok(None);
    }
    comparison.hash_wanted(place);
    let removals = comparison.remove_stale(place, places)?;
    for file in &place.target.files {
        comparison.write(&file.path, &file.text, &removals)?;
    }
    Ok(Some(comparison.files))
}

struct Comparison<'a, 'c> {
    folder: &'a Path,
    overwrite: Overwrite,
    conflicts: &'c mut Vec<Conflict>,
    files: Files<'a>,
}

impl<'a> Comparison<'a, '_> {
    /// Without a folder or a record to go by, the rest would only be noise.
    fn read_record(&mut self) -> Result<bool, OutputError> {
        let name = Path::new(record::FILE_NAME);
        let path = self.folder.join(name);
        let cause = match folder::look(self.folder, name)? {
            Found::Nothing => return Ok(true),
            Found::File(contents) => {
                let parsed = Record::parse(&contents);
                self.files.record_file = Some(contents);
                match parsed {
                    Ok(record) => {
                        self.files.record = record;
                        return Ok(true);
                    }
                    Err(Cause::BrokenRecord(_)) if self.overwrite.is_allowed() => return Ok(true),
                    Err(cause) => cause,
                }
            }
            Found::Link(link) if link == self.folder => {
                self.refuse(link.clone(), Cause::Link(link));
                return Ok(false);
            }
            Found::NotAFolder(folder) => {
                self.refuse(folder.clone(), Cause::NotAFolder(folder));
                return Ok(false);
            }
            Found::Link(link) => Cause::Link(link),
            Found::NotAFile => Cause::NotAFile,
        };
        self.refuse(path, cause);
        Ok(false)
    }

    fn refuse(&mut self, path: PathBuf, cause: Cause) {
        self.conflicts.push(Conflict { path, cause });
    }

    /// Whether a file with these contents may be replaced or removed.
    fn may_replace(&mut self, path: &str, contents: &[u8], cause: Cause) -> bool {
        if self.files.record.has_written(path, contents) {
            self.files.before.insert(path.to_owned(), hash(contents));
        } else if !self.overwrite.is_allowed() {
            self.refuse(self.folder.join(path), cause);
            return false;
        }
        true
    }

    fn hash_wanted(&mut self, place: &Place<'a>) {
        for file in &place.target.files {
            match record::file_text(&file.path) {
                Some(path) => {
                    self.files.wanted.insert(path, hash(file.text.as_bytes()));
                }
                None => self.refuse(self.folder.join(&file.path), Cause::Outside),
            }
        }
    }

    /// Takes out what was written and is not wanted any more. Gives the files that go.
    fn remove_stale(
        &mut self,
        place: &Place<'_>,
        places: &Places<'_>,
    ) -> Result<BTreeSet<PathBuf>, OutputError> {
        let paths = self.files.record.paths().cloned();
        let stale: BTreeSet<String> = paths
            .filter(|path| !self.files.wanted.contains_key(path))
            // What has become another target's is left to that.
            .filter(|path| !places.has_file(&place.folder.join(path)))
            .collect();
        let mut removals = BTreeSet::new();
        for text in stale {
            let path = self.folder.join(&text);
            match folder::look(self.folder, Path::new(&text))? {
                // It is gone, or something that was never written is in its place.
                Found::Nothing | Found::NotAFile | Found::NotAFolder(_) => {}
                Found::Link(link) => self.refuse(path, Cause::Link(link)),
                Found::File(contents) => {
                    if self.may_replace(&text, &contents, Cause::Edited { stale: true }) {
                        self.files.changes.push(Change::Remove(path.clone()));
                        self.files.removals.push(Step {
                            path: path.clone(),
                            before: Some(hash(&contents)),
                            action: Action::Remove {
                                below: self.folder.to_owned(),
                            },
                        });
                        removals.insert(path);
                    }
                }
            }
        }
        Ok(removals)
    }

    fn write(
        &mut self,
        file: &Path,
        text: &'a str,
        removals: &BTreeSet<PathBuf>,
    ) -> Result<(), OutputError> {
        let Some(name) = record::file_text(file) else {
            return Ok(());
        };
        let path = self.folder.join(file);
        let before = match folder::look(self.folder, file)? {
            Found::Nothing => None,
            Found::NotAFolder(other) if removals.contains(&other) => None,
            Found::File(contents) if is_same(&contents, text) => return Ok(()),
            Found::File(contents) => {
                let cause = if self.files.record.paths().any(|other| *other == name) {
                    Cause::Edited { stale: false }
                } else {
                    Cause::Foreign
                };
                if !self.may_replace(&name, &contents, cause) {
                    return Ok(());
                }
                Some(hash(&contents))
            }
            Found::Link(link) => {
                self.refuse(path, Cause::Link(link));
                return Ok(());
            }
            Found::NotAFile => {
                self.refuse(path, Cause::NotAFile);
                return Ok(());
            }
            Found::NotAFolder(other) => {
                self.refuse(path, Cause::NotAFolder(other));
                return Ok(());
            }
        };
        self.files.changes.push(match before {
            None => Change::Add(path.clone()),
            Some(_) => Change::Update(path.clone()),
        });
        self.files.writes.push(Step {
            path,
            before,
            action: Action::Write(Cow::Borrowed(text)),
        });
        Ok(())
    }
}

//! Where the targets of a run write, and that no two write in one place.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::conflict::{Cause, Conflict, OutputError};
use super::{folder, record};
use crate::output::{CargoToml, Setting, Target};

/// The targets of a run. The folder of one may be within that of another, but no file and no
/// setting is in two of them.
pub(super) struct Places<'a> {
    pub(super) targets: Vec<Place<'a>>,
    /// The target that each file belongs to.
    files: BTreeMap<PathBuf, &'a str>,
}

/// Where a target writes. Paths are resolved, so that each place has one.
pub(super) struct Place<'a> {
    pub(super) target: &'a Target,
    pub(super) folder: PathBuf,
    pub(super) cargo_toml: Option<(PathBuf, &'a CargoToml)>,
}

impl<'a> Places<'a> {
    /// Finds the places; one that two targets claim is a conflict.
    pub(super) fn of(
        targets: &'a [Target],
        conflicts: &mut Vec<Conflict>,
    ) -> Result<Self, OutputError> {
        let mut places = Self {
            targets: Vec::with_capacity(targets.len()),
            files: BTreeMap::new(),
        };
        for target in targets {
            let cargo_toml = match &target.cargo_toml {
                Some(file) => Some((folder::resolve(&file.path)?, file)),
                None => None,
            };
            let place = Place {
                target,
                folder: folder::resolve(&target.folder)?,
                cargo_toml,
            };
            let mut others = places.targets.iter();
            if let Some(other) = others.find(|other| other.folder == place.folder) {
                let names = [&*other.target.name, &*target.name];
                conflicts.push(shared(&target.folder, "the folder", names));
            } else {
                places.claim_files(&place, conflicts);
            }
            places.claim_settings(&place, conflicts);
            places.targets.push(place);
        }
        Ok(places)
    }

    fn claim_files(&mut self, place: &Place<'a>, conflicts: &mut Vec<Conflict>) {
        let target = place.target;
        let files = target.files.iter().map(|file| file.path.as_path());
        let own = place.cargo_toml.iter().filter(|(_, file)| file.is_own());
        let own = own.map(|_| Path::new("Cargo.toml"));
        for path in files.chain([Path::new(record::FILE_NAME)]).chain(own) {
            if let Some(other) = self.files.insert(place.folder.join(path), &target.name) {
                let path = target.folder.join(path);
                conflicts.push(shared(&path, "the file", [other, &target.name]));
            }
        }
    }

    fn claim_settings(&self, place: &Place<'_>, conflicts: &mut Vec<Conflict>) {
        let Some((path, file)) = &place.cargo_toml else {
            return;
        };
        for setting in &file.settings {
            let has_it =
                |other: &&Place<'_>| other.settings_of(path).any(|other| other.is_at(setting));
            if let Some(other) = self.targets.iter().find(has_it) {
                let what = format!("`{}.{}`", setting.table, setting.key);
                let names = [&*other.target.name, &*place.target.name];
                conflicts.push(shared(&file.path, &what, names));
            }
        }
    }

    /// Whether a target writes this file; the path is resolved.
    pub(super) fn has_file(&self, path: &Path) -> bool {
        self.files.contains_key(path)
    }
}

impl CargoToml {
    /// Whether it is that of a generated crate, and none that is there anyway.
    pub(super) fn is_own(&self) -> bool {
        self.template.is_some()
    }
}

impl Setting {
    fn is_at(&self, other: &Self) -> bool {
        self.table == other.table && self.key == other.key
    }
}

impl<'a> Place<'a> {
    /// The settings in the `Cargo.toml` with this path.
    pub(super) fn settings_of(&self, path: &Path) -> impl Iterator<Item = &'a Setting> {
        let file = self.cargo_toml.as_ref().filter(|(other, _)| other == path);
        file.into_iter().flat_map(|(_, file)| &file.settings)
    }
}

fn shared(path: &Path, what: &str, names: [&str; 2]) -> Conflict {
    Conflict {
        path: path.to_owned(),
        cause: Cause::Shared {
            what: what.to_owned(),
            names: names.map(str::to_owned),
        },
    }
}

//! The `Cargo.toml`s of the targets of a run.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::change::{CargoTomlChange, Change};
use super::conflict::{Cause, Conflict, OutputError};
use super::files::Files;
use super::folder::{self, Found};
use super::merge::{Merge, Settings, has_all, written};
use super::places::{Place, Places};
use super::plan::Overwrite;
use super::record::WrittenSettings;
use super::step::{Action, Step};
use crate::output::CargoToml;
use crate::output::hash::hash;

/// The `Cargo.toml`s, by their resolved paths.
#[derive(Default)]
pub(super) struct CargoTomls(BTreeMap<PathBuf, Merging>);

/// A `Cargo.toml` while one target after another sets what it needs.
struct Merging {
    /// As the user wrote it.
    path: PathBuf,
    found: Option<String>,
    /// Whether it is made from its template.
    is_new: bool,
    text: String,
    settings: Vec<String>,
}

impl CargoTomls {
    /// Merges the settings of all targets.
    pub(super) fn merge(
        places: &Places<'_>,
        files: &[Option<Files<'_>>],
        overwrite: Overwrite,
        conflicts: &mut Vec<Conflict>,
    ) -> Result<Self, OutputError> {
        let mut all = Self::default();
        for (place, files) in places.targets.iter().zip(files) {
            let (Some((resolved, file)), Some(files)) = (&place.cargo_toml, files) else {
                continue;
            };
            let mut refuse = |cause| {
                conflicts.push(Conflict {
                    path: file.path.clone(),
                    cause,
                });
            };
            let merging = match all.0.remove(resolved) {
                Some(merging) => merging,
                None => match Merging::read(place, resolved, file)? {
                    Ok(merging) => merging,
                    Err(cause) => {
                        refuse(cause);
                        continue;
                    }
                },
            };
            let known = files
                .record
                .settings(&folder::relative(&place.folder, resolved));
            let is_foreign = file.is_own() && merging.is_foreign(&known);
            let others = places.targets.iter();
            let others = others.filter(|other| other.folder != place.folder);
            let merge = Merge {
                wanted: &file.settings,
                written: if merging.is_new { Vec::new() } else { known },
                others: others
                    .flat_map(|other| other.settings_of(resolved))
                    .map(|setting| (setting.table, setting.key.as_str()))
                    .collect(),
                overwrite: overwrite.is_allowed(),
            };
            match merge.apply(&merging.text) {
                Err(cause) => refuse(cause),
                Ok(merged) => {
                    let changes = !merged.settings.is_empty() || !merged.conflicts.is_empty();
                    if is_foreign && changes && !overwrite.is_allowed() {
                        refuse(Cause::ForeignCargoToml);
                    } else {
                        merged.conflicts.into_iter().for_each(refuse);
                    }
                    let mut settings = merging.settings;
                    settings.extend(merged.settings);
                    all.0.insert(
                        resolved.clone(),
                        Merging {
                            text: merged.text,
                            settings,
                            ..merging
                        },
                    );
                }
            }
        }
        Ok(all)
    }

    /// What a target's record says of its `Cargo.toml`: after the run, and during it.
    pub(super) fn written(
        &self,
        place: &Place<'_>,
        files: &Files<'_>,
    ) -> Option<(WrittenSettings, WrittenSettings)> {
        let (resolved, file) = place.cargo_toml.as_ref()?;
        let path = folder::relative(&place.folder, resolved);
        let wanted = written(&file.settings);
        let before = if self.changes(resolved) {
            // No record says that no settings were written.
            let known = files.record.settings(&path).into_iter().cloned();
            let known: BTreeSet<Settings> = known.collect();
            if known.is_empty() {
                vec![Settings::new()]
            } else {
                known.into_iter().filter(|known| *known != wanted).collect()
            }
        } else {
            Vec::new()
        };
        let after = WrittenSettings {
            path,
            settings: wanted,
            before: Vec::new(),
        };
        let during = WrittenSettings {
            before,
            ..after.clone()
        };
        Some((after, during))
    }

    fn changes(&self, resolved: &Path) -> bool {
        self.0.get(resolved).is_some_and(Merging::is_changed)
    }

    /// Whether the `Cargo.toml` of a target changes.
    pub(super) fn changes_for(&self, place: &Place<'_>) -> bool {
        let file = place.cargo_toml.as_ref();
        file.is_some_and(|(resolved, _)| self.changes(resolved))
    }

    /// The changes, and how to make them.
    pub(super) fn into_steps<'a>(self) -> (Vec<CargoTomlChange>, Vec<Step<'a>>) {
        let changed = self.0.into_iter().filter(|(_, file)| file.is_changed());
        changed
            .map(|(resolved, file)| {
                let change = match file.found {
                    None => Change::Add(file.path),
                    Some(_) => Change::Update(file.path),
                };
                let settings = file.settings;
                let step = Step {
                    path: resolved,
                    before: file.found.map(|found| hash(found.as_bytes())),
                    action: Action::WriteThrough(Cow::Owned(file.text)),
                };
                (CargoTomlChange { change, settings }, step)
            })
            .unzip()
    }
}

impl Merging {
    fn read(
        place: &Place<'_>,
        resolved: &Path,
        file: &CargoToml,
    ) -> Result<Result<Self, Cause>, OutputError> {
        let found = match &file.template {
            // It is its user's, who may have it elsewhere by a link.
            None => Some(fs::read(resolved).map_err(OutputError::of("read", &file.path))?),
            Some(_) => match folder::look(&place.target.folder, Path::new("Cargo.toml"))? {
                Found::Nothing => None,
                Found::File(contents) => Some(contents),
                Found::Link(link) => return Ok(Err(Cause::Link(link))),
                Found::NotAFile => return Ok(Err(Cause::NotAFile)),
                Found::NotAFolder(folder) => return Ok(Err(Cause::NotAFolder(folder))),
            },
        };
        let Ok(found) = found.map(String::from_utf8).transpose() else {
            let reason = "it is not text in UTF-8".to_owned();
            return Ok(Err(Cause::BrokenCargoToml(reason)));
        };
        let template = file.template.as_ref();
        let template = template.filter(|_| found.as_ref().is_none_or(String::is_empty));
        Ok(Ok(Self {
            path: file.path.clone(),
            is_new: template.is_some(),
            text: template.or(found.as_ref()).cloned().unwrap_or_default(),
            found,
            settings: Vec::new(),
        }))
    }

    /// Whether a target with these records did not make it. One whose first run was cut may have
    /// come to make it or not.
    fn is_foreign(&self, known: &[&Settings]) -> bool {
        let is_first = known.iter().any(|settings| settings.is_empty());
        let mut made = known.iter().filter(|settings| !settings.is_empty());
        match &self.found {
            None => false,
            Some(text) if text.is_empty() || !is_first => made.next().is_none(),
            Some(text) => !made.any(|settings| has_all(text, settings)),
        }
    }

    fn is_changed(&self) -> bool {
        self.found.as_ref() != Some(&self.text)
    }
}

//! From what is wanted to what has to be done.

use std::borrow::Cow;
use std::io;

use super::cargo_tomls::CargoTomls;
use super::change::{CargoTomlChange, Change};
use super::conflict::{Conflicts, Error, OutputError};
use super::files::{self, Files};
use super::places::{Place, Places};
use super::record::{self, Record};
use super::step::{Action, Step};
use crate::output::Target;
use crate::output::hash::{hash, is_same};

/// What becomes of files and settings that are in the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overwrite {
    /// They are conflicts.
    #[default]
    Refused,
    /// They are replaced or removed, where that is possible.
    Allowed,
}

impl From<bool> for Overwrite {
    fn from(is_allowed: bool) -> Self {
        if is_allowed {
            Self::Allowed
        } else {
            Self::Refused
        }
    }
}

impl Overwrite {
    pub(super) fn is_allowed(self) -> bool {
        self == Self::Allowed
    }
}

/// What has to be done for the folders of some targets to hold what belongs in them.
#[derive(Debug, Default)]
#[must_use = "nothing has been written yet"]
pub struct Plan<'a> {
    /// What changes in the folder of each target, in the order in which they were given.
    pub files: Vec<Vec<Change>>,
    /// What changes in `Cargo.toml`s.
    pub cargo_tomls: Vec<CargoTomlChange>,
    steps: Vec<Step<'a>>,
}

/// Finds out what has to change for each folder to hold the files of its target, none that the
/// target wrote before and does not have any more, and for each `Cargo.toml` to have the settings.
/// Writes nothing.
///
/// # Errors
///
/// All that is in the way: what a target did not write, or what was changed since; places that
/// two targets claim; symbolic links. Or a file or folder that cannot be read.
pub fn plan(targets: &[Target], overwrite: Overwrite) -> Result<Plan<'_>, Error> {
    let mut conflicts = Vec::new();
    let places = Places::of(targets, &mut conflicts)?;
    if !conflicts.is_empty() {
        return Err(Error::Conflicts(Conflicts(conflicts)));
    }
    let files = places.targets.iter();
    let files: Vec<Option<Files<'_>>> = files
        .map(|place| files::compare(place, &places, overwrite, &mut conflicts))
        .collect::<Result<_, _>>()?;
    let cargo_tomls = CargoTomls::merge(&places, &files, overwrite, &mut conflicts)?;
    if !conflicts.is_empty() {
        return Err(Error::Conflicts(Conflicts(conflicts)));
    }

    let mut changes = Vec::with_capacity(files.len());
    let [mut first, mut removals, mut writes, mut last] = [const { Vec::new() }; 4];
    // All of them are there, else there were conflicts.
    for (place, files) in places.targets.iter().zip(files.into_iter().flatten()) {
        let records = Records::of(place, &files, &cargo_tomls)?;
        let mut own = files.changes;
        own.extend(records.change);
        changes.push(own);
        first.extend(records.during);
        removals.extend(files.removals);
        writes.extend(files.writes);
        last.extend(records.after);
    }
    let (cargo_tomls, merges) = cargo_tomls.into_steps();
    Ok(Plan {
        files: changes,
        cargo_tomls,
        steps: [first, removals, writes, merges, last]
            .into_iter()
            .flatten()
            .collect(),
    })
}

impl Plan<'_> {
    /// Adds a step, after all that are there.
    pub(super) fn add(&mut self, step: Step<'static>) {
        self.steps.push(step);
    }

    /// Whether nothing has to be done.
    pub fn is_current(&self) -> bool {
        self.steps.is_empty()
    }

    /// Does it; files that are current are not touched. When it is cut at any point, another plan
    /// finishes it.
    ///
    /// # Errors
    ///
    /// When a file cannot be written, or is not any more what it was when the plan was made.
    pub fn apply(self) -> Result<(), OutputError> {
        self.steps.iter().try_for_each(Step::run)
    }

    /// Does the first so many steps of it, as a run that is cut.
    #[cfg(test)]
    pub(super) fn apply_first(self, steps: usize) -> Result<(), OutputError> {
        self.steps.iter().take(steps).try_for_each(Step::run)
    }

    #[cfg(test)]
    pub(super) fn steps(&self) -> usize {
        self.steps.len()
    }
}

/// How the record of a target changes.
struct Records<'a> {
    change: Option<Change>,
    during: Option<Step<'a>>,
    after: Option<Step<'a>>,
}

impl Records<'_> {
    fn of(
        place: &Place<'_>,
        files: &Files<'_>,
        cargo_tomls: &CargoTomls,
    ) -> Result<Self, OutputError> {
        let path = place.target.folder.join(record::FILE_NAME);
        let (settings_after, settings_during) = cargo_tomls.written(place, files).unzip();
        let after = Record {
            files: files.wanted.clone(),
            cargo_toml: settings_after,
            ..Record::default()
        };
        let during = Record {
            before: files.before.clone(),
            cargo_toml: settings_during,
            ..after.clone()
        };
        let to_text = |record: &Record| {
            let text = record.to_text().map_err(io::Error::other);
            text.map_err(OutputError::of("write", &path))
        };
        let (during, after) = (to_text(&during)?, to_text(&after)?);

        let found = files.record_file.as_deref();
        let is_found = |text: &str| found.is_some_and(|found| is_same(found, text));
        let write = |text: String, before: Option<String>| Step {
            path: path.clone(),
            before,
            action: Action::WriteThrough(Cow::Owned(text)),
        };
        let change = match found {
            None => Some(Change::Add(path.clone())),
            Some(_) if !is_found(&after) => Some(Change::Update(path.clone())),
            Some(_) => None,
        };
        let has_steps = !files.removals.is_empty()
            || !files.writes.is_empty()
            || cargo_tomls.changes_for(place);
        if !has_steps {
            let after = (!is_found(&after)).then(|| write(after, found.map(hash)));
            return Ok(Self {
                change,
                during: None,
                after,
            });
        }
        let hash_during = Some(hash(during.as_bytes()));
        let after = (after != during).then(|| write(after, hash_during));
        let during = (!is_found(&during)).then(|| write(during, found.map(hash)));
        Ok(Self {
            change,
            during,
            after,
        })
    }
}

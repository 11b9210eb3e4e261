//! Settings in a `Cargo.toml` that its user edits, too.
//!
//! Three states make a fourth: what the target wrote, what is there now, and what the target
//! wants. What differs between the first two is the user's, and stays.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::DocumentMut;

use super::conflict::Cause;
use super::decision::{Current, Decision, decide};
use super::{list, settings};
use crate::output::{Setting, Value};

const FEATURES: &str = "features";

/// The byte order mark.
const MARK: char = '\u{feff}';

/// Settings by table and key.
pub(super) type Settings = BTreeMap<String, BTreeMap<String, Value>>;

/// Settings as they are written into a record.
pub(super) fn written(wanted: &[Setting]) -> Settings {
    let mut written = Settings::new();
    for setting in wanted {
        let table = written.entry(setting.table.to_owned()).or_default();
        table.insert(setting.key.clone(), setting.value.clone());
    }
    written
}

/// Whether a `Cargo.toml` has all of these settings.
pub(super) fn has_all(text: &str, settings: &Settings) -> bool {
    let Ok(document) = text.parse::<DocumentMut>() else {
        return false;
    };
    let has = |table: &str, key: &str, value: &Value| match settings::current(&document, table, key)
    {
        Current::Value(found) => found.is_same(value),
        Current::Nothing | Current::Other => false,
    };
    settings
        .iter()
        .all(|(table, keys)| keys.iter().all(|(key, value)| has(table, key, value)))
}

/// What a target does to a `Cargo.toml`.
pub(super) struct Merge<'a> {
    /// What it wants there.
    pub(super) wanted: &'a [Setting],
    /// What it wrote there: one set of settings, or several after runs that were cut.
    pub(super) written: Vec<&'a Settings>,
    /// What other targets want there, by table and key.
    pub(super) others: BTreeSet<(&'a str, &'a str)>,
    /// Whether settings that are in the way are replaced.
    pub(super) overwrite: bool,
}

/// A `Cargo.toml` after a merge.
#[derive(Debug)]
pub(super) struct Merged {
    pub(super) text: String,
    /// The settings that have another value or are gone.
    pub(super) settings: Vec<String>,
    pub(super) conflicts: Vec<Cause>,
}

impl Merge<'_> {
    /// Sets what has to be set; every other byte stays.
    pub(super) fn apply(self, text: &str) -> Result<Merged, Cause> {
        // A byte order mark and line ends are not for the parser to keep.
        let (mark, lines) = text.split_at(if text.starts_with(MARK) {
            MARK.len_utf8()
        } else {
            0
        });
        let has_carriage_returns = lines.contains("\r\n");
        let document = lines.replace("\r\n", "\n").parse();
        let mut merging = Merging {
            document: document.map_err(|error: toml_edit::TomlError| {
                Cause::BrokenCargoToml(format!("it is not TOML: {}", error.message()))
            })?,
            settings: Vec::new(),
            conflicts: Vec::new(),
        };
        let removed = merging.remove_stale(&self);
        merging.set_wanted(&self);
        merging.release(&removed, self.overwrite);
        let Merging {
            document,
            settings,
            conflicts,
        } = merging;
        let text = if settings.is_empty() {
            text.to_owned()
        } else if has_carriage_returns {
            mark.to_owned() + &document.to_string().replace('\n', "\r\n")
        } else {
            mark.to_owned() + &document.to_string()
        };
        Ok(Merged {
            text,
            settings,
            conflicts,
        })
    }

    /// A setting as it was written: its value each time.
    fn written(&self, table: &str, key: &str) -> Vec<Option<&Value>> {
        let settings = self.written.iter();
        settings.map(|all| all.get(table)?.get(key)).collect()
    }
}

/// A document while settings are merged into it.
struct Merging {
    document: DocumentMut,
    settings: Vec<String>,
    conflicts: Vec<Cause>,
}

impl Merging {
    /// Takes out what was written and is not wanted any more. Gives the features that are gone.
    fn remove_stale(&mut self, merge: &Merge<'_>) -> BTreeSet<String> {
        let mut stale: BTreeSet<(&str, &str)> = BTreeSet::new();
        for (name, table) in merge.written.iter().copied().flatten() {
            stale.extend(table.keys().map(|key| (name.as_str(), key.as_str())));
        }
        for setting in merge.wanted {
            stale.remove(&(setting.table, setting.key.as_str()));
        }
        let mut features = BTreeSet::new();
        for (table, key) in stale.difference(&merge.others) {
            let current = settings::current(&self.document, table, key);
            let decision = decide(&current, &merge.written(table, key), None);
            if decision == Decision::Remove && *table == FEATURES {
                features.insert((*key).to_owned());
            }
            self.carry_out(table, key, decision);
        }
        features
    }

    fn set_wanted(&mut self, merge: &Merge<'_>) {
        let before = settings::keys(&self.document, FEATURES);
        for setting in merge.wanted {
            let (table, key) = (setting.table, setting.key.as_str());
            let written = merge.written(table, key);
            let mut decision = decide(
                &settings::current(&self.document, table, key),
                &written,
                Some(setting),
            );
            if decision == Decision::Conflict && merge.overwrite {
                decision = Decision::Set(setting.value.clone());
            }
            self.carry_out(table, key, decision);
        }
        let features = merge.wanted.iter().filter(|one| one.table == FEATURES);
        let features: Vec<&String> = features.map(|one| &one.key).collect();
        let order = list::place(before, &features);
        settings::sort(&mut self.document, FEATURES, &order);
    }

    /// Cargo refuses a feature that names one that is not there.
    fn release(&mut self, removed: &BTreeSet<String>, overwrite: bool) {
        let mut naming: BTreeMap<&String, Vec<String>> = BTreeMap::new();
        for name in settings::keys(&self.document, FEATURES) {
            let Current::Value(Value::List(enabled)) =
                settings::current(&self.document, FEATURES, &name)
            else {
                continue;
            };
            let (gone, rest): (Vec<_>, Vec<_>) =
                enabled.into_iter().partition(|one| removed.contains(one));
            if overwrite && !gone.is_empty() {
                self.carry_out(FEATURES, &name, Decision::Set(Value::List(rest)));
            } else {
                for feature in removed.iter().filter(|feature| gone.contains(feature)) {
                    naming.entry(feature).or_default().push(name.clone());
                }
            }
        }
        for (feature, by) in naming {
            let feature = feature.clone();
            self.conflicts.push(Cause::FeatureInUse { feature, by });
        }
    }

    fn carry_out(&mut self, table: &str, key: &str, decision: Decision) {
        let name = format!("{table}.{key}");
        match decision {
            Decision::Keep => return,
            Decision::Conflict => {
                self.conflicts.push(Cause::Setting(name));
                return;
            }
            Decision::Set(value) => settings::set(&mut self.document, table, key, value),
            Decision::Remove => settings::remove(&mut self.document, table, key),
        }
        self.settings.push(name);
    }
}

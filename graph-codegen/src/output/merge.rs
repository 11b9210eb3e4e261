//! Settings in a `Cargo.toml` that its user edits, too.
//!
//! Three states make a fourth: what the target wrote, what is there now, and what the target
//! wants. What differs between the first two is the user's, and stays.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{DocumentMut, InlineTable, Item, Key, RawString, Table, TableLike};

use super::cargo_toml::{Claim, Setting, Value};
use super::conflict::Cause;
use super::list;

const FEATURES: &str = "features";

/// The byte order mark.
const MARK: char = '\u{feff}';

/// Settings by table and key.
pub(super) type Settings = BTreeMap<String, BTreeMap<String, Value>>;

/// Settings as they are written into a record.
pub(super) fn settings(wanted: &[Setting]) -> Settings {
    let mut settings = Settings::new();
    for setting in wanted {
        let table = settings.entry(setting.table.to_owned()).or_default();
        table.insert(setting.key.clone(), setting.value.clone());
    }
    settings
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
    pub(super) fn into(self, text: &str) -> Result<Merged, Cause> {
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

/// What is there now in the place of a setting.
enum Current {
    Nothing,
    Value(Value),
    /// A value that no target writes.
    Other,
}

/// What becomes of it.
#[derive(Debug, PartialEq, Eq)]
enum Decision {
    Keep,
    Set(Value),
    Remove,
    Conflict,
}

fn decide(current: &Current, written: &[Option<&Value>], wanted: Option<&Setting>) -> Decision {
    let is_known = written.iter().any(Option::is_some);
    let is_written_each_time = is_known && written.iter().all(Option::is_some);
    match (current, wanted) {
        // One that its user took out stays out.
        (Current::Nothing, Some(wanted))
            if is_written_each_time && wanted.claim != Claim::Required =>
        {
            Decision::Keep
        }
        (Current::Nothing, Some(wanted)) => Decision::Set(wanted.value.clone()),
        (Current::Value(value), Some(wanted)) if value.is_same(&wanted.value) => Decision::Keep,
        (Current::Value(Value::List(now)), _) if is_known => {
            let wanted = wanted.map(|wanted| &wanted.value);
            match list::merge(now, &lists(written), wanted.and_then(Value::as_list)) {
                Some(merged) if merged == *now => Decision::Keep,
                Some(merged) => Decision::Set(Value::List(merged)),
                None => Decision::Remove,
            }
        }
        (Current::Value(value), wanted)
            if written.iter().flatten().any(|one| one.is_same(value)) =>
        {
            wanted.map_or(Decision::Remove, |wanted| {
                Decision::Set(wanted.value.clone())
            })
        }
        (_, Some(wanted)) if !is_known && wanted.claim != Claim::Suggested => Decision::Conflict,
        _ => Decision::Keep,
    }
}

fn lists<'a>(written: &[Option<&'a Value>]) -> Vec<&'a [String]> {
    let lists = written.iter().map(|value| value.and_then(Value::as_list));
    lists.map(Option::unwrap_or_default).collect()
}

impl Value {
    fn as_list(&self) -> Option<&[String]> {
        match self {
            Self::List(list) => Some(list),
            Self::Switch(_) | Self::Text(_) => None,
        }
    }

    /// Whether two values are the same to Cargo.
    fn is_same(&self, other: &Self) -> bool {
        match (self.as_list(), other.as_list()) {
            (Some(a), Some(b)) => {
                a.iter().collect::<BTreeSet<_>>() == b.iter().collect::<BTreeSet<_>>()
            }
            _ => self == other,
        }
    }

    fn of(item: &Item) -> Option<Self> {
        if let Some(array) = item.as_array() {
            let texts = array.iter().map(|value| value.as_str().map(str::to_owned));
            return texts.collect::<Option<_>>().map(Self::List);
        }
        let text = item.as_str().map(|text| Self::Text(text.to_owned()));
        text.or_else(|| item.as_bool().map(Self::Switch))
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
            let current = self.current(table, key);
            let decision = decide(&current, &merge.written(table, key), None);
            if decision == Decision::Remove && *table == FEATURES {
                features.insert((*key).to_owned());
            }
            self.carry_out(table, key, decision);
        }
        features
    }

    fn set_wanted(&mut self, merge: &Merge<'_>) {
        let before = self.feature_names();
        for setting in merge.wanted {
            let (table, key) = (setting.table, setting.key.as_str());
            let written = merge.written(table, key);
            let mut decision = decide(&self.current(table, key), &written, Some(setting));
            if decision == Decision::Conflict && merge.overwrite {
                decision = Decision::Set(setting.value.clone());
            }
            self.carry_out(table, key, decision);
        }
        let features = merge.wanted.iter().filter(|one| one.table == FEATURES);
        let features: Vec<&String> = features.map(|one| &one.key).collect();
        let order = list::place(before, &features);
        if let Some(table) = self.document.get_mut(FEATURES).and_then(Item::as_table_mut) {
            let position = |key: &Key| order.iter().position(|name| name == key.get());
            table.sort_values_by(|a, _, b, _| position(a).cmp(&position(b)));
        }
    }

    /// Cargo refuses a feature that names one that is not there.
    fn release(&mut self, removed: &BTreeSet<String>, overwrite: bool) {
        let mut naming: BTreeMap<&String, Vec<String>> = BTreeMap::new();
        for name in self.feature_names() {
            let Current::Value(Value::List(enabled)) = self.current(FEATURES, &name) else {
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

    fn feature_names(&self) -> Vec<String> {
        let features = table(&self.document, FEATURES);
        features.map_or_else(Vec::new, |features| {
            features.iter().map(|(name, _)| name.to_owned()).collect()
        })
    }

    fn current(&self, name: &str, key: &str) -> Current {
        let (first, rest) = split(name);
        let mut item = self.document.get(first);
        for key in rest.into_iter().chain([key]) {
            item = match item.map(Item::as_table_like) {
                None => return Current::Nothing,
                Some(None) => return Current::Other,
                Some(Some(table)) => table.get(key),
            };
        }
        item.map_or(Current::Nothing, |item| {
            Value::of(item).map_or(Current::Other, Current::Value)
        })
    }

    fn carry_out(&mut self, table: &str, key: &str, decision: Decision) {
        let name = format!("{table}.{key}");
        match decision {
            Decision::Keep => return,
            Decision::Conflict => {
                self.conflicts.push(Cause::Setting(name));
                return;
            }
            Decision::Set(value) => self.set(table, key, value),
            Decision::Remove => self.remove(table, key),
        }
        self.settings.push(name);
    }

    fn set(&mut self, name: &str, key: &str, value: Value) {
        let Some(table) = table_to_write(&mut self.document, name) else {
            return;
        };
        match (table.get_mut(key).and_then(Item::as_value_mut), value) {
            (Some(toml_edit::Value::Array(array)), Value::List(names)) => list::set(array, &names),
            (Some(old), value) => {
                let decor = old.decor().clone();
                *old = value.into();
                *old.decor_mut() = decor;
            }
            (None, value) => {
                table.insert(key, Item::Value(value.into()));
            }
        }
    }

    /// Takes a setting out; the comments above and behind it stay.
    fn remove(&mut self, name: &str, key: &str) {
        let Some(table) = table_to_write(&mut self.document, name) else {
            return;
        };
        let comments = comments(table, key);
        let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
        table.remove(key);
        if comments.is_empty() {
            return;
        }
        let at = keys
            .iter()
            .position(|other| other == key)
            .unwrap_or_default();
        if let Some(mut next) = keys.get(at + 1).and_then(|next| table.key_mut(next)) {
            let decor = next.leaf_decor_mut();
            let prefix = decor
                .prefix()
                .and_then(RawString::as_str)
                .unwrap_or_default();
            let prefix = format!("{comments}{prefix}");
            decor.set_prefix(prefix);
            return;
        }
        let last = at.checked_sub(1).and_then(|last| keys.get(last));
        let last = last.and_then(|last| table.get_mut(last)?.as_value_mut());
        let comments = comments.trim_end();
        if let Some(last) = last {
            let decor = last.decor_mut();
            let suffix = decor
                .suffix()
                .and_then(RawString::as_str)
                .unwrap_or_default();
            let suffix = format!("{suffix}\n{comments}");
            decor.set_suffix(suffix);
        } else {
            let trailing = self.document.trailing().as_str().unwrap_or_default();
            let trailing = format!("{trailing}{comments}\n");
            self.document.set_trailing(trailing);
        }
    }
}

/// The comments above and behind a setting, a line each.
fn comments(table: &dyn TableLike, key: &str) -> String {
    let above = table.key(key).and_then(|key| key.leaf_decor().prefix());
    let value = table.get(key).and_then(Item::as_value);
    let behind = value.and_then(|value| value.decor().suffix());
    let texts = [above, behind].into_iter().flatten();
    let lines = texts.filter_map(RawString::as_str).flat_map(str::lines);
    lines
        .map(str::trim)
        .filter(|line| line.starts_with('#'))
        .fold(String::new(), |comments, line| comments + line + "\n")
}

/// `dependencies.graph-client` is a table within a table.
fn split(table: &str) -> (&str, Option<&str>) {
    table
        .split_once('.')
        .map_or((table, None), |(first, rest)| (first, Some(rest)))
}

fn table<'a>(document: &'a DocumentMut, name: &str) -> Option<&'a dyn TableLike> {
    document.get(name)?.as_table_like()
}

/// The table, made in the place of what is not one.
fn table_to_write<'a>(document: &'a mut DocumentMut, name: &str) -> Option<&'a mut dyn TableLike> {
    let (first, rest) = split(name);
    let first = document
        .entry(first)
        .or_insert_with(|| Item::Table(Table::new()));
    if !first.is_table_like() {
        *first = Item::Table(Table::new());
    }
    let Some(rest) = rest else {
        return first.as_table_like_mut();
    };
    let table = || Item::Value(InlineTable::new().into());
    let rest = first.as_table_like_mut()?.entry(rest).or_insert_with(table);
    if !rest.is_table_like() {
        *rest = table();
    }
    rest.as_table_like_mut()
}

impl From<Value> for toml_edit::Value {
    fn from(value: Value) -> Self {
        match value {
            Value::Switch(on) => on.into(),
            Value::Text(text) => text.into(),
            Value::List(names) => names.into_iter().collect::<toml_edit::Array>().into(),
        }
    }
}

//! Settings in the text of a `Cargo.toml`.

use toml_edit::{DocumentMut, InlineTable, Item, Key, RawString, Table, TableLike};

use super::decision::Current;
use super::list;
use crate::output::Value;

/// What is there in the place of a setting.
pub(super) fn current(document: &DocumentMut, name: &str, key: &str) -> Current {
    let (first, rest) = split(name);
    let mut item = document.get(first);
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

/// The keys of a table, in their order.
pub(super) fn keys(document: &DocumentMut, name: &str) -> Vec<String> {
    let table = document.get(name).and_then(Item::as_table_like);
    table.map_or_else(Vec::new, |table| {
        table.iter().map(|(key, _)| key.to_owned()).collect()
    })
}

/// Brings the keys of a table into this order.
pub(super) fn sort(document: &mut DocumentMut, name: &str, order: &[String]) {
    if let Some(table) = document.get_mut(name).and_then(Item::as_table_mut) {
        let position = |key: &Key| order.iter().position(|name| name == key.get());
        table.sort_values_by(|a, _, b, _| position(a).cmp(&position(b)));
    }
}

/// Gives a setting a value; the comments around it stay.
pub(super) fn set(document: &mut DocumentMut, name: &str, key: &str, value: Value) {
    let Some(table) = table_to_write(document, name) else {
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
pub(super) fn remove(document: &mut DocumentMut, name: &str, key: &str) {
    let Some(table) = table_to_write(document, name) else {
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
        let trailing = document.trailing().as_str().unwrap_or_default();
        let trailing = format!("{trailing}{comments}\n");
        document.set_trailing(trailing);
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

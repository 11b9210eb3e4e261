//! Lists of names that a target and its user both edit.

use std::collections::BTreeSet;

use toml_edit::{Array, RawString, Value};

/// What becomes of a list: the user's names stay, and those that the user took out stay out.
/// `written` has what the target wrote: one list, or several after runs that were cut. None when
/// nothing is wanted any more, and nothing of the user's is left.
pub(super) fn merge(
    now: &[String],
    written: &[&[String]],
    wanted: Option<&[String]>,
) -> Option<Vec<String>> {
    let is_wanted = |name: &String| wanted.is_some_and(|wanted| wanted.contains(name));
    let is_written = |name: &String| written.iter().any(|list| list.contains(name));
    let is_written_each_time = |name: &String| written.iter().all(|list| list.contains(name));

    let stay = now
        .iter()
        .filter(|name| is_wanted(name) || !is_written(name));
    let stay: Vec<String> = stay.cloned().collect();
    let Some(wanted) = wanted else {
        return (!stay.is_empty()).then_some(stay);
    };
    let taken_out = |name: &String| is_written_each_time(name) && !now.contains(name);
    let wanted: Vec<&String> = wanted.iter().filter(|name| !taken_out(name)).collect();
    Some(place(stay, &wanted))
}

/// Adds the names that are missing, each after the one that it follows.
pub(super) fn place(mut names: Vec<String>, wanted: &[&String]) -> Vec<String> {
    let present: BTreeSet<String> = names.iter().cloned().collect();
    let is_missing = |name: &&String| !present.contains(*name);
    // Those that follow none that is there come before the next one that is, or last.
    let first = wanted.iter().copied().find(|name| !is_missing(name));
    let mut at = first
        .and_then(|first| names.iter().position(|name| name == first))
        .unwrap_or(names.len());
    for name in wanted {
        match names.iter().position(|other| other == *name) {
            Some(position) => at = position + 1,
            None => {
                names.insert(at, (*name).clone());
                at += 1;
            }
        }
    }
    names
}

/// Makes an array of strings hold these, of which those that stay are in the same order. What
/// stays keeps its line, and all comments stay.
pub(super) fn set(array: &mut Array, names: &[String]) {
    let has_lines = array.to_string().contains('\n');
    for index in (0..array.len()).rev() {
        let name = array.get(index).and_then(Value::as_str);
        if !names.iter().any(|kept| Some(kept.as_str()) == name) {
            let removed = array.remove(index);
            let space = removed.decor().prefix().and_then(RawString::as_str);
            let space = space.unwrap_or_default();
            if space.contains('#') {
                let comments = space
                    .rfind('\n')
                    .map_or(space, |line| space.split_at(line).0);
                let next = space_before(array, index);
                set_space_before(array, index, &format!("{comments}{next}"));
            }
        }
    }
    for (index, name) in names.iter().enumerate() {
        if array.get(index).and_then(Value::as_str) == Some(name) {
            continue;
        }
        let mut value = Value::from(name);
        if has_lines {
            let neighbours = [index.checked_sub(1), Some(index)];
            let neighbours = neighbours.into_iter().flatten();
            let mut spaces =
                neighbours.filter_map(|index| array.get(index)?.decor().prefix()?.as_str());
            let indentation = spaces.find_map(|space| Some(space.split_at(space.rfind('\n')?).1));
            let indentation = indentation.unwrap_or("\n    ").to_owned();
            // What stands behind the value before is in front of this one now.
            let space = space_before(array, index);
            let (behind, rest) = space.split_at(space.find('\n').unwrap_or_default());
            set_space_before(array, index, rest);
            value
                .decor_mut()
                .set_prefix(format!("{behind}{indentation}"));
        }
        array.insert_formatted(index.min(array.len()), value);
    }
    if !has_lines {
        array.fmt();
    }
}

/// The space and the comments before the value at an index, or before the end.
fn space_before(array: &Array, index: usize) -> String {
    let space = match array.get(index) {
        Some(value) => value.decor().prefix(),
        None => Some(array.trailing()),
    };
    space
        .and_then(RawString::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn set_space_before(array: &mut Array, index: usize, space: &str) {
    match array.get_mut(index) {
        Some(value) => value.decor_mut().set_prefix(space),
        None => array.set_trailing(space),
    }
}

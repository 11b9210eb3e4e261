//! Whose a setting is, and what becomes of it.

use std::collections::BTreeSet;

use toml_edit::Item;

use super::list;
use crate::output::{Claim, Setting, Value};

/// What is there now in the place of a setting.
pub(super) enum Current {
    Nothing,
    Value(Value),
    /// A value that no target writes.
    Other,
}

/// What becomes of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Decision {
    Keep,
    Set(Value),
    Remove,
    Conflict,
}

/// What becomes of a setting, of which `written` has what was written each time, and `wanted` what is to be
/// there.
pub(super) fn decide(
    current: &Current,
    written: &[Option<&Value>],
    wanted: Option<&Setting>,
) -> Decision {
    let is_written_each_time = !written.is_empty() && written.iter().all(Option::is_some);
    // A run that was cut may not have come to write it; then only the value tells whose it is.
    let is_as_written = match current {
        Current::Value(value) => written.iter().flatten().any(|one| one.is_same(value)),
        Current::Nothing | Current::Other => false,
    };
    let is_known = is_written_each_time || is_as_written;
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
        (_, wanted) if is_as_written => wanted.map_or(Decision::Remove, |wanted| {
            Decision::Set(wanted.value.clone())
        }),
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
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self.as_list(), other.as_list()) {
            (Some(a), Some(b)) => {
                a.iter().collect::<BTreeSet<_>>() == b.iter().collect::<BTreeSet<_>>()
            }
            _ => self == other,
        }
    }

    /// The value of an item, if it is one that a target may have written.
    pub(super) fn of(item: &Item) -> Option<Self> {
        if let Some(array) = item.as_array() {
            let texts = array.iter().map(|value| value.as_str().map(str::to_owned));
            return texts.collect::<Option<_>>().map(Self::List);
        }
        let text = item.as_str().map(|text| Self::Text(text.to_owned()));
        text.or_else(|| item.as_bool().map(Self::Switch))
    }
}

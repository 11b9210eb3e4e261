//! Checks the limits of the schema before a body is sent.

use super::json_path::JsonPath;
use super::{Limit, Model, Slot, Source, State};

/// A value that is outside of the limits of its schema. The value itself is not told.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{path} {problem}")]
pub struct LimitError {
    path: String,
    problem: String,
}

impl LimitError {
    /// Where in the body the value is, such as `credentials[0].value`.
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// Looks at every value that will be sent.
pub(super) fn check_limits(model: &dyn Model) -> Result<(), LimitError> {
    let mut path = JsonPath::default();
    check_object(model, &mut path).map_err(|problem| LimitError {
        path: path.to_string(),
        problem,
    })
}

fn check_object(model: &dyn Model, path: &mut JsonPath) -> Result<(), String> {
    let descriptor = model.descriptor();
    for (index, name) in descriptor.properties().iter().enumerate() {
        let Some(State::Value(source)) = model.property(index).map(Slot::state) else {
            continue;
        };
        let limits = descriptor.limits().iter();
        let violated = limits
            .filter(|(property, _)| usize::from(*property) == index)
            .find_map(|(_, limit)| violation(*limit, source));
        violated
            .map_or_else(|| check_source(source, path), Err)
            .inspect_err(|_| path.within_property(name))?;
    }
    Ok(())
}

fn check_source(source: Source<'_>, path: &mut JsonPath) -> Result<(), String> {
    match source {
        Source::Object(model) => check_object(model, path),
        Source::Array(array) => {
            for index in 0..array.len() {
                if let Some(State::Value(item @ (Source::Object(_) | Source::Array(_)))) =
                    array.item(index)
                {
                    check_source(item, path).inspect_err(|_| path.within_item(index))?;
                }
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// What is wrong with the value, in words that follow its path.
fn violation(limit: Limit, source: Source<'_>) -> Option<String> {
    let length = match source {
        Source::Text(text) | Source::Secret(text) => text.chars().count() as u64,
        Source::Array(array) => array.len() as u64,
        _ => 0,
    };
    #[allow(clippy::cast_precision_loss)] // Limits are far below 2^53.
    let number = match source {
        Source::Integer(number) => Some(number as f64),
        Source::Double(number) => Some(number),
        _ => None,
    };
    let is_text = matches!(source, Source::Text(_) | Source::Secret(_));
    let is_array = matches!(source, Source::Array(_));
    match limit {
        Limit::MaxLength(most) if is_text && length > most => Some(format!(
            "has {length} characters, and at most {most} are allowed"
        )),
        Limit::MinLength(fewest) if is_text && length < fewest => Some(format!(
            "has {length} characters, and at least {fewest} are needed"
        )),
        Limit::MaxItems(most) if is_array && length > most => Some(format!(
            "has {length} items, and at most {most} are allowed"
        )),
        Limit::MinItems(fewest) if is_array && length < fewest => Some(format!(
            "has {length} items, and at least {fewest} are needed"
        )),
        Limit::Maximum(largest) => {
            number.filter(|number| *number > largest)?;
            Some(format!(
                "is larger than {largest}, the largest number allowed"
            ))
        }
        Limit::Minimum(smallest) => {
            number.filter(|number| *number < smallest)?;
            Some(format!(
                "is smaller than {smallest}, the smallest number allowed"
            ))
        }
        _ => None,
    }
}

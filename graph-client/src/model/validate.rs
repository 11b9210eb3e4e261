//! The limits of the schema on a body that is sent.

use super::json_path::JsonPath;
use super::{Descriptor, Limit, Source};

/// A value that is outside of the limits of its schema. The value itself is not told.
///
/// Where the service takes it all the same, see
/// [`schema_limits`](crate::GraphClientBuilder::schema_limits).
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

    pub(super) fn new(path: &JsonPath, problem: String) -> Self {
        Self {
            path: path.to_string(),
            problem,
        }
    }
}

/// Which limit of a property its value is outside of, in words that follow its path.
pub(super) fn violated_limit(
    descriptor: &Descriptor,
    index: usize,
    source: &Source<'_>,
) -> Option<String> {
    let limits = descriptor.limits().iter();
    limits
        .filter(|(property, _)| usize::from(*property) == index)
        .find_map(|(_, limit)| violation(*limit, source))
}

/// What is wrong with the value, in words that follow its path.
fn violation(limit: Limit, source: &Source<'_>) -> Option<String> {
    let length = match *source {
        Source::Text(text) | Source::Secret(text) => text.chars().count() as u64,
        Source::Array(array) => array.len() as u64,
        _ => 0,
    };
    #[allow(clippy::cast_precision_loss)] // Limits are far below 2^53.
    let number = match *source {
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

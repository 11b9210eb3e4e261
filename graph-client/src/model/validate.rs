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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_allowed_and_the_next_value_is_not() {
        let items = [vec![1_i64; 2], vec![1; 3]];
        let [two, three] = [Source::Array(&items[0]), Source::Array(&items[1])];
        let secret = Source::Secret("é€𝄞");
        for (limit, allowed, outside, words) in [
            (
                Limit::MaxLength(2),
                Source::Text("é€"),
                secret,
                "has 3 characters, and at most 2 are allowed",
            ),
            (
                Limit::MinLength(3),
                secret,
                Source::Text("ab"),
                "has 2 characters, and at least 3 are needed",
            ),
            (
                Limit::MaxItems(2),
                two,
                three,
                "has 3 items, and at most 2 are allowed",
            ),
            (
                Limit::MinItems(3),
                three,
                two,
                "has 2 items, and at least 3 are needed",
            ),
            (
                Limit::Maximum(5.0),
                Source::Integer(5),
                Source::Double(5.5),
                "is larger than 5, the largest number allowed",
            ),
            (
                Limit::Minimum(5.0),
                Source::Double(5.0),
                Source::Integer(4),
                "is smaller than 5, the smallest number allowed",
            ),
        ] {
            assert_eq!(violation(limit, &allowed), None, "{limit:?}");
            assert_eq!(violation(limit, &outside).as_deref(), Some(words));
            // What has neither length nor size is within all of them.
            assert_eq!(violation(limit, &Source::Boolean(false)), None);
        }
        assert_eq!(violation(Limit::MaxItems(0), &Source::Text("ab")), None);
        assert_eq!(violation(Limit::MinItems(9), &Source::Text("ab")), None);
        assert_eq!(violation(Limit::MaxLength(0), &two), None);
        assert_eq!(violation(Limit::MinLength(9), &two), None);
    }
}

//! When two JSON values are the same.

use serde_json::{Number, Value};

/// Whether two values are the same, where numbers are when they denote the same number.
pub(crate) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => same_number(one, other),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(name, value)| other.get(name).is_some_and(|other| same(value, other)))
        }
        _ => one == other,
    }
}

/// Whole numbers are compared as such: as floating point numbers, large neighbours are equal.
fn same_number(one: &Number, other: &Number) -> bool {
    match (one.as_i128(), other.as_i128()) {
        (Some(one), Some(other)) => one == other,
        _ => one.as_f64() == other.as_f64(),
    }
}

#[test]
fn numbers_are_compared_by_what_they_denote() {
    let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    assert!(same(&value("[1]"), &value("[1.0]")));
    assert!(!same(
        &value("9007199254740993"),
        &value("9007199254740992")
    ));
    assert!(!same(&value(r#"{"a": null}"#), &value("{}")));
    assert!(same(&value(r#"{"a": 1, "a": 2}"#), &value(r#"{"a": 2}"#)));
}

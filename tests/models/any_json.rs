//! JSON of any form, as text.

use proptest::prelude::*;
use proptest::sample::select;

/// A string, number, truth value or null; numbers beyond 2^53 among them.
pub(crate) fn scalar() -> BoxedStrategy<String> {
    prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        any::<i64>().prop_map(|value| value.to_string()),
        any::<u64>().prop_map(|value| value.to_string()),
        any::<f64>()
            .prop_filter("JSON has no such number", |value| value.is_finite())
            .prop_map(|value| serde_json::to_string(&value).unwrap()),
        any::<String>().prop_map(|text| quoted(&text)),
        select(vec!["INF", "-INF", "NaN", "2022-03-17T00:00:00.1234567Z"]).prop_map(quoted),
    ]
    .boxed()
}

/// Any value. Objects take the names of their properties from `names`, some of them twice.
pub(crate) fn value(names: impl Strategy<Value = String> + 'static) -> BoxedStrategy<String> {
    let names = names.boxed();
    scalar()
        .prop_recursive(4, 32, 4, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(|items| array(&items)),
                prop::collection::vec((names.clone(), inner), 0..6)
                    .prop_map(|entries| object(&entries)),
            ]
        })
        .boxed()
}

/// An object with these entries in this order.
pub(crate) fn object(entries: &[(String, String)]) -> String {
    let entries = entries.iter();
    let entries: Vec<_> = entries
        .map(|(name, value)| format!("{}:{value}", quoted(name)))
        .collect();
    format!("{{{}}}", entries.join(","))
}

/// An array of these items.
pub(crate) fn array(items: &[String]) -> String {
    format!("[{}]", items.join(","))
}

/// A string.
pub(crate) fn quoted(text: impl AsRef<str>) -> String {
    serde_json::to_string(text.as_ref()).unwrap()
}

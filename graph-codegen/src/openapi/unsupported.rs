//! Keywords of JSON Schema that have no form in Rust.

use super::schema::Schema;

/// Keywords that change what a value looks like in a way that no type here expresses. Those that
/// merely hold values to a rule (`pattern`, `multipleOf`, `uniqueItems`) are left to the service.
const WITHOUT_FORM: [&str; 14] = [
    "$dynamicRef",
    "$recursiveRef",
    "contains",
    "contentSchema",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "not",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedProperties",
];

/// The keywords of a schema that are passed over, as far as they stand in it itself.
pub(crate) fn keywords_without_form(schema: &Schema<'_>) -> Vec<&'static str> {
    let Some(mapping) = schema.node().as_mapping() else {
        return Vec::new();
    };
    // Most schemas have a handful of keys, none of them one of these.
    let mut found: Vec<&'static str> = WITHOUT_FORM
        .into_iter()
        .filter(|keyword| mapping.keys().any(|key| key == *keyword))
        .collect();
    // `unevaluatedProperties: false` says what `additionalProperties: false` does: nothing to a model.
    found.retain(|keyword| {
        *keyword != "unevaluatedProperties"
            || mapping.get(keyword).and_then(crate::source::Node::as_bool) != Some(false)
    });
    found
}

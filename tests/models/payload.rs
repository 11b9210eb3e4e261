//! Payloads that a schema allows, and what services send beyond it.

use graph_codegen::source::Node;
use proptest::prelude::*;
use proptest::sample::select;

use super::any_json::{array, object, quoted, scalar, value};
use super::schema;

type Entries = Vec<(String, String)>;

/// The name of a type that nobody knows.
const UNHEARD_OF: &str = "#microsoft.graph.unheardOf";

/// A payload of the schema `name`, in which objects lie at most so deep.
pub(crate) fn of(name: &str, depth: usize) -> BoxedStrategy<String> {
    let node = schema::named(name);
    let mut choices = vec![(UNHEARD_OF, node)];
    for (text, descendant) in schema::descendants(node) {
        choices.push((text, schema::named(descendant)));
    }
    // A strategy is made for the choice alone: some types have a thousand descendants.
    select(choices)
        .prop_flat_map(move |(type_name, node)| plain(node, type_name, depth))
        .boxed()
}

/// An object of just this type, with or without an `@odata.type`, in any order.
fn plain(node: &'static Node, type_name: &'static str, depth: usize) -> BoxedStrategy<String> {
    let properties = schema::properties(node);
    let known: Vec<_> = properties
        .into_iter()
        .map(|(name, schema)| property(name, schema, depth))
        .collect();
    let type_entry = prop::option::weighted(0.8, Just(("@odata.type", type_name)));
    // What is not named belongs to the base, so a descendant's properties need the name.
    let type_entry = if type_name == UNHEARD_OF {
        type_entry.boxed()
    } else {
        Just(Some(("@odata.type", type_name))).boxed()
    };
    (known, undeclared(), type_entry)
        .prop_map(|(known, undeclared, type_entry)| {
            let mut entries: Entries = known.into_iter().flatten().collect();
            entries.extend(undeclared);
            entries.extend(type_entry.map(|(name, text)| (name.to_owned(), quoted(text))));
            entries
        })
        .prop_shuffle()
        .prop_map(|entries| object(&entries))
        .boxed()
}

/// A property: absent, null whether it may be or not, with a value, or there twice.
fn property(name: &'static str, schema: &'static Node, depth: usize) -> BoxedStrategy<Entries> {
    let value = prop_oneof![1 => Just("null".to_owned()), 5 => declared(schema, depth)].boxed();
    let entry = value
        .prop_map(move |value| (name.to_owned(), value))
        .boxed();
    prop_oneof![
        5 => Just(Vec::new()),
        5 => entry.clone().prop_map(|entry| vec![entry]),
        1 => prop::collection::vec(entry, 2),
    ]
    .boxed()
}

/// Properties that no schema declares: annotations, and names that later versions brought.
pub(crate) fn undeclared() -> BoxedStrategy<Entries> {
    let name = prop_oneof![
        select(vec![
            "@odata.etag",
            "@odata.context",
            "members@odata.bind",
            "owners@odata.count",
        ])
        .prop_map(str::to_owned),
        "later[A-Z]{0,2}",
    ];
    let value = value("[a-z@.]{0,4}");
    prop_oneof![
        2 => Just(Vec::new()),
        1 => prop::collection::vec((name, value), 0..4),
    ]
    .boxed()
}

/// A value that the schema of a property declares.
fn declared(schema: &'static Node, depth: usize) -> BoxedStrategy<String> {
    if let Some(name) = schema.get("$ref").and_then(schema::target) {
        let target = schema::named(name);
        return match schema::kind(target) {
            "object" if depth == 0 => Just("{}".to_owned()).boxed(),
            "object" => of(name, depth - 1),
            _ => declared(target, depth),
        };
    }
    // A number, or a text that stands for one that JSON does not have.
    let mut choices = schema::items(schema, "oneOf").iter();
    let of_number = |choice: &&Node| choice.get("type").and_then(Node::as_str) == Some("number");
    if let Some(choice) = choices.find(of_number) {
        return number(choice.get("format").and_then(Node::as_str));
    }
    let alternatives = schema::items(schema, "anyOf").iter();
    let alternatives: Vec<_> = alternatives
        .chain(schema::items(schema, "oneOf"))
        .map(|alternative| {
            let only_null =
                alternative.get("nullable").is_some() && alternative.get("properties").is_none();
            if only_null {
                Just("null".to_owned()).boxed()
            } else {
                declared(alternative, depth)
            }
        })
        .collect();
    if !alternatives.is_empty() {
        return proptest::strategy::Union::new(alternatives).boxed();
    }
    let members = schema::items(schema, "enum").iter();
    let members: Vec<_> = members.filter_map(Node::as_str).collect();
    if !members.is_empty() {
        return prop_oneof![select(members).prop_map(quoted), Just(quoted("unheardOf"))].boxed();
    }
    let format = schema.get("format").and_then(Node::as_str);
    match schema.get("type").and_then(Node::as_str) {
        Some("array") => {
            let items = declared(schema.get("items").unwrap(), depth);
            prop::collection::vec(items, 0..3)
                .prop_map(|items| array(&items))
                .boxed()
        }
        Some("boolean") => any::<bool>().prop_map(|value| value.to_string()).boxed(),
        Some("integer" | "number") => number(format),
        Some("string") => text(format),
        Some("object") => plain(schema, UNHEARD_OF, depth.saturating_sub(1)),
        _ => scalar(),
    }
}

fn number(format: Option<&str>) -> BoxedStrategy<String> {
    match format {
        Some("int64") => prop_oneof![
            any::<i64>(),
            select(vec![(1 << 53) + 1, i64::MIN, i64::MAX])
        ]
        .prop_map(|value| value.to_string())
        .boxed(),
        Some("int32") => any::<i32>().prop_map(|value| value.to_string()).boxed(),
        Some("uint8") => any::<u8>().prop_map(|value| value.to_string()).boxed(),
        Some("int16") => any::<i16>().prop_map(|value| value.to_string()).boxed(),
        _ => prop_oneof![
            any::<i32>().prop_map(|value| value.to_string()),
            any::<i32>().prop_map(|value| format!("{value}.5")),
            select(vec!["INF", "-INF", "NaN"]).prop_map(quoted),
        ]
        .boxed(),
    }
}

/// A text of the format, or any other: a date that is none must not be lost.
fn text(format: Option<&str>) -> BoxedStrategy<String> {
    let example = match format {
        Some("date-time") => "2022-03-17T00:00:00.1234567+05:30",
        Some("date") => "2022-03-17",
        Some("time") => "08:30:00.0000001",
        Some("duration") => "P1Y2M3DT4H5M6.7890000S",
        Some("uuid") => "EF969797-201d-4f6b-960c-e9ed5f31dab5",
        Some("base64url") => "-_8=",
        _ => "Contoso \u{1f600} \"quoted\" \\ \u{0}",
    };
    prop_oneof![Just(quoted(example)), any::<String>().prop_map(quoted)].boxed()
}

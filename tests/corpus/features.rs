//! Every feature of a generated crate compiles on its own.

use std::fmt::Write as _;

use graph_codegen::{Document, Feature, Generated, Navigation};

use super::crates::{Crate, generate};
use super::selection;

/// A segment with a base and two parts, another without parts, and a family that is too large to
/// come along.
fn spec() -> String {
    let operation = |path: &str, schema: &str| {
        let key = "{name: user-id, in: path, required: true, schema: {type: string}}";
        let parameters = if path.contains('{') { key } else { "" };
        format!(
            "  {path}:
    parameters: [{parameters}]
    get:
      responses:
        '200':
          description: An answer.
          content:
            application/json:
              schema: {{$ref: '#/components/schemas/microsoft.graph.{schema}'}}
"
        )
    };
    let mut text = String::from(
        "openapi: 3.0.4\ninfo: {title: Features, version: v1.0}\n\
         servers: [{url: 'https://graph.microsoft.com/v1.0'}]\npaths:\n",
    );
    text += &operation("/users", "user");
    for number in 0..95 {
        text += &operation(&format!("/users/{{user-id}}/messages/m{number}"), "message");
    }
    for number in 0..10 {
        text += &operation(&format!("/users/{{user-id}}/things/t{number}"), "thing");
    }
    text += &operation("/groups", "thing0");
    text += "components:\n  schemas:
    microsoft.graph.user: {type: object, properties: {id: {type: string}}}
    microsoft.graph.message:
      type: object
      properties:
        importance: {$ref: '#/components/schemas/microsoft.graph.importance'}
    microsoft.graph.importance: {type: string, enum: [low, high]}
    microsoft.graph.thing:
      type: object
      properties: {'@odata.type': {type: string}}
      discriminator:
        propertyName: '@odata.type'
        mapping:
";
    for number in 0..31 {
        let name = format!("microsoft.graph.thing{number}");
        writeln!(text, "          '#{name}': '#/components/schemas/{name}'").unwrap();
    }
    for number in 0..31 {
        write!(
            text,
            "    microsoft.graph.thing{number}:
      allOf:
        - $ref: '#/components/schemas/microsoft.graph.thing'
        - {{type: object, properties: {{own{number}: {{type: string}}}}}}
"
        )
        .unwrap();
    }
    text
}

fn generated() -> Generated {
    let document = Document::parse("features.yaml", spec()).unwrap_or_else(|e| panic!("{e}"));
    let selection = selection(&["/**"], Navigation::Used);
    let all = selection.descendants(graph_codegen::Descendants::All);
    generate(&document, "features", all)
}

#[test]
fn a_segment_with_many_operations_has_a_feature_for_each_part() {
    let feature = |name: &str, enables: &[&str]| Feature {
        name: name.to_owned(),
        enables: enables.iter().map(|name| (*name).to_owned()).collect(),
    };
    assert_eq!(
        generated().summary.features,
        [
            feature("groups", &[]),
            feature("users", &["users-base", "users-messages", "users-things"]),
            feature("users-base", &[]),
            feature("users-messages", &[]),
            feature("users-things", &[]),
        ]
    );
}

/// A program that compiles only where the types of this feature are, and no others.
fn program(feature: &str) -> &'static str {
    match feature {
        "users-messages" => {
            "pub fn request(client: &graph_client::GraphClient)
                 -> graph_client::Request<features::models::Message> {
                 let user = features::Api::new(client).users().by_user_id(\"id\");
                 user.messages().m1().get()
             }
             // No type of this name may be there.
             mod others { pub struct User; pub struct Thing; }
             use {features::models::*, others::*};
             pub fn absent() -> (User, Thing) { (User, Thing) }"
        }
        "groups" => {
            "// Its base is not needed by a descendant.
             mod others { pub struct AnyThing; pub struct Message; }
             use {features::models::*, others::*};
             pub fn absent(_: Thing0) -> (AnyThing, Message) { (AnyThing, Message) }"
        }
        "users-things" => {
            "pub fn own(thing: &features::models::AnyThing) -> bool {
                 // Nothing else needs it, so it comes along with its family.
                 matches!(thing, features::models::AnyThing::Thing7(_))
             }"
        }
        _ => "",
    }
}

#[test]
fn every_feature_compiles_with_the_types_that_it_needs() {
    let made = Crate::write("features", generated());
    let features = [
        "groups",
        "users",
        "users-base",
        "users-messages",
        "users-things",
    ];
    for feature in features {
        let text = format!(
            "//! Uses one feature.\n#![allow(missing_docs, unused_imports)]\n{}",
            program(feature)
        );
        made.add("examples/one.rs", &format!("{text}\nfn main() {{}}\n"));
        let alone = [
            "check",
            "-q",
            "--no-default-features",
            "--features",
            feature,
        ];
        made.cargo(&[&alone[..], &["--lib", "--example", "one"]].concat());
    }
    made.add("examples/one.rs", "fn main() {}\n");
    made.cargo(&["check", "-q"]);
    made.cargo(&["check", "-q", "--no-default-features"]);
}

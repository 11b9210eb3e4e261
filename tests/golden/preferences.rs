//! What a user wants otherwise than the rules have it.

use graph_codegen::{Document, Error, Generator, Preferences, Rename, Selection};

use crate::cases::cases;

fn document(name: &str) -> Document {
    let case = cases().into_iter().find(|case| case.name == name).unwrap();
    case.document()
}

fn renames(pairs: &[(&str, &str)]) -> Preferences {
    let rename = |(from, to): &(&str, &str)| Rename {
        from: (*from).to_owned(),
        to: (*to).to_owned(),
    };
    Preferences {
        renames: pairs.iter().map(rename).collect(),
        ..Preferences::default()
    }
}

/// The items as text, or what is wrong.
fn plan(document: &Document, preferences: Preferences) -> Result<Vec<String>, String> {
    let generator = Generator::new(Selection::default()).with_preferences(preferences);
    match generator.plan(document) {
        Ok(planned) => Ok(planned
            .surface
            .items()
            .iter()
            .map(ToString::to_string)
            .collect()),
        Err(Error::Document(findings)) => Err(findings.to_string()),
        Err(other) => panic!("{other}"),
    }
}

fn has(items: &[String], item: &str) -> bool {
    items.iter().any(|one| one == item)
}

#[test]
fn types_fields_and_methods_get_other_names() {
    let document = document("family");
    let preferences = renames(&[
        ("device", "Machine"),
        ("directoryObject/active", "is_active"),
        ("/devices/{}", "by_key"),
    ]);
    let items = plan(&document, preferences).unwrap();
    for expected in [
        "models::Machine: struct",
        "models::Machine::is_active: Option<bool>",
        "models::User::is_active: Option<bool>",
        "models::AnyDirectoryObject::Machine: (Box<models::Machine>)",
        "devices::Devices::by_key: fn(&self, device_id: impl AsRef<str>) -> Builder<Item>",
    ] {
        assert!(has(&items, expected), "{expected} is not in {items:#?}");
    }
    assert!(!items.iter().any(|item| item.contains("models::Device:")));
}

#[test]
fn a_name_that_is_none_or_taken_is_refused() {
    let document = document("family");
    let refused = |from, to| plan(&document, renames(&[(from, to)])).unwrap_err();
    let shown = refused("device", "my-machine");
    assert!(
        shown.contains("`my-machine` cannot be the name of this in Rust"),
        "{shown}"
    );
    assert!(shown.contains("help: write `MyMachine`"), "{shown}");
    let shown = refused("device", "Option");
    assert!(
        shown.contains("the name `Option` is taken by something else"),
        "{shown}"
    );
}

#[test]
fn what_matches_nothing_is_an_error_with_near_names() {
    let document = document("family");
    let refused = |from| plan(&document, renames(&[(from, "Other")])).unwrap_err();
    assert_eq!(
        refused("devices"),
        "error: spec.yaml:1:1: an option renames the type `devices`, which the document has not\n  \
         help: did you mean `device`?"
    );
    assert_eq!(
        refused("device/actve"),
        "error: spec.yaml:1:1: `rename` names the property `actve`, which `device` has not\n  \
         help: did you mean `active`?"
    );
    assert_eq!(
        refused("/device/{}"),
        "error: spec.yaml:1:1: `rename` names the path `/device/{}`, which the document has not\n  \
         help: did you mean `/devices/{}` or `/devices`?"
    );
}

#[test]
fn an_enum_can_be_a_struct_and_a_struct_an_enum() {
    let family = document("family");
    let as_struct = Preferences {
        as_struct: vec!["directoryObject".to_owned()],
        ..Preferences::default()
    };
    let items = plan(&family, as_struct).unwrap();
    assert!(!items.iter().any(|item| item.contains("AnyDirectoryObject")));
    assert!(has(
        &items,
        "models::User: impl Into<models::DirectoryObject>"
    ));

    let as_enum = |name: &str| Preferences {
        as_enum: vec![name.to_owned()],
        ..Preferences::default()
    };
    let shown = plan(&family, as_enum("devise")).unwrap_err();
    assert!(
        shown.contains("an option chooses the form of the type `devise`"),
        "{shown}"
    );
}

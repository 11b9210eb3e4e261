//! The core on models written by hand in the form that the generator gives them.

use serde_json::json;

use super::*;

mod contents;
mod derived;
mod misfits;
mod related;
mod undeclared;
mod values;

#[derive(Default)]
#[non_exhaustive]
struct Owner {
    id: Option<String>,
    name: Nullable<String>,
    created: Option<DateTime>,
    size: Nullable<i64>,
    ratio: Nullable<f64>,
    tags: Option<Vec<Nullable<String>>>,
    manager: Nullable<Box<Owner>>,
    secret: Nullable<Secret>,
    additional: Additional,
}

impl Formed for Owner {
    type Form = ObjectForm;
}

impl Model for Owner {
    fn empty() -> Self {
        Self::default()
    }

    fn part(&self, index: usize) -> Part<'_> {
        static DESCRIPTOR: Descriptor = Descriptor::new(
            "test.owner",
            &[
                "id", "name", "created", "size", "ratio", "tags", "manager", "secret",
            ],
        )
        .with_limits(&[(1, Limit::MaxLength(5)), (5, Limit::MinItems(1))]);
        let slot: &dyn Slot = match index {
            0 => &self.id,
            1 => &self.name,
            2 => &self.created,
            3 => &self.size,
            4 => &self.ratio,
            5 => &self.tags,
            6 => &self.manager,
            7 => &self.secret,
            _ => return Part::Rest(&DESCRIPTOR, &self.additional),
        };
        Part::Member(slot)
    }

    fn part_mut(&mut self, index: usize) -> PartMut<'_> {
        let slot: &mut dyn Slot = match index {
            0 => &mut self.id,
            1 => &mut self.name,
            2 => &mut self.created,
            3 => &mut self.size,
            4 => &mut self.ratio,
            5 => &mut self.tags,
            6 => &mut self.manager,
            7 => &mut self.secret,
            _ => return PartMut::Undeclared(&mut self.additional),
        };
        PartMut::Member(slot)
    }
}

crate::model_traits!(Owner);

/// What comes back of a JSON text.
fn back<M: Model>(text: &str) -> String {
    let model: M = from_json(text.as_bytes()).unwrap();
    String::from_utf8(to_json(&model).unwrap()).unwrap()
}

fn round_trip<M: Model>(value: &Json) -> Json {
    let model: M = from_json(value.to_string().as_bytes()).unwrap();
    serde_json::from_slice(&to_json(&model).unwrap()).unwrap()
}

#[test]
fn nothing_is_lost() {
    let value = json!({
        "@odata.etag": "W/\"1\"",
        "name": null,
        "created": "2022-03-17T00:00:00.1234567Z",
        "size": 9_007_199_254_740_993_i64,
        "ratio": "-INF",
        "tags": ["a", null],
        "manager": {"id": "m", "new": {"deep": [1, 2.5, null]}},
        "id": null,
        "secret": "s",
        "later": [1],
    });
    assert_eq!(round_trip::<Owner>(&value), value);
}

#[test]
fn absent_null_and_value_are_told_apart() {
    let owner: Owner = from_json(br#"{"name": null, "id": null}"#).unwrap();
    assert!(owner.name.is_null());
    assert!(owner.size.is_absent());
    assert_eq!(owner.id, None);
    assert_eq!(owner.additional.get("id"), Some(&Json::Null));
}

#[test]
fn a_property_that_is_set_wins_over_an_undeclared_null() {
    let mut owner: Owner = from_json(br#"{"id": null}"#).unwrap();
    owner.id = Some("1".into());
    assert_eq!(to_json(&owner).unwrap(), br#"{"id":"1"}"#);
}

#[test]
fn the_last_of_duplicate_keys_wins() {
    let owner: Owner = from_json(br#"{"name": "a", "name": null, "x": 1, "x": 2}"#).unwrap();
    assert!(owner.name.is_null());
    assert_eq!(owner.additional.get("x"), Some(&json!(2)));
}

#[test]
fn an_error_names_the_place() {
    let error = from_json::<Page<Owner>>(br#"{"value": null}"#).unwrap_err();
    assert_eq!(error.path(), "value");
    let error = from_json::<Page<Owner>>(b"{}").unwrap_err();
    assert_eq!(
        error.to_string(),
        "$: missing field `value` at line 1 column 2"
    );
    let error = from_json::<Page<Owner>>(br#"{"value": [{"id": "#).unwrap_err();
    assert_eq!(error.path(), "value[0].id");
    let error = from_json::<Page<Owner>>(b"{\"value\": [{\"id\": \"\xff\"}]}").unwrap_err();
    assert_eq!(
        error.to_string(),
        "$: the text is not UTF-8 from byte 19 on"
    );
}

#[test]
fn any_serde_format_decodes_and_encodes() {
    let value = json!({"value": [{"id": "1", "ratio": 2}], "@odata.nextLink": "https://x"});
    let page: Page<Owner> = serde_json::from_value(value).unwrap();
    assert_eq!(page.next_link.as_deref(), Some("https://x"));
    let back = serde_json::to_value(&page).unwrap();
    assert_eq!(
        back,
        json!({"@odata.nextLink": "https://x", "value": [{"id": "1", "ratio": 2.0}]})
    );
    let error = serde_json::from_value::<Page<Owner>>(json!({"value": [{"id": 1}]})).unwrap_err();
    assert!(
        error.to_string().starts_with("value[0].id: invalid type"),
        "{error}"
    );
}

#[test]
fn copies_are_equal_until_changed() {
    let mut owner = Owner {
        name: "a".into(),
        ..Owner::default()
    };
    owner.additional.insert("x", 1);
    let mut copy = owner.clone();
    assert_eq!(copy, owner);
    copy.additional.insert("x", 2);
    assert_ne!(copy, owner);
    copy = owner.clone();
    copy.name = Nullable::Null;
    assert_ne!(copy, owner);
}

#[test]
fn secrets_and_undeclared_values_are_not_printed() {
    let mut owner = Owner {
        id: Some("1".into()),
        secret: "hunter2".into(),
        ..Owner::default()
    };
    owner.additional.insert("secretText", "hunter3");
    assert_eq!(
        format!("{owner:?}"),
        r#"owner { id: "1", secret: [redacted], additional: {"secretText"} }"#
    );
}

#[test]
fn limits_are_checked_before_sending() {
    let manager = Owner {
        name: "ünïcödé".into(),
        ..Owner::default()
    };
    let owner = Owner {
        name: "äöüäö".into(),
        manager: manager.into(),
        ..Owner::default()
    };
    assert_eq!(
        to_json(&owner).unwrap_err().to_string(),
        "manager.name has 7 characters, and at most 5 are allowed"
    );
    let owner = Owner {
        tags: Some(Vec::new()),
        ..Owner::default()
    };
    assert_eq!(
        to_json(&owner).unwrap_err().to_string(),
        "tags has 0 items, and at least 1 are needed"
    );
    assert_eq!(
        slice_to_json(&[Owner::default(), owner])
            .unwrap_err()
            .to_string(),
        "[1].tags has 0 items, and at least 1 are needed"
    );
}

#[test]
fn deep_nesting_is_an_error_not_an_overflow() {
    let json = r#"{"manager":"#.repeat(100_000);
    assert!(from_json::<Owner>(json.as_bytes()).is_err());
    let json = format!(r#"{{"x":{}"#, "[".repeat(100_000));
    assert!(from_json::<Owner>(json.as_bytes()).is_err());
}

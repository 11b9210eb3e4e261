//! The values that expected code reads and writes.

use graph_client::model::{Nullable, StringEnum as _};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{
    choice, enumeration, family, flags, inheritance, names, namespaces, navigation, nullable,
    recursion, scalars,
};

/// Reads a value, and expects that it is written as it was.
fn read<T: DeserializeOwned + Serialize>(json: &Value) -> T {
    let value: T = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(&serde_json::to_value(&value).unwrap(), json);
    value
}

#[test]
fn an_object_has_what_its_ancestors_have() {
    let dog: inheritance::models::Dog = read(&json!({
        "@odata.type": "#microsoft.graph.dog",
        "id": "1", "legs": 4, "name": "Rex", "bark": "loud", "colour": "brown"
    }));
    assert_eq!(dog.id.as_deref(), Some("1"));
    assert_eq!(dog.legs, Some(4));
    // A property that is declared again is as it was declared last: it cannot be null.
    assert_eq!(dog.name, Some("Rex".to_owned()));
    assert_eq!(dog.additional.text("colour"), Some("brown"));
}

#[test]
fn a_family_is_told_apart_by_type() {
    let owner: family::models::AnyDirectoryObject = read(&json!({
        "@odata.type": "#microsoft.graph.user",
        "id": "1",
        "active": true,
        "manager": {"@odata.type": "#microsoft.graph.device", "id": "2", "parts": [{"id": "3"}]}
    }));
    assert_eq!((owner.id(), owner.active()), (Some("1"), Some(true)));
    let family::models::AnyDirectoryObject::User(user) = owner else {
        panic!("a user, not {owner:?}");
    };
    let Some(family::models::AnyDirectoryObject::Device(device)) = user.manager else {
        panic!("a device, not {:?}", user.manager);
    };
    assert_eq!(device.parts.unwrap()[0].id(), Some("3"));
}

#[test]
fn a_choice_sends_its_constant_and_what_it_requires() {
    let payment = choice::models::Payment::card("123456789012", ["2024-02-29".parse().unwrap()]);
    assert_eq!(
        serde_json::to_value(&payment).unwrap(),
        json!({"kind": "Card", "number": "123456789012", "days": ["2024-02-29"]})
    );
    let payment: choice::models::Payment =
        choice::models::CashPayment::new(3).set_change(1.5).into();
    assert_eq!(
        serde_json::to_value(&payment).unwrap(),
        json!({"kind": "Cash", "coins": 3, "change": 1.5})
    );
    let card = choice::models::CardPayment::new("1", []).set_pin("4711");
    assert!(!format!("{card:?}").contains("4711"));
}

#[test]
fn limits_are_checked_before_sending() {
    use graph_client::model::to_json;

    let day = || ["2024-02-29".parse().unwrap()];
    let card = choice::models::CardPayment::new("123", day());
    let error = to_json(&card).unwrap_err().to_string();
    assert!(error.contains("number") && error.contains("12"), "{error}");
    let cash = choice::models::CashPayment::new(101);
    let error = to_json(&cash).unwrap_err().to_string();
    assert!(error.contains("coins") && error.contains("100"), "{error}");
    let cash = choice::models::CashPayment::new(1).set_change(0.25);
    let error = to_json(&cash).unwrap_err().to_string();
    assert!(error.contains("change") && error.contains("0.5"), "{error}");
    assert!(to_json(&choice::models::CashPayment::new(-5)).is_ok());
}

#[test]
fn members_keep_their_text_whatever_it_is() {
    use enumeration::models::Colour;

    for (text, member) in [
        ("red", Colour::Red),
        ("Red", Colour::RedValue),
        ("unknown", Colour::UnknownValue),
        ("", Colour::Unnamed),
        ("1.0", Colour::V1_0),
        ("10", Colour::V10),
        ("日本", Colour::U65e5U672c),
        (
            "quote \" backslash \\ newline \n end",
            Colour::QuoteBackslashNewlineEnd,
        ),
        ("mauve", Colour::Unknown("mauve".into())),
    ] {
        assert_eq!(Colour::from_text(text), member);
        assert_eq!(member.as_str(), text);
        assert_eq!(read::<Colour>(&json!(text)), member);
    }
}

#[test]
fn flags_are_a_set() {
    use flags::models::{Door, Rights};

    let door: Door = read(&json!({"rights": "open, close, paint", "former": null}));
    let rights = door.rights.unwrap();
    assert!(rights.contains(&Rights::Close) && !rights.contains(&Rights::None));
    assert!(rights.contains(&Rights::Unknown("paint".into())));
    let door = Door::new()
        .set_rights([Rights::Open, Rights::Close])
        .set_former(Rights::None);
    assert_eq!(
        serde_json::to_value(&door).unwrap(),
        json!({"rights": "open,close", "former": "none"})
    );
}

#[test]
fn null_is_neither_absent_nor_a_value() {
    use nullable::models::{Part, Thing};

    let thing: Thing = read(&json!({
        "reference": null, "size": "small", "text": null, "list": null,
        "items": ["a", null], "parts": [null, {"id": "1"}], "free": {"a": [1]}
    }));
    assert!(thing.reference.is_null() && thing.text.is_null() && thing.list.is_null());
    assert!(thing.plain.is_none());
    assert_eq!(thing.items.unwrap()[1], Nullable::Null);
    assert_eq!(
        thing.parts.unwrap()[1],
        Nullable::Value(Part::new().set_id("1"))
    );
    let sent = Thing::new()
        .set_reference(Nullable::Null)
        .set_described(Part::new());
    assert_eq!(
        serde_json::to_value(&sent).unwrap(),
        json!({"reference": null, "described": {}})
    );
}

#[test]
fn simple_values_are_exact() {
    let values: scalars::models::Values = read(&json!({
        "real": "-INF", "reals": [1.5, "NaN"], "byte": 255, "small": -32768,
        "integer": 2_147_483_647, "long": 9_007_199_254_740_993_i64, "decimal": 0.1,
        "instant": "2022-03-17T00:00:00.1234567+05:30", "day": "2024-02-29",
        "time": "07:30:00.0000000", "length": "P1DT12H", "bytes": "-_8",
        "identifier": "0f8fad5b-d9cb-469f-a165-70867728950e",
        "password": "hunter2", "writeOnly": "hunter3", "numbers": [[1], []]
    }));
    assert_eq!(values.real.copied(), Some(f64::NEG_INFINITY));
    assert!(values.reals.as_ref().unwrap()[1].is_nan());
    assert_eq!(values.long, Some(9_007_199_254_740_993));
    assert_eq!(values.bytes.as_ref().unwrap().get().unwrap(), [0xfb, 0xff]);
    assert_eq!(values.numbers.as_deref(), Some(&[vec![1], vec![]][..]));
    assert!(!format!("{values:?}").contains("hunter"));
}

#[test]
fn types_hold_themselves_behind_a_pointer() {
    use recursion::models::{Egg, Nest, Tree};

    let tree: Tree = read(&json!({
        "parent": {"parent": {"small": {"text": "a"}}},
        "children": [{"nest": {"egg": {"nest": {"egg": {}}, "tree": {}}}}],
        "large": {"p00": null, "p19": "x"}
    }));
    assert_eq!(tree.large.unwrap().p19.as_deref(), Some("x"));
    let egg = Egg::new()
        .set_nest(Nest::new().set_egg(Egg::new()))
        .set_tree(Tree::new());
    assert_eq!(
        serde_json::to_value(egg).unwrap(),
        json!({"tree": {}, "nest": {"egg": {}}})
    );
    // A large part is not moved about with the whole.
    assert!(size_of::<recursion::models::Large>() > 256);
    assert!(size_of::<Tree>() < 512);
}

#[test]
fn properties_keep_their_names_whatever_the_fields_are_called() {
    let json = json!({
        "type": "1", "async": "2", "crate": "3", "Self": "4", "self": "5", "additional": "6",
        "fooBar": "7", "foo_bar": "8", "FOO-BAR": "9", "2fa": "10", "": "11", "*/": "12",
        "\"#": "13", "line\nbreak": "14", "日": "15", "itself": {"self": "16"},
        "shape": {"@odata.type": "#microsoft.graph.unknown", "ofType": "17", "size": 18}
    });
    let value: names::models::Box2 = read(&json);
    assert_eq!(value.r#type.as_deref(), Some("1"));
    assert_eq!(value.additional2.as_deref(), Some("6"));
    assert_eq!(value.foo_bar3.as_deref(), Some("9"));
    assert!(value.additional.is_empty());
    let shape = value.shape.unwrap();
    assert_eq!(shape.of_type2(), Some("17"));
    let names::models::AnyShape2::UnknownValue(shape) = shape else {
        panic!("the type called unknown, not {shape:?}");
    };
    assert_eq!(shape.size, Some(18));
}

#[test]
fn types_of_one_name_live_in_their_namespaces() {
    let alert: namespaces::models::security::Alert = read(&json!({
        "severity": "high", "record": {"other": {"id": "1"}}, "keyword": {"id": "2"},
        "number": {"id": "3"}, "two": {"id": "4"}, "foreign": {"id": "5"}, "newer": {}
    }));
    assert_eq!(
        alert.severity,
        Some(namespaces::models::security::Severity::High)
    );
    let record: namespaces::models::call_records::deep::Record = *alert.record.unwrap();
    assert_eq!(record.other.unwrap().id.as_deref(), Some("1"));
    assert_eq!(
        alert.foreign,
        Some(namespaces::models::contoso::Widget::new().set_id("5"))
    );
}

#[test]
fn an_array_of_any_json_may_hold_null() {
    let user: navigation::models::User = read(&json!({"calendars": [null, {"id": null}, 1]}));
    assert_eq!(user.calendars.json().unwrap()[0], Value::Null);
}

//! Maps, choices without a discriminator, and enumerations in collections.

use std::collections::BTreeMap;

use super::*;

enum Colour {
    Red,
    Unknown(Box<str>),
}

crate::string_enum!(Colour { Red: "red" });

#[non_exhaustive]
enum Value {
    Flag(bool),
    Count(i64),
    Number(f64),
    Text(String),
    Items(Vec<f64>),
    Owner(Box<Owner>),
    Untyped(Box<UntypedObject>),
    Unknown(Json),
}

crate::untagged_choice!(Value {
    Flag(bool): Boolean,
    Count(i64): Integer,
    Number(f64): Number,
    Text(String): String,
    Items(Vec<f64>): Array,
    Owner(Box<Owner>): Object(&["id", "size"]),
    Untyped(Box<UntypedObject>): Object(&["kind"]),
});

#[derive(Default)]
struct Holder {
    prices: Nullable<BTreeMap<String, f64>>,
    owners: Option<BTreeMap<String, Nullable<Owner>>>,
    value: Nullable<Value>,
    values: Option<Vec<Value>>,
    colours: Option<Vec<Nullable<Colour>>>,
    sets: Option<Vec<FlagSet<Colour>>>,
    any: Nullable<Json>,
    additional: Additional,
}

impl Formed for Holder {
    type Form = ObjectForm;
}

impl Model for Holder {
    fn empty() -> Self {
        Self::default()
    }

    fn part(&self, index: usize) -> Part<'_> {
        static DESCRIPTOR: Descriptor = Descriptor::new(
            "test.holder",
            &[
                "prices", "owners", "value", "values", "colours", "sets", "any",
            ],
        );
        let slot: &dyn Slot = match index {
            0 => &self.prices,
            1 => &self.owners,
            2 => &self.value,
            3 => &self.values,
            4 => &self.colours,
            5 => &self.sets,
            6 => &self.any,
            _ => return Part::Rest(&DESCRIPTOR, &self.additional),
        };
        Part::Member(slot)
    }

    fn part_mut(&mut self, index: usize) -> PartMut<'_> {
        let slot: &mut dyn Slot = match index {
            0 => &mut self.prices,
            1 => &mut self.owners,
            2 => &mut self.value,
            3 => &mut self.values,
            4 => &mut self.colours,
            5 => &mut self.sets,
            6 => &mut self.any,
            _ => return PartMut::Undeclared(&mut self.additional),
        };
        PartMut::Member(slot)
    }
}

crate::model_traits!(Holder);

fn decoded(text: &str) -> Holder {
    let holder: Holder = from_json(text.as_bytes()).unwrap();
    assert_eq!(String::from_utf8(to_json(&holder).unwrap()).unwrap(), text);
    assert_eq!(holder.clone(), holder);
    holder
}

#[test]
fn other_formats_hold_them_too() {
    let value = json!({
        "prices": {"a": 1.5},
        "owners": {"x": {"id": "1"}, "y": null},
        "values": [true, 7, 7.5, "a", [1.5], {"id": "1", "size": 2}, {"x": 1}],
        "colours": ["red", null],
        "sets": ["red,blue"],
    });
    let holder: Holder = serde_json::from_value(value.clone()).unwrap();
    assert!(matches!(
        holder.values.as_ref().unwrap().get(5),
        Some(Value::Owner(_))
    ));
    assert_eq!(serde_json::to_value(&holder).unwrap(), value);
}

#[test]
fn maps_hold_values_of_one_type() {
    let holder =
        decoded(r#"{"prices":{"a \"b\"":1.5,"c":2.0},"owners":{"x":{"id":"1"},"y":null}}"#);
    assert_eq!(holder.prices.as_ref().unwrap().get("c"), Some(&2.0));
    let owners = holder.owners.as_ref().unwrap();
    assert_eq!(
        owners.get("x").unwrap().as_ref().unwrap().id.as_deref(),
        Some("1")
    );
    assert!(owners.get("y").unwrap().is_null());
    assert_eq!(
        format!("{holder:?}"),
        r#"holder { prices: {"a \"b\"": 1.5, "c": 2.0}, owners: {"x": owner { id: "1" }, "y": null} }"#
    );
    // One that does not fit takes the whole map along, as it has no other place.
    let holder = decoded(r#"{"prices":{"a":"x"},"owners":{}}"#);
    assert!(holder.prices.is_absent());
    assert_eq!(check_types(&holder).unwrap_err().path(), "prices[..]");
    let holder: Holder = from_json(br#"{"owners": {"x": {"name": "too long"}}}"#).unwrap();
    assert_eq!(
        to_json(&holder).unwrap_err().to_string(),
        "owners[..].name has 8 characters, and at most 5 are allowed"
    );
}

#[test]
fn what_a_collection_cannot_say_exactly_comes_back_until_it_is_changed() {
    let mut holder = decoded(r#"{"prices":{"a":"1.5","b":0.1234567890123456789}}"#);
    holder.prices.as_mut().unwrap().insert("a".into(), 2.5);
    assert_eq!(
        to_json(&holder).unwrap(),
        br#"{"prices":{"a":2.5,"b":0.12345678901234568}}"#
    );
    let mut holder = decoded(r#"{"prices":{"a":"1.5"}}"#);
    holder.prices.as_mut().unwrap().insert("b".into(), 2.5);
    assert_eq!(
        to_json(&holder).unwrap(),
        br#"{"prices":{"a":1.5,"b":2.5}}"#
    );
    let mut holder = decoded(r#"{"value":[0.1234567890123456789,"2.5"]}"#);
    holder.value = Value::Items(vec![0.123_456_789_012_345_68, 3.5]).into();
    assert_eq!(
        to_json(&holder).unwrap(),
        br#"{"value":[0.12345678901234568,3.5]}"#
    );
}

#[test]
fn the_form_of_a_value_chooses() {
    let value = |text: &str| {
        let holder = decoded(&format!(r#"{{"value":{text}}}"#));
        let Nullable::Value(value) = holder.value else {
            panic!("{text}");
        };
        value
    };
    assert!(matches!(value("true"), Value::Flag(true)));
    assert!(matches!(value("-7"), Value::Count(-7)));
    assert!(matches!(value("7.5"), Value::Number(7.5)));
    assert!(matches!(value("18446744073709551617"), Value::Number(_)));
    assert!(matches!(value(r#""a""#), Value::Text(text) if text == "a"));
    assert!(matches!(value("[1.5]"), Value::Items(_)));
    assert!(matches!(value("[0.1234567890123456789]"), Value::Items(_)));
    assert!(matches!(value(r#"["a"]"#), Value::Unknown(_)));
    assert!(matches!(value(r#"{"id":"1","size":2}"#), Value::Owner(_)));
    assert!(matches!(
        value(r#"{"id":"1","kind":"x"}"#),
        Value::Untyped(_)
    ));
    assert!(matches!(
        value(r#"{"id":"1"}"#),
        Value::Unknown(Json::Object(_))
    ));
    // A value that does not fit within is kept there.
    assert!(matches!(value(r#"{"id":"1","size":"x"}"#), Value::Owner(_)));
    let holder = decoded(r#"{"values":[1,"a",{"x":18446744073709551617},[1.5]]}"#);
    assert_eq!(holder.values.unwrap().len(), 4);
    assert!(decoded(r#"{"value":null}"#).value.is_null());
}

#[test]
fn a_choice_is_a_value_like_others() {
    let value = Value::from("a".to_owned());
    assert_eq!(serde_json::to_value(&value).unwrap(), json!("a"));
    assert!(serde_json::from_value::<Value>(json!(5)).unwrap() == Value::Count(5));
    assert_ne!(Value::Count(5), Value::Number(5.0));
    assert_eq!(format!("{value:?}"), r#""a""#);
    assert_eq!(format!("{:?}", Value::Unknown(json!("hunter2"))), "{..}");
    let owner = Value::Owner(Box::new(Owner {
        secret: "hunter2".into(),
        ..Owner::default()
    }));
    assert_eq!(format!("{owner:?}"), "owner { secret: [redacted] }");
}

#[test]
fn enumerations_stand_in_collections() {
    let holder = decoded(r#"{"colours":["red",null,"blue"],"sets":["red,blue",""]}"#);
    let colours = holder.colours.unwrap();
    assert_eq!(colours.first(), Some(&Nullable::Value(Colour::Red)));
    assert!(colours.get(1).unwrap().is_null());
    let mut set = holder.sets.unwrap().remove(0);
    assert!(set.contains(&Colour::Red) && set.remove(&Colour::Red) && !set.remove(&Colour::Red));
    assert_eq!(set.as_str(), "blue");
    assert_eq!(
        (set.len(), FlagSet::<Colour>::default().is_empty()),
        (1, true)
    );
}

#[test]
fn untyped_values_keep_their_digits() {
    let mut holder = decoded(r#"{"any":{"n":18446744073709551617,"x":1e400}}"#);
    assert_eq!(holder.any.as_ref().unwrap().get("x"), Some(&json!("1e400")));
    holder.any = json!(1).into();
    assert_eq!(to_json(&holder).unwrap(), br#"{"any":1}"#);
}

#[test]
fn a_nullable_value_is_one_for_serde_too() {
    #[derive(serde::Deserialize, serde::Serialize)]
    struct Own {
        #[serde(default, skip_serializing_if = "Nullable::is_absent")]
        name: Nullable<String>,
    }
    for text in ["{}", r#"{"name":null}"#, r#"{"name":"a"}"#] {
        let own: Own = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&own).unwrap(), text);
    }
    let length = Nullable::Value("abc").map(str::len);
    assert_eq!((length, length.unwrap_or(0)), (Nullable::Value(3), 3));
    assert!(Nullable::<i64>::Null.map(|number| number + 1).is_null());
    assert_eq!(Nullable::<i64>::Null.ok_or("none"), Err("none"));
}

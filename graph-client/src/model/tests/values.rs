//! What values of a property can do for a program.

use std::collections::HashSet;

use super::*;

enum Right {
    Read,
    Write,
    Unknown(Box<str>),
}

crate::string_enum!(Right {
    Read: "read",
    Write: "write"
});

#[test]
fn a_nullable_value_does_what_an_option_does() {
    let mut name: Nullable<String> = (&"a".to_owned()).into();
    assert_eq!(name, "a");
    assert!(name != "b" && Nullable::<String>::Null != "a");
    assert!(Nullable::Value(1) == 1 && Nullable::Value(1) != 2 && Nullable::Null != 1);
    name.as_deref_mut().unwrap().make_ascii_uppercase();
    assert_eq!(name.cloned().as_deref(), Some("A"));
    assert!(name.clone().is_some_and(|name| name == "A"));
    assert!(!name.clone().is_some_and(|name| name == "B"));
    assert_eq!(name.clone().and_then(|name| name.chars().next()), Some('A'));
    assert_eq!(Option::<String>::from(name.clone()).as_deref(), Some("A"));
    assert_eq!(name.clone().unwrap_or_default(), "A");
    assert_eq!(Nullable::<String>::Null.unwrap_or_default(), "");
    assert_eq!(Nullable::<f64>::from(0.5_f32), Nullable::Value(0.5));
    assert_eq!(name.take(), "A");
    assert!(name.is_absent());
    let kinds = [Nullable::Absent, Nullable::Null, Nullable::Value(1)];
    let kinds = kinds.map(|one| (one.is_absent(), one.is_null(), one.is_value()));
    assert_eq!(
        kinds,
        [
            (true, false, false),
            (false, true, false),
            (false, false, true)
        ]
    );
}

#[test]
fn a_member_is_what_its_text_says() {
    for text in ["read", "later"] {
        let right = Right::from_text(text);
        assert_eq!(right.clone().as_str(), text);
        assert_eq!(
            (format!("{right:?}"), right.to_string()),
            (format!("{text:?}"), text.into())
        );
        assert!(Content::copy(&right) == right && Content::equals(&right, &right));
        assert!(!Content::equals(&right, &Right::Write));
    }
    assert!(matches!(
        Right::Unknown("write".into()).clone(),
        Right::Write
    ));
    assert_eq!(<Right as Content>::empty().as_str(), "");
}

#[test]
fn a_set_is_what_its_text_says() {
    let mut set = FlagSet::from(Right::Read);
    assert!(!set.is_empty() && set.insert(Right::Write) && !set.insert(Right::Write));
    assert_eq!(
        (set.as_str(), format!("{set:?}")),
        ("read,write", "\"read,write\"".into())
    );
    assert!(set.iter().eq([Right::Read, Right::Write]));
    assert_eq!(set, FlagSet::from([Right::Read, Right::Write]));
    assert_ne!(set, Right::Read.into());
    assert_eq!(
        Nullable::from(Right::Read).map(|set: FlagSet<Right>| set.len()),
        1
    );
    assert_eq!(Nullable::from([Right::Read, Right::Write]), set);
    let sets: HashSet<_> = [set.clone(), Right::Read.into(), set].into();
    assert_eq!(sets.len(), 2);
}

#[test]
fn values_with_a_text_are_their_text() {
    let uuid = uuid::Uuid::from_u128(7);
    let value: Lexical<uuid::Uuid> = uuid.into();
    let text = "00000000-0000-0000-0000-000000000007";
    assert_eq!(
        (value.to_string(), format!("{value:?}")),
        (text.into(), format!("{text:?}"))
    );
    assert_eq!(Nullable::from(uuid), value);
    assert_ne!(value, uuid::Uuid::from_u128(8).into());
    let values: HashSet<_> = [value.clone(), uuid::Uuid::from_u128(8).into(), value].into();
    assert_eq!(values.len(), 2);

    let day: Lexical<time::Date> = "2026-02-28".parse().unwrap();
    assert_eq!(Lexical::from(day.get().unwrap()), day);
    assert!("2026-02-30".parse::<Lexical<time::Date>>().is_err());
    let moment: Lexical<time::OffsetDateTime> = "2026-02-28T01:02:03Z".parse().unwrap();
    assert_eq!(Lexical::from(moment.get().unwrap()), moment);
}

#[test]
fn secrets_are_equal_when_they_are_the_same() {
    let secret = Secret::from("a");
    assert!(secret == Secret::from("a") && secret != Secret::from("b"));
    assert_eq!(format!("{secret:?}"), "[redacted]");
    assert!(Nullable::from("a".to_owned()) == secret);
}

#[test]
fn there_may_be_more_of_them_than_they_may_be_deep() {
    let items = vec![json!({"id": "1", "tags": ["a"]}); 300];
    let page: Page<Owner> = serde_json::from_value(json!({ "value": items })).unwrap();
    assert_eq!(page.value.len(), 300);
}

#[test]
fn a_number_in_a_string_is_written_as_one_of_json() {
    let ratio = |text: &str| {
        let owner: Owner = from_json(json!({ "ratio": text }).to_string().as_bytes()).unwrap();
        owner.ratio.copied()
    };
    assert_eq!([ratio("-2.5"), ratio("7")], [Some(-2.5), Some(7.0)]);
    for text in ["+5", ".5", "inf", "infinity", "nan", "1e400", "a"] {
        assert_eq!(ratio(text), None, "{text}");
    }
}

#[test]
fn numbers_that_are_none_of_json_have_names() {
    for (name, number) in [
        ("INF", f64::INFINITY),
        ("-INF", f64::NEG_INFINITY),
        ("NaN", f64::NAN),
    ] {
        let text = json!({ "ratio": name });
        let owner: Owner = from_json(text.to_string().as_bytes()).unwrap();
        let by_serde: Owner = serde_json::from_value(text.clone()).unwrap();
        for owner in [owner, by_serde] {
            let ratio = owner.ratio.copied().unwrap();
            assert_eq!(ratio.to_string(), number.to_string());
        }
        let owner = Owner {
            ratio: number.into(),
            ..Owner::default()
        };
        assert_eq!(to_json(&owner).unwrap(), text.to_string().as_bytes());
        assert_eq!(serde_json::to_value(&owner).unwrap(), text);
    }
    let owner: Owner = serde_json::from_value(json!({ "ratio": -2 })).unwrap();
    assert_eq!(owner.ratio, -2.0);
}

#[test]
fn undeclared_properties_are_counted_before_they_come() {
    let owner: Owner = from_json(br#"{"a":1,"b":2,"c":3}"#).unwrap();
    let mut left = owner.additional.iter();
    left.next();
    assert_eq!(left.size_hint(), (2, Some(2)));
    let mut left = owner.additional.clone().into_iter();
    left.next();
    assert_eq!(left.size_hint(), (2, Some(2)));
}

//! Values that are not of the declared type.

use super::*;

/// Decodes, sees that `text` comes back, and gives the owner and what is wrong.
fn kept(text: &str) -> (Owner, DecodeError) {
    let owner: Owner = from_json(text.as_bytes()).unwrap();
    assert_eq!(to_json(&owner).unwrap(), text.as_bytes());
    let error = check_types(&owner).unwrap_err();
    (owner, error)
}

#[test]
fn a_value_that_does_not_fit_is_kept_and_told_of() {
    let (owner, error) = kept(r#"{"name":"a","size":{"a":1e400}}"#);
    assert_eq!(owner.name, "a");
    assert!(owner.size.is_absent());
    assert_eq!(error.to_string(), "size: invalid type: map, expected i64");
    assert_eq!(owner.additional.error("size").unwrap().path(), "$");
    let (_, error) = kept(r#"{"tags":["a",5]}"#);
    assert_eq!(
        error.to_string(),
        "tags[1]: invalid type: integer, expected a string"
    );
    let (_, error) = kept(r#"{"ratio":1e400}"#);
    assert_eq!(error.to_string(), "ratio: number out of range");
    let (_, error) = kept(r#"{"name":"\ud800"}"#);
    assert_eq!(error.path(), "name");
    let (_, error) = kept(r#"{"name":{"hunter2":"hunter3"}}"#);
    assert!(!error.to_string().contains("hunter"), "{error}");
}

#[test]
fn it_costs_nothing_around_it() {
    let items: Vec<_> = (0..999)
        .map(|number| format!(r#"{{"id":"{number}","manager":{{"manager":{{"size":1}}}}}}"#))
        .collect();
    let page =
        format!(r#"{{"value":[{}]}}"#, items.join(",")).replacen(r#""size":1"#, r#""size":1.5"#, 1);
    let decoded: Page<Owner> = from_json(page.as_bytes()).unwrap();
    assert_eq!(decoded.value.len(), 999);
    assert_eq!(
        check_types(&decoded).unwrap_err().to_string(),
        "value[0].manager.manager.size: invalid type: floating point, expected i64"
    );
    assert_eq!(to_json(&decoded).unwrap(), page.as_bytes());
    let size = |owner: &Owner| owner.manager.as_ref()?.manager.as_ref()?.size.copied();
    assert_eq!(decoded.value.iter().filter_map(size).count(), 998);
}

#[test]
fn what_is_no_object_takes_the_place_of_one() {
    let text = r#"{"value":[{"id":"1"},null,[5],{"id":"4"}]}"#;
    let mut page: Page<Owner> = from_json(text.as_bytes()).unwrap();
    assert_eq!(page.value.len(), 4);
    assert_eq!(to_json(&page).unwrap(), text.as_bytes());
    assert_eq!(page.clone(), page);
    assert_eq!(check_types(&page).unwrap_err().path(), "value[1]");
    let item = page.value.get_mut(2).unwrap();
    assert_eq!(
        item.additional.error_of_object().unwrap().to_string(),
        "$: invalid type: sequence, expected an object"
    );
    item.id = Some("3".into());
    assert_eq!(
        to_json(&page).unwrap(),
        br#"{"value":[{"id":"1"},null,{"id":"3"},{"id":"4"}]}"#
    );
}

#[test]
fn a_property_that_is_set_wins() {
    let mut owner: Owner = from_json(br#"{"size": "many"}"#).unwrap();
    owner.size = 5.into();
    assert_eq!(to_json(&owner).unwrap(), br#"{"size":5}"#);
    assert!(check_types(&owner).is_ok());
    owner.size = Nullable::Null;
    assert_eq!(to_json(&owner).unwrap(), br#"{"size":null}"#);
}

#[test]
fn numbers_in_other_clothes_are_read_and_come_back() {
    let table = [
        (r#"{"size":"9007199254740993"}"#, 9_007_199_254_740_993),
        (r#"{"size":"5"}"#, 5),
    ];
    for (text, size) in table {
        let mut owner: Owner = from_json(text.as_bytes()).unwrap();
        assert_eq!(owner.size, size);
        assert_eq!(to_json(&owner).unwrap(), text.as_bytes());
        assert!(check_types(&owner).is_ok());
        owner.size = 6.into();
        assert_eq!(to_json(&owner).unwrap(), br#"{"size":6}"#);
    }
    let owner: Owner = from_json(br#"{"size": 5.0, "ratio": "2.5"}"#).unwrap();
    assert_eq!(owner.size, 5);
    assert_eq!(owner.ratio, 2.5);
    assert_eq!(to_json(&owner).unwrap(), br#"{"size":5,"ratio":"2.5"}"#);
    let text = r#"{"ratio":0.1234567890123456789}"#;
    let owner: Owner = from_json(text.as_bytes()).unwrap();
    assert!(
        owner
            .ratio
            .is_some_and(|ratio| (ratio - 0.123_456_789_012_345_68).abs() < 1e-17)
    );
    assert_eq!(to_json(&owner).unwrap(), text.as_bytes());
    // Digits that the number would not have.
    let (owner, _) = kept(r#"{"size":9007199254740993.0}"#);
    assert!(owner.size.is_absent());
}

#[test]
fn text_without_end_is_an_error() {
    for text in [
        r#"{"value":[{"size":"a"}"#,
        r#"{"value":[{"size":1.5}]} x"#,
        r#"{"value":[{"size":1.5},{"id":tru}]}"#,
    ] {
        assert!(from_json::<Page<Owner>>(text.as_bytes()).is_err(), "{text}");
    }
    assert!(from_json::<Owner>(b"[]").is_err());
    assert!(from_json::<Owner>(b"null").is_err());
}

#[test]
fn confining_is_no_deeper_than_reading() {
    let nested = |depth: usize| {
        let (open, close) = (r#"{"size":"x","manager":"#.repeat(depth), "}".repeat(depth));
        format!("{open}{{}}{close}")
    };
    let text = nested(100);
    assert_eq!(back::<Owner>(&text).len(), text.len());
    // What lies deeper is no object, and kept.
    let text = nested(10_000);
    let owner: Owner = from_json(text.as_bytes()).unwrap();
    assert!(check_types(&owner).is_err());
    assert_eq!(to_json(&owner).unwrap().len(), text.len());
}

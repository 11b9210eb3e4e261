//! Properties that no model declares.

use super::*;

#[test]
fn text_comes_back_as_it_was() {
    for text in [
        r#"{"big":18446744073709551617,"huge":[1e400],"long":0.1234567890123456789}"#,
        r#"{"half":"\ud800","deep":{"half":"\udc00 a"}}"#,
        r#"{"space":{ "a" : [ 1 , 2 ] },"dup":{"a":1,"a":2}}"#,
    ] {
        assert_eq!(back::<Owner>(text), text);
        let page = format!(r#"{{"value":[{text}]}}"#);
        assert_eq!(back::<Page<Owner>>(&page), page);
    }
}

#[test]
fn what_json_cannot_hold_reads_as_text() {
    let owner: Owner = from_json(br#"{"x": {"huge": 1e400, "half": "\ud800", "one": 1}}"#).unwrap();
    assert_eq!(
        owner.additional.get("x"),
        Some(&json!({"huge": "1e400", "half": r#""\ud800""#, "one": 1}))
    );
    let deep = format!(r#"{{"x":{}1{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let owner: Owner = from_json(deep.as_bytes()).unwrap();
    assert!(owner.additional.get("x").is_some());
    assert_eq!(to_json(&owner).unwrap(), deep.as_bytes());
}

/// With a look at all that are there for each, this takes hours.
#[test]
fn there_may_be_very_many() {
    let entries: Vec<_> = (0..100_000)
        .map(|number| format!(r#""k{number}":{number}"#))
        .collect();
    let text = format!("{{{}}}", entries.join(","));
    let mut object: UntypedObject = from_json(text.as_bytes()).unwrap();
    assert_eq!(object.additional.len(), 100_000);
    assert_eq!(object.additional.get("k99999"), Some(&json!(99_999)));
    assert_eq!(to_json(&object).unwrap(), text.as_bytes());
    assert_eq!(object.additional.remove("k0"), Some(json!(0)));
    assert_eq!(object.additional.get("k0"), None);
    assert_eq!(object.additional.insert("k2", "two"), Some(json!(2)));
    assert_eq!(object.additional.text("k2"), Some("two"));
    assert_eq!(object.clone(), object);
}

#[test]
fn a_type_is_sent_before_all_else() {
    let text = r##"{"name":"a","x":1,"@odata.type":"#test.other"}"##;
    assert_eq!(
        back::<Owner>(text),
        r##"{"@odata.type":"#test.other","name":"a","x":1}"##
    );
}

#[test]
fn they_can_be_gone_through_and_added_to() {
    let mut additional: Additional = [("a", 1), ("b", 2)].into_iter().collect();
    additional.extend([("c", 3)]);
    let names: Vec<_> = (&additional).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["a", "b", "c"]);
    assert_eq!(
        additional.into_iter().last(),
        Some(("c".to_owned(), json!(3)))
    );
}

use serde_json::json;

use super::*;
use crate::client::testing::headers;

const JSON_TYPE: &str = "application/json;odata.metadata=minimal;charset=utf-8";

fn read<T: Answer>(content_type: &'static str, body: &'static str) -> Result<T, String> {
    let headers = headers(&[("content-type", content_type)]);
    T::from_response(
        StatusCode::OK,
        &headers,
        Bytes::from_static(body.as_bytes()),
    )
    .map_err(|error| error.to_string())
}

#[test]
fn single_values_come_as_json_or_text() {
    assert_eq!(read("text/plain", "\u{feff}42"), Ok(42_i32));
    assert_eq!(
        read("text/plain", "9007199254740993\n"),
        Ok(9_007_199_254_740_993_i64)
    );
    assert_eq!(
        read(JSON_TYPE, "9007199254740993"),
        Ok(9_007_199_254_740_993_i64)
    );
    assert_eq!(
        read(JSON_TYPE, "{\"@odata.context\":\"x\",\"value\":7}"),
        Ok(7_i32)
    );
    assert_eq!(
        read(JSON_TYPE, "{\"value\":\"9007199254740993\"}"),
        Ok(9_007_199_254_740_993_i64)
    );
    assert_eq!(read(JSON_TYPE, "{\"value\":true}"), Ok(true));
    assert_eq!(read(JSON_TYPE, "1"), Ok(1.0_f64));
    assert_eq!(
        read(JSON_TYPE, "{\"value\":\"-INF\"}"),
        Ok(f64::NEG_INFINITY)
    );
    assert_eq!(read(JSON_TYPE, "{\"value\":\"a\"}"), Ok("a".to_owned()));
    assert_eq!(read(JSON_TYPE, "\"a\\n\""), Ok("a\n".to_owned()));
    assert_eq!(read("text/plain", "\u{feff}\"a\""), Ok("\"a\"".to_owned()));
}

#[test]
fn json_that_is_called_a_page_is_json() {
    assert_eq!(read("text/html", " {\"a\":1}"), Ok(json!({"a": 1})));
    assert_eq!(read("text/html; charset=utf-8", "[1]"), Ok(vec![1_i32]));
}

#[test]
fn what_is_not_the_value_is_said() {
    let table = [
        (
            read::<i32>("text/plain", ""),
            "it has no body where a 32-bit integer was expected",
        ),
        (
            read::<i32>("text/plain", "x"),
            "it is text that is not a 32-bit integer",
        ),
        (
            read::<i32>(JSON_TYPE, ""),
            "it has no body where JSON was expected",
        ),
        (
            read::<i32>(JSON_TYPE, "4294967296"),
            "it is a number where a 32-bit integer was expected",
        ),
        (
            read::<i32>(JSON_TYPE, "{\"value\":null}"),
            "it is null where a 32-bit integer was expected",
        ),
        (
            read::<i32>(JSON_TYPE, "{}"),
            "it is a JSON object without the property value",
        ),
    ];
    for (found, message) in table {
        assert_eq!(found, Err(message.to_owned()));
    }
    assert_eq!(
        read::<String>(JSON_TYPE, "[]"),
        Err("it is an array where a string was expected".to_owned())
    );
    let headers = headers(&[("content-type", "text/plain")]);
    let latin = Bytes::from_static(b"\xe9");
    assert!(String::from_response(StatusCode::OK, &headers, latin).is_err());
}

#[test]
fn bodies_that_do_not_matter_do_not_matter() {
    assert_eq!(read("text/html", "<html>"), Ok(()));
    assert_eq!(read(JSON_TYPE, ""), Ok(Value::Null));
    assert_eq!(
        read("text/html", "<html>"),
        Ok(Bytes::from_static(b"<html>"))
    );
}

#[test]
fn an_array_may_be_the_value_of_an_object() {
    use crate::model::UntypedObject;

    let count = |body| read::<Vec<UntypedObject>>(JSON_TYPE, body).map(|items| items.len());
    assert_eq!(count("[{\"a\":1},{}]"), Ok(2));
    assert_eq!(count(" {\"@odata.context\":\"x\",\"value\":[{}]}"), Ok(1));
    // An item that is no object is kept in the place of one.
    assert_eq!(count("{\"value\":[{},1]}"), Ok(2));
    assert_eq!(
        count("{\"value\":{}}"),
        Err("value: invalid type: map, expected an array at line 1 column 12".to_owned())
    );
}

#[test]
fn arrays_and_maps_hold_any_values() {
    use std::collections::BTreeMap;

    use crate::model::Nullable;

    assert_eq!(
        read(JSON_TYPE, "{\"value\":[\"a\",\"b\"]}"),
        Ok(vec!["a".to_owned(), "b".to_owned()])
    );
    assert_eq!(read(JSON_TYPE, "[1,2]"), Ok(vec![1_i64, 2]));
    assert_eq!(
        read(JSON_TYPE, "{\"value\":[1.5,null]}"),
        Ok(vec![Nullable::Value(1.5), Nullable::Null])
    );
    let map = BTreeMap::from([("a".to_owned(), 1_i32)]);
    assert_eq!(read(JSON_TYPE, "[{\"a\":1}]"), Ok(vec![map.clone()]));
    assert_eq!(read(JSON_TYPE, "{\"a\":1}"), Ok(map));
    assert_eq!(read("text/plain", "200"), Ok(200_u8));
    assert_eq!(read("text/plain", "-200"), Ok(-200_i16));
    assert_eq!(
        read::<u8>("text/plain", "256"),
        Err("it is text that is not an 8-bit integer".to_owned())
    );
    assert_eq!(
        read::<Vec<i64>>(JSON_TYPE, "[1,\"x\"]"),
        Err("[1]: invalid type: string, expected i64 at line 1 column 7".to_owned())
    );
}

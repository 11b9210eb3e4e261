//! Random input: findings or good files, never a panic.

use std::panic::{AssertUnwindSafe, catch_unwind};

use proptest::prelude::*;

use crate::outcome::{check, generate};

/// Text of any kind, with what means something somewhere more often than chance has it.
fn name() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        4 => "[a-zA-Z0-9_.$@ -]{0,6}",
        2 => any::<char>().prop_map(String::from),
        2 => prop::sample::select(vec![
            "../", "..", "/", "\\", "*/", "/*", "\"", "'", "\"#", "{", "}", "(", ")", "\n", "\0", "r#", "self",
            "Self", "crate", "type", "microsoft.graph.", "mod", "~1", "~0", "%2F", "#", ",", "=", "@odata.type",
            "$value", "additional", "🦀", "\u{202e}", "Unknown", "new", "request",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(pieces, 0..5).prop_map(|pieces| pieces.concat())
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// A spec in JSON with these names in every place that takes one.
fn template(names: &[String]) -> String {
    let [
        schema,
        other,
        property,
        another,
        value,
        segment,
        parameter,
        option,
        description,
    ] = names
    else {
        unreachable!("nine names");
    };
    let reference = |name: &str| {
        let token = name
            .replace('~', "~0")
            .replace('/', "~1")
            .replace('%', "%25");
        format!(
            "{{\"$ref\": {}}}",
            quoted(&format!("#/components/schemas/{token}"))
        )
    };
    // Distinct keys, or else the document is refused for that.
    let other = format!("{other}2");
    let another = format!("{another}2");
    format!(
        r#"{{"openapi": "3.0.4", "info": {{"title": {description}, "version": "1"}},
        "servers": [{{"url": {description}}}],
        "paths": {{
          {path}: {{
            "parameters": [{{"name": {parameter}, "in": "path"}}, {{"name": "x", "in": "path"}},
              {{"name": {option}, "in": "query", "required": true}},
              {{"name": {option}, "in": "header", "description": {description}}}],
            "get": {{"operationId": {segment}, "summary": {description}, "description": {description},
              "x-graph-roles": [{description}], "x-graph-permissions": {{"application": {{"least": [{value}]}}}},
              "externalDocs": {{"url": {description}}},
              "responses": {{"2XX": {{"description": "", "content": {{"application/json": {{"schema": {first}}}}}}}}}}},
            "post": {{"requestBody": {{"content": {{"application/json": {{"schema": {{"type": "object", "description": {description},
                "properties": {{{property}: {{"type": "object", "properties": {{{property}: {{"type": "boolean"}}}}}},
                  {another}: {{"type": "string", "enum": [{value}, {property}, "x"]}}}}}}}}}}}},
              "responses": {{"204": {{"description": ""}}}}}},
            "put": {{"requestBody": {{"content": {{{value}: {{}}}}}}, "responses": {{"200": {{"description": "", "content": {{{value}: {{}}}}}}}}}}
          }}
        }},
        "components": {{"schemas": {{
          {schema}: {{"type": "object", "description": {description}, "required": [{property}],
            "properties": {{{property}: {second}, {another}: {{"type": "array", "items": {first}}}}},
            "discriminator": {{"propertyName": {property}, "mapping": {{{value}: {second_name}}}}}}},
          {other}: {{"allOf": [{first}, {{"type": "object", "properties": {{{value}: {{"type": "string", "description": {description}}}}}}}]}}
        }}}}}}"#,
        path = quoted(&format!("/{segment}/{{{parameter}}}/{segment}(x='{{x}}')")),
        parameter = quoted(parameter),
        option = quoted(option),
        segment = quoted(segment),
        description = quoted(description),
        value = quoted(value),
        property = quoted(property),
        another = quoted(&another),
        schema = quoted(schema),
        other = quoted(&other),
        first = reference(schema),
        second = reference(&other),
        second_name = quoted(&other),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn names_of_any_kind_give_findings_or_good_files(names in prop::collection::vec(name(), 9)) {
        match generate(&template(&names)) {
            Ok((files, _)) => check(&files),
            Err(findings) => prop_assert!(findings.has_errors(), "{findings}"),
        }
    }

    #[test]
    fn a_spec_with_wrong_bytes_gives_findings_or_good_files(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..12)
    ) {
        let mut bytes = include_bytes!("../../specs/graph-beta.yaml").to_vec();
        for (place, byte, kind) in changes {
            let place = place.index(bytes.len());
            match kind {
                0 => bytes[place] = byte,
                1 => bytes.insert(place, byte),
                _ => {
                    bytes.remove(place);
                }
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        let outcome = catch_unwind(AssertUnwindSafe(|| generate(&text)));
        match outcome {
            Ok(Ok((files, _))) => check(&files),
            Ok(Err(findings)) => prop_assert!(findings.has_errors(), "{findings}"),
            Err(_) => prop_assert!(false, "a panic"),
        }
    }
}

//! Input of which a part cannot be expressed: the rest goes on, and a warning says which part.

use crate::outcome::{files, warnings};

fn paths(paths: &str) -> String {
    format!("openapi: 3.0.4\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}")
}

fn answer(schema: &str) -> String {
    paths(&format!(
        "  /a:\n    get:\n      responses:\n        2XX: {{description: d, content: {{application/json: {{schema: {schema}}}}}}}\n"
    ))
}

const ANSWER: &str = "/paths/~1a/get/responses/2XX/content/application~1json/schema";

#[test]
fn a_content_type_that_is_not_known() {
    let text = paths(
        "  /a:\n    get:\n      responses: {2XX: {description: d, content: {application/cbor: {}}}}\n    \
         post:\n      requestBody: {content: {application/xml: {}}}\n      responses: {2XX: {description: d}}\n",
    );
    assert_eq!(
        warnings(&text),
        "warning: spec.yaml:6:51: the content type `application/cbor` is not known: its bytes are passed on as they are\n  \
         at /paths/~1a/get/responses/2XX/content/application~1cbor\n\n\
         warning: spec.yaml:8:31: the content type `application/xml` is not known: its bytes are passed on as they are\n  \
         at /paths/~1a/post/requestBody/content/application~1xml"
    );
    let text: String = files(&text).into_iter().map(|file| file.text).collect();
    assert!(
        text.contains("Request<::graph_client::bytes::Bytes>"),
        "{text}"
    );
}

#[test]
fn a_path_with_a_method_that_is_not_known() {
    let text = paths(
        "  /a:\n    query: {responses: {}}\n  /b:\n    get: {responses: {2XX: {description: d}}}\n",
    );
    assert_eq!(
        warnings(&text),
        "warning: spec.yaml:5:5: found the key `query`, which a path item has not; it is left out\n  \
         at /paths/~1a/query"
    );
}

#[test]
fn a_keyword_that_is_of_another_kind() {
    for (schema, keyword, found, accepted) in [
        ("{type: string, enum: 7}", "enum", "a number", "a list"),
        (
            "{type: string, format: [a]}",
            "format",
            "a sequence",
            "a text",
        ),
        (
            "{type: string, nullable: 'yes'}",
            "nullable",
            "a string",
            "`true` or `false`",
        ),
        (
            "{type: string, maxLength: -1}",
            "maxLength",
            "a number",
            "a number of things",
        ),
        (
            "{type: number, minimum: x}",
            "minimum",
            "a string",
            "a number",
        ),
        (
            "{type: object, required: true}",
            "required",
            "a boolean",
            "a list of texts",
        ),
        (
            "{type: object, discriminator: {propertyName: a, mapping: b}}",
            "discriminator",
            "a mapping",
            "a mapping with the text `propertyName` and perhaps the mapping `mapping`",
        ),
    ] {
        let text = answer(schema);
        let line = text.lines().nth(6).unwrap();
        let column = line.find(keyword).unwrap() + 1;
        assert_eq!(
            warnings(&text),
            format!(
                "warning: spec.yaml:7:{column}: found {found}, expected {accepted}: it is passed over\n  \
                 at {ANSWER}/{keyword}"
            )
        );
    }
    // Nothing is no value of another kind.
    assert_eq!(
        warnings(&answer("{type: string, enum: , nullable: null}")),
        ""
    );
}

#[test]
fn a_schema_of_no_type() {
    assert_eq!(
        warnings(&answer("{description: Anything}")),
        format!(
            "warning: spec.yaml:7:60: a schema without a type is kept as untyped JSON\n  at {ANSWER}\n  \
             help: add `type`, or a `$ref` to a schema that has one"
        )
    );
    assert_eq!(
        warnings(&answer("{type: array}")),
        format!(
            "warning: spec.yaml:7:60: an array without `items` is kept as untyped JSON\n  at {ANSWER}\n  help: add `items`"
        )
    );
}

#[test]
fn a_choice_that_nothing_tells_apart() {
    assert_eq!(
        warnings(&answer(
            "{oneOf: [{type: string}, {type: string, format: date}]}"
        )),
        format!(
            "warning: spec.yaml:7:69: a choice of types that neither a discriminator nor their JSON tells apart is kept as untyped JSON\n  at {ANSWER}/oneOf\n  \
             help: give it a `discriminator`, or alternatives that differ in their JSON type or in required properties"
        )
    );
}

#[test]
fn a_number_of_a_format_that_is_not_known() {
    assert_eq!(
        warnings(&answer("{type: number, format: int128}")),
        format!(
            "warning: spec.yaml:7:60: the format `int128` of a number is not known, and is passed over\n  at {ANSWER}"
        )
    );
}

#[test]
fn parameters_that_are_left_out() {
    let text = paths(
        "  /a:\n    get:\n      parameters:\n      - {name: b, in: path, required: true}\n      \
         - {name: c, in: cookie}\n      responses: {2XX: {description: d}}\n",
    );
    assert_eq!(
        warnings(&text),
        "warning: spec.yaml:5:5: the path parameter `b` is declared, but the path does not have it\n  at /paths/~1a/get\n  \
         help: write it into the path in braces, or remove the declaration\n\n\
         warning: spec.yaml:8:9: the cookie `c` is left out: Graph takes none\n  at /paths/~1a/get/parameters/1"
    );
}

#[test]
fn what_is_said_of_an_operation_in_a_way_that_is_not_known() {
    let text = paths(
        "  /a:\n    get:\n      x-graph-clouds: [mars]\n      x-graph-roles: {a: b}\n      \
         x-graph-permissions: {application: 7}\n      responses: {2XX: {description: d}}\n",
    );
    assert_eq!(
        warnings(&text),
        "warning: spec.yaml:6:7: `mars` is not a cloud, and is passed over\n  at /paths/~1a/get/x-graph-clouds\n  \
         help: write one of: global, usGovernmentL4, usGovernmentL5, china\n\n\
         warning: spec.yaml:7:7: not a list of texts, and passed over\n  at /paths/~1a/get/x-graph-roles\n\n\
         warning: spec.yaml:8:29: neither `unsupported` nor a mapping with `least` and `higher`, and passed over\n  \
         at /paths/~1a/get/x-graph-permissions/application"
    );
}

#[test]
fn schemas_that_lead_to_themselves_alone() {
    let text = answer("{$ref: '#/components/schemas/a'}")
        + "components:\n  schemas:\n    a: {$ref: '#/components/schemas/b'}\n    b: {$ref: '#/components/schemas/a'}\n";
    assert_eq!(
        warnings(&text),
        "warning: spec.yaml:11:5: `a` holds itself without a type of its own, and is kept as untyped JSON here\n  \
         at /components/schemas/b\n  help: give it properties, or remove the `$ref`"
    );
}

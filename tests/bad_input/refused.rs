//! Input that is refused: what is said, and of which place.

use crate::outcome::errors;

/// A spec whose only answer has this schema; it stands in line 12, column 17.
fn answer(schema: &str) -> String {
    let head = "openapi: 3.0.4\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    get:";
    format!(
        "{head}\n      responses:\n        2XX:\n          description: d\n          content:\n            application/json:\n              schema:\n                {schema}\n"
    )
}

const ANSWER: &str = "/paths/~1a/get/responses/2XX/content/application~1json/schema";

/// A spec with these paths, the first of which stands in line 4, column 3.
fn paths(paths: &str) -> String {
    format!("openapi: 3.0.4\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}")
}

#[test]
fn text_that_is_not_yaml() {
    assert_eq!(
        errors("openapi: 3.0.4: 5\n"),
        "error: spec.yaml:1:15: found text that is not YAML: mapping values are not allowed in this context"
    );
    assert_eq!(
        errors("openapi: 3.0.4\npaths: [\n"),
        "error: spec.yaml:3:1: found text that is not YAML: while parsing a node, did not find expected node content\n  at /paths/0"
    );
    assert_eq!(
        errors("<!DOCTYPE html><html></html>"),
        "error: spec.yaml:1:1: found a string, expected an OpenAPI document: a mapping with `openapi: 3.0.x` or `3.1.x`"
    );
    assert_eq!(
        errors("openapi: 3.0.4\nopenapi: 3.0.4\n"),
        "error: spec.yaml:2:1: found the key `openapi` twice in one mapping\n  at /openapi\n  help: keep one of the two"
    );
}

#[test]
fn text_that_is_not_json() {
    assert_eq!(
        errors("{\"openapi\": \"3.0.4\",\n \"paths\": {"),
        "error: spec.yaml:2:11: found text that is not JSON: EOF while parsing an object"
    );
}

#[test]
fn nothing_at_all() {
    assert_eq!(
        errors(""),
        "error: spec.yaml: found nothing, expected an OpenAPI document: a mapping with `openapi: 3.0.x` or `3.1.x`"
    );
    assert_eq!(
        errors("openapi: 3.0.4\npaths: {}\n# \0 openapi: 3.0.4"),
        "error: spec.yaml:3: found a NUL character, expected text"
    );
}

#[test]
fn other_editions() {
    assert_eq!(
        errors("info: {}\nswagger: '2.0'\npaths: {}\n"),
        "error: spec.yaml:2:1: found Swagger 2.0, expected OpenAPI 3.0 or 3.1\n  at /swagger\n  \
         help: convert the document to OpenAPI 3.0, for example with swagger2openapi"
    );
    assert_eq!(
        errors("openapi: 3.2.0\npaths: {}\n"),
        "error: spec.yaml:1:1: found OpenAPI 3.2.0, expected 3.0.x or 3.1.x\n  at /openapi\n  \
         help: export the document as OpenAPI 3.0 or 3.1; Microsoft publishes Graph as 3.0"
    );
}

#[test]
fn references_that_lead_nowhere() {
    assert_eq!(
        errors(&answer("$ref: '#/components/schemas/gone'")),
        format!(
            "error: spec.yaml:12:17: found a reference to `#/components/schemas/gone`, which does not exist\n  at {ANSWER}/$ref"
        )
    );
    assert_eq!(
        errors(&answer("$ref: '#/paths/~1a'")),
        format!(
            "error: spec.yaml:12:17: found a reference to `#/paths/~1a`, expected `#/components/schemas/NAME`\n  at {ANSWER}/$ref"
        )
    );
    assert_eq!(
        errors(&answer("$ref: 7")),
        format!(
            "error: spec.yaml:12:17: found a number as `$ref`, expected text\n  at {ANSWER}/$ref"
        )
    );
}

#[test]
fn references_out_of_the_document() {
    for target in [
        "other.yaml#/a",
        "../../etc/passwd",
        "https://example.com/a.yaml",
        "file:///etc/passwd",
    ] {
        assert_eq!(
            errors(&answer(&format!("$ref: '{target}'"))),
            format!(
                "error: spec.yaml:12:17: found a reference to another document, `{target}`, expected `#/components/schemas/...`\n  \
                 at {ANSWER}/$ref\n  help: bundle the documents into one before reading it; nothing is loaded from files or addresses"
            )
        );
    }
    assert_eq!(
        errors(&paths(
            "  /a: {$ref: 'paths.yaml'}\n  /b: {get: {responses: {2XX: {description: d}}}}\n"
        )),
        "error: spec.yaml:4:3: found a `$ref` in place of a path item, expected the path item itself\n  \
         at /paths/~1a\n  help: write out what it refers to"
    );
}

#[test]
fn a_type_that_is_none() {
    assert_eq!(
        errors(&answer("type: strin")),
        format!(
            "error: spec.yaml:11:15: `strin` is not a type of OpenAPI\n  at {ANSWER}\n  \
             help: write one of: array, boolean, integer, number, object, string"
        )
    );
}

#[test]
fn a_type_that_is_its_own_ancestor() {
    let text = answer("$ref: '#/components/schemas/a'")
        + "components:\n  schemas:\n    \
           a: {allOf: [{$ref: '#/components/schemas/b'}, {type: object}]}\n    \
           b: {allOf: [{$ref: '#/components/schemas/c'}, {type: object}]}\n    \
           c: {allOf: [{$ref: '#/components/schemas/b'}, {type: object}]}\n";
    assert_eq!(
        errors(&text),
        "error: spec.yaml:16:5: `allOf` leads back to itself: b -> c -> b\n  at /components/schemas/b\n  \
         help: remove one of these `$ref`s: a type cannot be its own ancestor"
    );
}

#[test]
fn a_parameter_in_a_place_that_is_none() {
    let text = paths(
        "  /a:\n    get:\n      parameters:\n      - {name: b, in: body}\n      - {in: query}\n      \
         responses: {2XX: {description: d}}\n",
    );
    assert_eq!(
        errors(&text),
        "error: spec.yaml:7:19: `body` is not a place for a parameter\n  at /paths/~1a/get/parameters/0/in\n  \
         help: write one of: path, query, header, cookie\n\n\
         error: spec.yaml:8:9: a parameter needs `name` and `in`\n  at /paths/~1a/get/parameters/1\n  \
         help: add both, or a `$ref` to a parameter that has them"
    );
}

#[test]
fn a_part_that_is_of_another_kind() {
    let get = |rest: &str| paths(&format!("  /a:\n    get: {{{rest}}}\n"));
    let answered = |rest: &str| get(&format!("responses: {{2XX: {rest}}}"));
    let at = |place: &str| format!("/paths/~1a/get/{place}");
    for (text, place, accepted) in [
        (
            get("parameters: 7, responses: {2XX: {description: d}}"),
            "parameters",
            "a list",
        ),
        (
            get("parameters: [7], responses: {2XX: {description: d}}"),
            "parameters/0",
            "a parameter",
        ),
        (
            get("requestBody: 7, responses: {2XX: {description: d}}"),
            "requestBody",
            "a request body",
        ),
        (get("responses: 7"), "responses", "a mapping"),
        (answered("7"), "responses/2XX", "a response"),
        (
            answered("{content: 7}"),
            "responses/2XX/content",
            "a mapping",
        ),
        (
            answered("{content: {application/json: 7}}"),
            "responses/2XX/content/application~1json",
            "a media type",
        ),
    ] {
        let shown = errors(&text);
        let expected = format!("found a number, expected {accepted}\n  at {}", at(place));
        assert!(
            shown.starts_with("error: spec.yaml:5:") && shown.contains(&expected),
            "{shown}"
        );
    }
    for (schema, place, accepted) in [
        ("7", "", "a schema"),
        ("{type: object, properties: 7}", "/properties", "a mapping"),
        (
            "{type: object, properties: {b: 7}}",
            "/properties/b",
            "a schema",
        ),
        ("{allOf: 7}", "/allOf", "a list"),
        ("{oneOf: [7]}", "/oneOf/0", "a schema"),
        ("{type: array, items: 7}", "/items", "a schema"),
        (
            "{type: object, additionalProperties: 7}",
            "/additionalProperties",
            "a schema",
        ),
    ] {
        let shown = errors(&answer(schema));
        let expected = format!("found a number, expected {accepted}\n  at {ANSWER}{place}");
        assert!(shown.contains(&expected), "{shown}");
    }
    let named = answer("$ref: '#/components/schemas/b'") + "components: {schemas: {b: 7}}\n";
    assert_eq!(
        errors(&named),
        "error: spec.yaml:13:24: found a number, expected a schema\n  at /components/schemas/b"
    );
}

#[test]
fn path_parameters_that_do_not_fit_the_path() {
    assert_eq!(
        errors(&paths(
            "  /a/{b}:\n    get: {responses: {2XX: {description: d}}}\n"
        )),
        "error: spec.yaml:5:5: the path has the parameter `{b}`, which is not declared\n  at /paths/~1a~1{b}/get\n  \
         help: declare it in the `parameters` of the path, with `in: path`"
    );
    let twice = paths(
        "  /a/{b}:\n    parameters:\n    - {name: b, in: path}\n    - {name: b, in: path}\n    \
         get: {responses: {2XX: {description: d}}}\n",
    );
    assert_eq!(
        errors(&twice),
        "error: spec.yaml:7:7: the parameter `b` in `path` is declared twice\n  at /paths/~1a~1{b}/parameters/1\n  \
         help: remove one of the declarations"
    );
}

#[test]
fn path_templates_that_cannot_be_read() {
    for (path, reason) in [
        ("a", "does not begin with a slash"),
        ("/a/{b", "has a brace without its counterpart"),
        ("/a}", "has a brace without its counterpart"),
        ("/a/{}", "has a parameter without a name"),
        ("/{b}/{b}", "has the parameter `b` more than once"),
    ] {
        let text = paths(&format!(
            "  '{path}':\n    get: {{responses: {{2XX: {{description: d}}}}}}\n"
        ));
        let pointer = path.replace('/', "~1");
        assert_eq!(
            errors(&text),
            format!(
                "error: spec.yaml:4:3: the path `{path}` {reason}\n  at /paths/{pointer}\n  help: correct the path template"
            )
        );
    }
}

#[test]
fn everything_that_is_wrong_is_shown_at_once() {
    let text = paths(
        "  /a/{b}:\n    get: {responses: {2XX: {description: d}}}\n  \
         c:\n    get: {responses: {2XX: {description: d}}}\n  \
         /d:\n    get:\n      parameters: [{name: e, in: body}]\n      responses:\n        2XX:\n          \
         description: d\n          content: {application/json: {schema: {type: strin}}}\n",
    );
    let shown = errors(&text);
    let places: Vec<&str> = shown
        .lines()
        .filter_map(|line| line.strip_prefix("error: spec.yaml:"))
        .map(|line| line.split(": ").next().unwrap())
        .collect();
    assert_eq!(places, ["5:5", "6:3", "10:30", "14:40"], "{shown}");
}

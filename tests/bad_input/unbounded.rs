//! Input that is small, and would be large or deep if it were followed.

use std::fmt::Write as _;

use crate::outcome::{errors, files, generate};

const HEAD: &str = "openapi: 3.0.4\ninfo: {title: T, version: '1'}\n";

/// A spec with an operation that answers with the schema `s0`, and these schemas.
fn schemas(schemas: &str) -> String {
    format!(
        "{HEAD}paths:\n  /a:\n    get:\n      responses:\n        2XX:\n          description: d\n          content:\n            application/json: {{schema: {{$ref: '#/components/schemas/s0'}}}}\ncomponents:\n  schemas:\n{schemas}"
    )
}

#[test]
fn aliases_of_aliases() {
    let mut text =
        format!("{HEAD}paths: {{}}\nx-0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..20 {
        let inner = vec![format!("*a{}", level - 1); 9].join(", ");
        writeln!(text, "x-{level}: &a{level} [{inner}]").unwrap();
    }
    let shown = errors(&text);
    assert!(
        shown.starts_with("error: spec.yaml:")
            && shown.contains(": found YAML aliases that add more than 64 MiB\n  at /x-"),
        "{shown}"
    );
    assert!(
        shown.ends_with("help: use `$ref` in place of aliases"),
        "{shown}"
    );
}

#[test]
fn nesting_in_yaml() {
    let flow = format!("{HEAD}paths: {{}}\nx-deep: {}", "[".repeat(100_000));
    let flow = errors(&flow);
    assert!(flow.starts_with("error: spec.yaml:4:"), "{flow}");
    assert!(
        flow.contains("levels of nesting") || flow.contains("not YAML"),
        "{flow}"
    );

    let mut block = format!("{HEAD}paths: {{}}\nx-deep:\n  ");
    block.push_str(&"- ".repeat(100_000));
    let block = errors(&block);
    assert!(block.starts_with("error: spec.yaml:5:"), "{block}");
    assert!(
        block.contains("levels of nesting") || block.contains("not YAML"),
        "{block}"
    );
}

#[test]
fn nesting_in_json() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let text = format!(
            "{{\"openapi\": \"3.0.4\", \"paths\": {{}},\n\"x-deep\": {}1{}}}",
            open.repeat(100_000),
            close.repeat(100_000)
        );
        let shown = errors(&text);
        assert!(
            shown.starts_with("error: spec.yaml:2:") && shown.contains("levels of nesting"),
            "{shown}"
        );
    }
}

#[test]
fn schemas_that_refer_to_the_next_many_times() {
    let mut text = String::new();
    for level in 0..40 {
        let next = format!("{{$ref: '#/components/schemas/s{}'}}", level + 1);
        let properties: Vec<String> = (0..10).map(|number| format!("p{number}: {next}")).collect();
        writeln!(
            text,
            "    s{level}: {{type: array, items: {{type: object, properties: {{{}}}}}}}",
            properties.join(", ")
        )
        .unwrap();
    }
    text.push_str("    s40: {type: string}\n");
    // One struct for each level, not ten to the fortieth.
    let files = files_or_errors(&schemas(&text));
    assert!(files < 200, "{files}");
}

/// How many files there are, or errors.
fn files_or_errors(text: &str) -> usize {
    match generate(text) {
        Ok((files, _)) => files.len(),
        Err(errors) => errors.len(),
    }
}

#[test]
fn schemas_that_refer_to_themselves_many_times() {
    let itself = "{$ref: '#/components/schemas/s0'}";
    let properties: Vec<String> = (0..10)
        .map(|number| format!("p{number}: {itself}"))
        .collect();
    let text = schemas(&format!(
        "    s0: {{type: array, items: {{type: object, properties: {{{}}}}}}}\n",
        properties.join(", ")
    ));
    assert!(!files(&text).is_empty());
}

#[test]
fn a_chain_of_references() {
    let mut text = String::new();
    for level in 0..10_000 {
        writeln!(
            text,
            "    s{level}: {{$ref: '#/components/schemas/s{}'}}",
            level + 1
        )
        .unwrap();
    }
    text.push_str("    s10000: {type: string}\n");
    let shown = errors(&schemas(&text));
    assert!(
        shown.contains("more than 64 deep without a type"),
        "{shown}"
    );
}

#[test]
fn a_long_line_of_ancestors() {
    let mut text = String::new();
    for level in 0..2_000 {
        writeln!(
            text,
            "    s{level}: {{allOf: [{{$ref: '#/components/schemas/s{}'}}, {{type: object, properties: {{p{level}: {{type: string}}}}}}]}}",
            level + 1
        )
        .unwrap();
    }
    text.push_str("    s2000: {type: object, properties: {p: {type: string}}}\n");
    let shown = errors(&schemas(&text));
    assert!(
        shown.starts_with(
            "error: spec.yaml:13:5: `s0` has more than 64 ancestors\n  at /components/schemas/s0\n  \
             help: derive it from a schema that is nearer to the root"
        ),
        "{}",
        shown.lines().next().unwrap()
    );
}

#[test]
fn a_long_line_of_objects() {
    let mut text = String::new();
    for level in 0..1_000 {
        writeln!(
            text,
            "    s{level}: {{type: object, properties: {{next: {{$ref: '#/components/schemas/s{}'}}}}}}",
            (level + 1) % 1_000
        )
        .unwrap();
    }
    assert_eq!(files(&schemas(&text)).len(), 1_004);
}

#[test]
fn a_path_of_many_segments() {
    let path = "/a".repeat(50_000);
    let text = format!(
        "{HEAD}paths:\n  ? {path}\n  : {{get: {{responses: {{2XX: {{description: d}}}}}}}}\n"
    );
    let shown = errors(&text);
    assert!(
        shown.contains(": the path that begins with `/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a` has more than 100 segments"),
        "{}",
        &shown[..200]
    );
    let path = "/a".repeat(100);
    let text =
        format!("{HEAD}paths:\n  {path}: {{get: {{responses: {{2XX: {{description: d}}}}}}}}\n");
    assert!(!files(&text).is_empty());
}

#[test]
fn a_namespace_of_many_parts() {
    let name = format!("microsoft.graph.{}z", "a.".repeat(20_000));
    let text = schemas(&format!(
        "    s0: {{type: object, properties: {{a: {{$ref: '#/components/schemas/{name}'}}}}}}\n    ? {name}\n    : {{type: object, properties: {{b: {{type: string}}}}}}\n"
    ));
    let files = files(&text);
    let deepest = files
        .iter()
        .map(|file| file.path.components().count())
        .max();
    assert_eq!(deepest, Some(10));
}

#[test]
fn limits_that_no_number_can_be() {
    let text = schemas(
        "    s0:\n      type: object\n      properties:\n        \
         a: {type: number, minimum: .inf, maximum: -.inf}\n        \
         b: {type: number, minimum: .nan, maximum: 1e999}\n        \
         c: {type: string, maxLength: -1, minLength: 18446744073709551615}\n        \
         d: {type: integer, maximum: 99999999999999999999999999999999}\n",
    );
    assert!(!files(&text).is_empty());
}

#[test]
fn many_descendants_of_a_large_base() {
    let properties: Vec<String> = (0..200)
        .map(|number| format!("p{number}: {{type: string}}"))
        .collect();
    let mut text = format!(
        "    s0: {{type: object, properties: {{{}}}}}\n",
        properties.join(", ")
    );
    for level in 1..=2_000 {
        writeln!(
            text,
            "    s{level}: {{allOf: [{{$ref: '#/components/schemas/s0'}}]}}"
        )
        .unwrap();
    }
    let text = schemas(&text).replace("info:", "x-all: 1\ninfo:");
    let document = graph_codegen::Document::parse("spec.yaml", text).unwrap();
    let everything =
        graph_codegen::Selection::default().descendants(graph_codegen::Descendants::All);
    let shown = graph_codegen::Generator::new(everything)
        .generate(&document, "api")
        .unwrap_err()
        .to_string();
    assert!(
        shown.contains("200 properties would become 400200 fields, since every struct has those of its ancestors"),
        "{shown}"
    );
}

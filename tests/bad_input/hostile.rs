//! Input that is legal and means harm: names come out distinct and valid, texts stay texts.

use std::fmt::Write as _;

use crate::outcome::files;

const HEAD: &str = "openapi: 3.0.4\ninfo: {title: T, version: '1'}\n";

/// Names as JSON would have them, which YAML has, too.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn hostile() -> Vec<String> {
    let long = "long".repeat(75);
    [
        "type",
        "self",
        "Self",
        "crate",
        "super",
        "async",
        "gen",
        "union",
        "macro_rules",
        "'static",
        "_",
        "__",
        "🦀",
        "日本",
        "é",
        "e\u{301}",
        "\u{202e}",
        "\u{200b}",
        "\u{feff}",
        "../../x",
        "..",
        ".",
        "/",
        "\\",
        "C:\\x",
        "con",
        "NUL",
        "mod",
        "lib",
        "main",
        "*/",
        "/*",
        "//",
        "///",
        "\"",
        "'",
        "\\\"",
        "\n",
        "\r\n",
        "\u{0}",
        "\u{7f}",
        "\u{85}",
        "\u{2028}",
        "\"#",
        "\"##",
        "r#\"",
        "{}",
        "{",
        "}",
        "{0}",
        "%s",
        "#[doc]",
        "]",
        ")]",
        "pub fn x() {}",
        "\"); panic!(); (\"",
        "additional",
        "new",
        "body",
        "request",
        "value",
        "index",
        "Box",
        "Option",
        "Vec",
        "String",
        "AsRef",
        "fooBar",
        "foo_bar",
        "foo-bar",
        "FooBar",
        "fooBar2",
        "1",
        "01",
        "1.0",
        "10",
        "-1",
        "",
        " ",
        "a b",
        "@odata.type",
        "@odata.id",
        "$value",
        "$ref",
        "$count",
    ]
    .into_iter()
    .map(str::to_owned)
    .chain([long.clone(), format!("{long}x")])
    .collect()
}

fn spec(properties: &str, more: &str) -> String {
    format!(
        "{HEAD}paths:\n  /a:\n    get:\n      responses:\n        2XX:\n          description: d\n          content:\n            application/json: {{schema: {{$ref: '#/components/schemas/all'}}}}\ncomponents:\n  schemas:\n    all:\n      type: object\n      properties:\n{properties}{more}"
    )
}

#[test]
fn operation_ids_that_repeat() {
    let mut text = format!("{HEAD}paths:\n");
    for number in 0..5 {
        writeln!(
            text,
            "  /p{number}: {{get: {{operationId: same, responses: {{2XX: {{description: d}}}}}}}}"
        )
        .unwrap();
    }
    let files = files(&text);
    let methods: usize = files
        .iter()
        .map(|file| file.text.matches("pub fn get").count())
        .sum();
    assert_eq!(methods, 5);
}

#[test]
fn names_of_properties() {
    let mut properties = String::new();
    let names = hostile();

    for name in &names {
        writeln!(properties, "        {}: {{type: string}}", quoted(name)).unwrap();
    }
    let files = files(&spec(&properties, ""));
    let model = files
        .iter()
        .find(|file| file.path.ends_with("all.rs"))
        .unwrap();
    let parsed = syn::parse_file(&model.text).unwrap();
    let fields = parsed.items.iter().find_map(|item| match item {
        syn::Item::Struct(item) => Some(item.fields.len()),
        _ => None,
    });
    // `@odata.type` is an annotation, and `additional` takes its place.
    assert_eq!(fields, Some(names.len()));
}

#[test]
fn names_of_schemas() {
    let names = hostile();
    let (mut properties, mut schemas) = (String::new(), String::new());
    for (number, name) in names.iter().enumerate() {
        let token = name
            .replace('~', "~0")
            .replace('/', "~1")
            .replace('%', "%25");
        let target = quoted(&format!("#/components/schemas/{token}"));
        writeln!(properties, "        p{number}: {{$ref: {target}}}").unwrap();
        writeln!(
            schemas,
            "    {}: {{type: object, properties: {{a: {{type: string}}}}}}",
            quoted(name)
        )
        .unwrap();
    }
    let files = files(&spec(&properties, &schemas));
    let models = files
        .iter()
        .filter(|file| file.text.contains("pub struct") && file.path.starts_with("models"));
    assert_eq!(models.count(), names.len() + 1);
}

#[test]
fn values_of_enumerations() {
    let names = hostile();
    let values: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    let files = files(&spec(
        &format!(
            "        e: {{type: string, enum: [{}]}}\n",
            values.join(", ")
        ),
        "",
    ));
    let text = &files
        .iter()
        .find(|file| file.text.contains("pub enum"))
        .unwrap()
        .text;
    let parsed = syn::parse_file(text).unwrap();
    let variants = parsed.items.iter().find_map(|item| match item {
        syn::Item::Enum(item) => Some(item.variants.len()),
        _ => None,
    });
    assert_eq!(variants, Some(names.len() + 1));
}

#[test]
fn segments_and_parameters() {
    let mut text = format!("{HEAD}paths:\n");
    let mut count = 0;
    for name in hostile() {
        // Braces, slashes and quotes mean something in a path.
        if name.contains(['{', '}', '/', '\'', '(']) {
            continue;
        }
        let parameter = if name.is_empty() { "x" } else { &name };
        let get = "get: {responses: {2XX: {description: d}}}";
        writeln!(text, "  {}: {{{get}}}", quoted(&format!("/{name}"))).unwrap();
        writeln!(
            text,
            "  {}: {{parameters: [{{name: {}, in: path}}], {get}}}",
            quoted(&format!("/f/{{{parameter}}}/x{count}")),
            quoted(parameter)
        )
        .unwrap();
        writeln!(
            text,
            "  /q{count}: {{parameters: [{{name: {0}, in: query, required: true}}, {{name: {0}, in: header}}], {get}}}",
            quoted(&name)
        )
        .unwrap();
        count += 1;
    }
    let files = files(&text);
    let methods: usize = files
        .iter()
        .map(|file| file.text.matches("Operation::get(").count())
        .sum();
    assert_eq!(methods, 3 * count);
}

#[test]
fn texts_stay_in_their_comments() {
    let mut properties = String::new();
    for (number, text) in hostile().iter().enumerate() {
        let text = quoted(&format!(
            "{text}\npub struct Injected; */ pub struct Injected; \u{2028}pub struct Injected;"
        ));
        writeln!(
            properties,
            "        p{number}: {{type: string, description: {text}}}"
        )
        .unwrap();
    }
    for file in files(&spec(&properties, "")) {
        let parsed = syn::parse_file(&file.text).unwrap();
        let injected = parsed
            .items
            .iter()
            .any(|item| matches!(item, syn::Item::Struct(item) if item.ident == "Injected"));
        assert!(!injected, "{}", file.text);
        let code = file
            .text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        assert!(
            !code.collect::<String>().contains("Injected"),
            "{}",
            file.text
        );
    }
}

#[test]
fn the_name_of_the_file_stays_in_the_header() {
    use graph_codegen::{Document, Generator, Selection};

    let text = format!("{HEAD}paths: {{/a: {{get: {{responses: {{2XX: {{description: d}}}}}}}}}}");
    for name in [
        "../x\npub struct Injected;",
        "a/b\\c\u{2028}*/ struct Injected;",
    ] {
        let document = Document::parse(name, text.as_str()).unwrap();
        let generated = Generator::new(Selection::default())
            .generate(&document, "api")
            .unwrap();
        for file in generated.into_files("mod.rs").unwrap() {
            let first = file.text.lines().next().unwrap();
            assert!(
                first.starts_with("// @generated by graph-codegen from "),
                "{first}"
            );
            let code = file.text.lines().filter(|line| !line.starts_with("//"));
            assert!(
                !code.collect::<String>().contains("Injected"),
                "{}",
                file.text
            );
        }
    }
}

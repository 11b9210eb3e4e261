use std::fmt::Write as _;

use super::*;

fn parse(text: &str) -> Result<Document, Diagnostics> {
    Document::parse("a.yaml", text)
}

fn refused(text: &str) -> String {
    parse(text).unwrap_err().to_string()
}

const SMALL: &str = "openapi: 3.0.4\npaths:\n  /users:\n    get:\n      tags: [a, b]\n      responses:\n        200:\n          description: |\n            Two\n            lines\n";

#[test]
fn yaml_and_json_say_the_same() {
    let document = parse(SMALL).unwrap();
    let json = Document::parse("a.json", document.to_json()).unwrap();
    assert_eq!(json.root(), document.root());
    let yaml = Document::parse("b.yaml", document.to_yaml()).unwrap();
    assert_eq!(yaml.root(), document.root());
    let with_bom = Document::parse("b.yaml", format!("\u{feff}{}", document.to_json())).unwrap();
    assert_eq!(with_bom.root(), document.root());
}

#[test]
fn what_is_no_openapi_document_is_refused() {
    assert_eq!(
        refused("just text"),
        "error: a.yaml:1:1: found a string, expected an OpenAPI document: a mapping with `openapi: 3.0.x` or `3.1.x`"
    );
    assert_eq!(
        refused("- a\n"),
        "error: a.yaml:1:1: found a sequence, expected an OpenAPI document: a mapping with `openapi: 3.0.x` or `3.1.x`"
    );
    assert_eq!(
        refused(""),
        "error: a.yaml: found nothing, expected an OpenAPI document: a mapping with `openapi: 3.0.x` or `3.1.x`"
    );
    assert_eq!(
        refused("swagger: \"2.0\"\npaths: {}\n"),
        "error: a.yaml:1:1: found Swagger 2.0, expected OpenAPI 3.0 or 3.1\n  at /swagger\n  help: convert the document to OpenAPI 3.0, for example with swagger2openapi"
    );
    assert_eq!(
        refused("info: {}\nopenapi: 3.2.0\npaths: {}\n"),
        "error: a.yaml:2:1: found OpenAPI 3.2.0, expected 3.0.x or 3.1.x\n  at /openapi\n  help: export the document as OpenAPI 3.0 or 3.1; Microsoft publishes Graph as 3.0"
    );
    assert_eq!(
        refused("info: {}\n"),
        "error: a.yaml:1:1: found no `openapi` key, expected an OpenAPI document: a mapping with `openapi: 3.0.x` or `3.1.x`\n\n\
         error: a.yaml:1:1: found no `paths` key, expected a mapping of paths"
    );
    assert_eq!(
        refused("openapi: 3.0\npaths: [1]\n"),
        "error: a.yaml:2:1: found a sequence, expected a mapping of paths\n  at /paths"
    );
}

#[test]
fn what_is_not_json_or_yaml_is_refused_with_its_place() {
    assert_eq!(
        refused("openapi: 3.0.4\npaths: *nowhere\n"),
        "error: a.yaml:2:8: found text that is not YAML: while parsing node, found unknown anchor\n  at /paths"
    );
    assert_eq!(
        refused("{\n  \"openapi\": \"3.0.4\",\n  \"paths\": {},,\n}"),
        "error: a.yaml:3:15: found text that is not JSON: key must be a string"
    );
    assert_eq!(
        refused("openapi: 3.0.4\n---\nopenapi: 3.0.4\n"),
        "error: a.yaml:2:1: found a second YAML document, expected one document in the file\n  help: split the file at `---`"
    );
    assert_eq!(
        refused("openapi: !version 3.0.4\n"),
        "error: a.yaml:1:10: found the YAML tag `!version`, expected a value without a tag\n  at /openapi\n  help: remove the tag: OpenAPI uses the values of JSON, which YAML tells apart by itself"
    );
    assert_eq!(
        refused("openapi: 3.0.4\npaths:\n  /a: {}\n  /b: {}\n  /a: {}\n"),
        "error: a.yaml:5:3: found the key `/a` twice in one mapping\n  at /paths/~1a\n  help: keep one of the two"
    );
    assert_eq!(
        refused("a: {<<: {b: 1}}\n"),
        "error: a.yaml:1:5: found a YAML merge key `<<`, expected plain keys\n  at /a\n  help: write the merged keys out"
    );
    assert_eq!(
        refused("a:\n  ? [b]\n  : c\n"),
        "error: a.yaml:2:5: found a sequence as a key, expected text\n  at /a"
    );
    assert_eq!(
        refused("a: 1\nb: \0\nc: 2"),
        "error: a.yaml:2: found a NUL character, expected text"
    );
}

#[test]
fn nesting_is_limited() {
    let deep = 100_000;
    for text in [
        "[", "{a: ", "- ", "? ", "{\"a\":", "{\"a\":[", "a:\n ", "[{",
    ] {
        let shown = refused(&text.repeat(deep));
        assert!(shown.starts_with("error: a.yaml:"), "{text}: {shown}");
    }
    assert_eq!(
        refused(&"- ".repeat(129)),
        "error: a.yaml:1:257: found more than 128 levels of nesting"
    );
    assert_eq!(
        refused(&"{\"a\":".repeat(200)),
        "error: a.yaml:1:636: found more than 127 levels of nesting"
    );
}

#[test]
fn aliases_repeat_what_they_name() {
    let document =
        parse("openapi: 3.0.4\npaths: {/a: &one {get: 1}, /b: *one}\nx: [&k key, {*k : 1}]\n")
            .unwrap();
    let paths = document.root().get("paths").unwrap();
    assert_eq!(paths.get("/a"), paths.get("/b"));
    assert_eq!(
        document.root().get("x").unwrap().as_sequence().unwrap()[1].get("key"),
        Some(&Node::Integer(1))
    );
}

#[test]
fn alias_bombs_are_refused() {
    let mut laughs = String::from("a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n");
    for level in 1..10 {
        let item = format!("*a{}, ", level - 1);
        writeln!(laughs, "a{level}: &a{level} [{}]", item.repeat(10)).unwrap();
    }
    assert!(refused(&laughs).contains("found YAML aliases that add more than 64 MiB"));
    let linear = format!(
        "a: &a [{}]\nb: [{}]\n",
        "1, ".repeat(50_000),
        "*a, ".repeat(50_000)
    );
    assert!(refused(&linear).contains("found YAML aliases that add more than 64 MiB"));
    assert_eq!(
        refused("a: &a [*a]\n"),
        "error: a.yaml:1:8: found an alias within the value that it names\n  at /a/0"
    );
    let mut deep = String::from("a0: &a0 [1]\n");
    for level in 1..200 {
        writeln!(deep, "a{level}: &a{level} [*a{}]", level - 1).unwrap();
    }
    assert!(refused(&deep).contains("found more than 128 levels of nesting"));
}

#[test]
fn places_are_those_of_keys_and_items() {
    let document = parse(SMALL).unwrap();
    let place = |keys: &[&str]| {
        document
            .place(&Pointer::of(keys.iter().copied()))
            .to_string()
    };
    assert_eq!(place(&[]), "a.yaml:1:1");
    assert_eq!(
        place(&["paths", "/users", "get"]),
        "a.yaml:4:5 (/paths/~1users/get)"
    );
    assert_eq!(
        place(&["paths", "/users", "get", "tags", "1"]),
        "a.yaml:5:17 (/paths/~1users/get/tags/1)"
    );
    assert_eq!(
        place(&["paths", "/users", "get", "responses", "200", "nowhere", "x"]),
        "a.yaml:7:9 (/paths/~1users/get/responses/200/nowhere/x)"
    );
}

#[test]
fn places_in_json_are_found_too() {
    let text = "{\n\t\"openapi\": \"3.0.4\",\n\t\"paths\": {\"/a\": {}}\n}";
    let document = parse(text).unwrap();
    let places = document.places(&[Pointer::of(["paths", "/a"]), Pointer::of(["openapi"])]);
    assert_eq!(places[0].pointer, "/paths/~1a");
    assert_eq!(places[0].line, Some(3));
    assert_eq!((places[1].line, places[1].column), (Some(2), Some(2)));
}

#[test]
fn a_new_tree_keeps_name_and_places() {
    let document = parse(SMALL).unwrap();
    let other = document.with_root(Node::Mapping(Mapping::new()));
    assert_eq!(
        other.place(&Pointer::of(["paths"])).to_string(),
        "a.yaml:2:1 (/paths)"
    );
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    fn node() -> impl Strategy<Value = Node> {
        let text = prop_oneof![
            ".*",
            "[ \t\n\r|>#:'\"\\\\a-]{0,12}",
            "(null|~|true|0x1|1e3|0123|-|\\.5|2XX|<<|---|\\?|=|[-+.0-9]{1,6})",
            "([a-z ]{0,90}\n?){0,4}",
            "[a/{} \u{85}\u{2028}\u{2029}]{0,90}"
        ];
        let leaf = prop_oneof![
            Just(Node::Null),
            any::<bool>().prop_map(Node::Bool),
            any::<i64>().prop_map(Node::Integer),
            any::<u64>().prop_map(Node::from_u64),
            any::<i32>().prop_map(|number| Node::Float(f64::from(number) / 4.0)),
            text.prop_filter("refused", |text| !text.contains(['\0', '\u{feff}']))
                .prop_map(Node::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Node::Sequence),
                proptest::collection::vec(
                    ("[ -~]{0,8}|<<|[a/{} \u{85}\u{2028}\u{2029}]{0,40}", inner),
                    0..4
                )
                .prop_map(|entries| Node::Mapping(entries.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_the_same(value in node()) {
            let document = parse(SMALL).unwrap();
            let root: Mapping = [("openapi", "3.0.4".into()), ("paths", Mapping::new().into()), ("x-value", value)]
                .into_iter()
                .collect();
            let document = document.with_root(root.into());
            let yaml = document.to_yaml();
            let read = Document::parse("b.yaml", yaml.clone()).map_err(|error| TestCaseError::fail(format!("{error}\n{yaml}")))?;
            prop_assert_eq!(read.root(), document.root(), "{}", yaml);
            prop_assert_eq!(read.to_yaml(), yaml);
            let json = Document::parse("b.json", document.to_json()).unwrap();
            prop_assert_eq!(json.root(), document.root());
        }

        #[test]
        fn no_text_makes_reading_panic(text in "([-?:,\\[\\]{}#&*!|>'\"%@` \ta0\n]|---|\\.\\.\\.|a: |- |\u{feff}|\u{85}){0,40}") {
            if let Ok(document) = parse(&format!("openapi: 3.0.0\npaths: {{}}\nx: {text}\n")) {
                document.place(&Pointer::of(["x", "0", "a"]));
            }
            let _ = parse(&text);
        }
    }
}

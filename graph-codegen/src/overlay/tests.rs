use super::*;

const SPEC: &str = "\
openapi: 3.0.4
info: {title: Small, version: '1'}
paths:
  /users:
    get:
      operationId: list
      parameters:
        - {name: a, in: query}
        - {name: b, in: query}
        - {name: c, in: query, style: form}
      responses: {2XX: {description: Users}}
  /users/{id}:
    get: {responses: {2XX: {description: One user}}}
    delete: {responses: {2XX: {description: Gone}}}
";

fn overlay(actions: &str) -> Overlay {
    Overlay::parse("o.yaml", with_head(actions)).unwrap()
}

fn with_head(actions: &str) -> String {
    format!("overlay: 1.0.0\ninfo: {{title: Mended, version: 1.0.0}}\nactions:\n{actions}")
}

fn applied(actions: &str) -> Document {
    let document = Document::parse("a.yaml", SPEC).unwrap();
    document.with_overlay(&overlay(actions)).unwrap()
}

fn refused(actions: &str) -> String {
    let document = Document::parse("a.yaml", SPEC).unwrap();
    document
        .with_overlay(&overlay(actions))
        .unwrap_err()
        .to_string()
}

fn misread(text: &str) -> String {
    Overlay::parse("o.yaml", text).unwrap_err().to_string()
}

#[track_caller]
fn place(document: &Document, pointer: &str) -> String {
    let pointer = Pointer::from_local_ref(&format!("#{pointer}")).unwrap();
    document.place(&pointer).to_string()
}

#[test]
fn updates_merge_objects_append_to_sequences_and_replace_the_rest() {
    let document = applied(
        "\
- target: $.paths['/users'].get
  update:
    operationId: users
    parameters:
      - {name: d, in: query}
    x-new: {a: [1]}
- target: $.paths['/users'].get.parameters
  update: {name: e, in: query}
",
    );
    let expected = SPEC
        .replace("operationId: list", "operationId: users")
        .replace(
            "style: form}\n",
            "style: form}\n        - {name: d, in: query}\n        - {name: e, in: query}\n",
        )
        .replace(
            "      responses: {2XX: {description: Users}}\n",
            "      responses: {2XX: {description: Users}}\n      x-new: {a: [1]}\n",
        );
    assert_eq!(
        document.to_yaml(),
        Document::parse("b.yaml", expected).unwrap().to_yaml()
    );
}

#[test]
fn what_an_overlay_brought_has_its_place_there_and_the_rest_where_it_was() {
    let document = applied(
        "\
- target: $.paths.*.get
  update:
    operationId: users
    x-new: {a: [1]}
- target: $.paths['/users'].get.parameters[?@.name == 'a' || @.name == 'c']
  remove: true
- target: $.paths['/users'].get.parameters
  update: {name: e, in: query}
",
    );
    let get = "/paths/~1users/get";
    assert_eq!(
        place(&document, &format!("{get}/operationId")),
        format!("o.yaml:6:5 ({get}/operationId)")
    );
    assert_eq!(
        place(&document, &format!("{get}/x-new/a/0")),
        format!("o.yaml:7:17 ({get}/x-new/a/0)")
    );
    assert_eq!(
        place(&document, &format!("{get}/parameters/0/name")),
        format!("a.yaml:9:12 ({get}/parameters/0/name)")
    );
    assert_eq!(
        place(&document, &format!("{get}/parameters/1/in")),
        format!("o.yaml:11:21 ({get}/parameters/1/in)")
    );
    assert_eq!(
        place(&document, &format!("{get}/responses")),
        format!("a.yaml:11:7 ({get}/responses)")
    );
}

#[test]
fn findings_come_in_the_order_of_the_texts() {
    let document = applied("- {target: \"$.paths['/users'].get\", update: {x-a: 1}}\n");
    let at = |keys: [&str; 4]| Finding::error(Pointer::of(keys), "found it");
    let found = document.diagnostics([
        at(["paths", "/users", "get", "x-a"]),
        at(["paths", "/users/{id}", "get", "responses"]),
    ]);
    let files: Vec<&str> = found.iter().map(|one| &*one.place.file).collect();
    assert_eq!(files, ["a.yaml", "o.yaml"]);
}

#[test]
fn actions_see_what_those_before_them_left() {
    let document = applied(
        "\
- {target: \"$.paths['/users'].get.parameters\", remove: true}
- {target: \"$.paths['/users'].get\", update: {parameters: [{name: z, in: query}]}}
- {target: \"$.paths['/users'].get.parameters[0]\", update: {required: true}}
",
    );
    let parameters = &document.root().get("paths").unwrap().get("/users").unwrap();
    let parameters = parameters.get("get").unwrap().get("parameters").unwrap();
    assert_eq!(parameters.as_sequence().unwrap().len(), 1);
    assert_eq!(
        place(&document, "/paths/~1users/get/parameters/0/required"),
        "o.yaml:6:60 (/paths/~1users/get/parameters/0/required)"
    );
}

#[test]
fn an_action_that_selects_nothing_says_how_far_its_path_leads() {
    assert_eq!(
        refused(
            "\
- {target: \"$.paths['/user'].get\", remove: true}
- {target: \"$.paths['/users'].get.parameters[?@.name == 'z']\", remove: true}
- {target: \"$.paths['/users'].put\", update: {x: 1}}
- {target: \"$..operationID\", update: {x: 1}}
"
        ),
        "error: o.yaml:4:4: `$.paths['/user'].get` selects nothing: $['paths'] has no `/user`\n  \
         at /actions/0/target\n  help: did you mean `/users`?\n\n\
         error: o.yaml:5:4: `$.paths['/users'].get.parameters[?@.name == 'z']` selects nothing: \
         $['paths']['/users']['get']['parameters'] has nothing of that kind, but 3 items\n  \
         at /actions/1/target\n\n\
         error: o.yaml:6:4: `$.paths['/users'].put` selects nothing: $['paths']['/users'] has no \
         `put`\n  at /actions/2/target\n  help: did you mean `get`?\n\n\
         error: o.yaml:7:4: `$..operationID` selects nothing: $ has no `operationID`\n  \
         at /actions/3/target\n  help: did you mean `operationId`?"
    );
}

#[test]
fn updates_of_another_kind_are_refused() {
    assert_eq!(
        refused(
            "\
- {target: \"$.paths['/users']\", update: {get: 7}}
- {target: $, update: {info: [1]}}
- {target: \"$.paths['/users'].get\", update: 7}
- {target: \"$.paths['/users'].get\", update: {operationId: {a: 1}}}
- {target: \"$.paths['/users'].get.parameters\", update: [{name: z}]}
"
        )
        .lines()
        .filter(|line| line.starts_with("error"))
        .collect::<Vec<_>>(),
        [
            "error: o.yaml:4:42: found a number for a mapping at /paths/~1users/get, expected the \
             same kind of value",
            "error: o.yaml:5:24: found a sequence for a mapping at /info, expected the same kind \
             of value",
            "error: o.yaml:6:37: found a number for a mapping at /paths/~1users/get, expected the \
             same kind of value",
            "error: o.yaml:7:46: found a mapping for a string at /paths/~1users/get/operationId, \
             expected the same kind of value",
            "error: o.yaml:8:48: found a sequence for the sequence at \
             /paths/~1users/get/parameters, expected an entry to append",
        ]
    );
}

#[test]
fn what_selects_scalars_or_leaves_nothing_is_refused() {
    assert_eq!(
        refused("- {target: '$..*', update: {x: 1}}\n"),
        "error: o.yaml:4:4: `$..*` selects a string at $['openapi'], expected mappings and \
         sequences\n  at /actions/0/target\n  \
         help: select the mapping that holds it, and name its key in `update`"
    );
    assert_eq!(
        refused("- {target: $, remove: true}\n"),
        "error: o.yaml:4:4: `$` removes the whole document\n  at /actions/0/target\n  \
         help: select a part of it"
    );
    assert_eq!(
        refused("- {target: $.paths.*, remove: true}\n"),
        "error: o.yaml:4:3: the action leaves no operation in the document\n  at /actions/0\n  \
         help: select the operations that are to go, and no others"
    );
    assert_eq!(
        refused("- {target: $, update: {openapi: 2.5.0}}\n"),
        "error: o.yaml:4:24: with the overlay, a.yaml is no OpenAPI document: found OpenAPI 2.5.0, \
         expected 3.0.x or 3.1.x\n  at /openapi"
    );
}

#[test]
fn what_is_no_overlay_is_refused() {
    const EXPECTED: &str = "an overlay: a mapping with `overlay: 1.0.0`, `info` and `actions`";
    assert_eq!(
        misread(SPEC),
        format!(
            "error: o.yaml:1:1: found an OpenAPI document, expected {EXPECTED}\n  \
             help: give it as the spec"
        )
    );
    assert_eq!(
        misread(""),
        format!("error: o.yaml: found nothing, expected {EXPECTED}")
    );
    assert_eq!(
        misread("{}"),
        format!("error: o.yaml:1:1: found no `overlay` key, expected {EXPECTED}")
    );
    assert_eq!(
        misread("overlay: 2.0.0\ninfo: {}\naction: []\n"),
        "error: o.yaml:1:1: found version 2.0.0 of overlays, expected 1.0.x\n  at /overlay\n\n\
         error: o.yaml:1:1: found no `actions` key, expected a sequence of actions\n\n\
         error: o.yaml:2:1: found no `title`, expected a text\n  at /info\n\n\
         error: o.yaml:2:1: found no `version`, expected a text\n  at /info\n\n\
         error: o.yaml:3:1: found the key `action`, expected `overlay`, `info`, `extends`, \
         `actions` or `x-…`\n  at /action"
    );
    assert_eq!(
        misread(&with_head(
            "- {}\n- 7\n- {target: $, updat: 1, remove: maybe}\n"
        ))
        .lines()
        .filter(|line| line.starts_with("error"))
        .collect::<Vec<_>>(),
        [
            "error: o.yaml:4:3: found no `target`, expected a JSONPath such as \
             `$.paths['/users'].get`",
            "error: o.yaml:4:3: found an action that changes nothing, expected `update` or \
             `remove: true`",
            "error: o.yaml:5:3: found a number, expected an action: a mapping with `target`, and \
             `update` or `remove`",
            "error: o.yaml:6:15: found the key `updat`, expected `target`, `description`, \
             `update`, `remove` or `x-…`",
            "error: o.yaml:6:25: found a string, expected `true` or `false`",
        ]
    );
}

#[test]
fn paths_that_are_none_or_out_of_bounds_are_refused() {
    let message = |target: &str| {
        let target = target.replace('\'', "''");
        let shown = misread(&with_head(&format!(
            "- {{target: '{target}', remove: true}}\n"
        )));
        let first = shown.lines().next().unwrap_or_default().to_owned();
        first.trim_start_matches("error: o.yaml:4:4: ").to_owned()
    };
    assert_eq!(message("paths"), "`paths` is no JSONPath (character 1)");
    assert_eq!(
        message("$.paths["),
        "`$.paths[` is no JSONPath (character 9)"
    );
    assert_eq!(
        message("$..a..b"),
        "`$..a..b` searches at every depth more than once"
    );
    assert_eq!(
        message("$[?@..a]"),
        "`$[?@..a]` searches at every depth for each value that it looks at"
    );
    assert_eq!(
        message("$.a[?count($.b.*) > 1]"),
        "`$.a[?count($.b.*) > 1]` queries the whole document for each value that it looks at"
    );
    assert_eq!(
        message("$[?in(@, $.a)]"),
        "`$[?in(@, $.a)]` calls a function that RFC 9535 does not have"
    );
    assert_eq!(
        message("$[?search(@, 'a{9}')]"),
        "`$[?search(@, 'a{9}')]` has a regular expression that is computed, long or counts"
    );
    let ways = "['a','a','a','a']".repeat(5);
    assert!(message(&format!("${ways}")).ends_with("selects the same values in too many ways"),);
    assert_eq!(
        message(&"$[?(".repeat(4_000)),
        "found a path of 16000 characters, expected at most 2000"
    );
    assert_eq!(
        message(&format!("$[?{}", "(".repeat(50))),
        "found a path with 51 levels of brackets, expected at most 6"
    );
}

#[test]
fn overlays_are_bounded_in_size_and_depth() {
    let text = "x".repeat(10_000);
    let path =
        |number| format!("  /a{number}: {{get: {{responses: {{2XX: {{description: A}}}}}}}}\n");
    let paths: Vec<String> = (0..9_000).map(path).collect();
    let paths = paths.concat();
    let document = Document::parse("a.yaml", format!("openapi: 3.0.4\npaths:\n{paths}")).unwrap();
    let overlay = overlay(&format!(
        "- {{target: $.paths.*, update: {{x-text: {text}}}}}\n"
    ));
    let shown = document.with_overlay(&overlay).unwrap_err().to_string();
    assert!(
        shown.contains("found an overlay that adds more than 64 MiB"),
        "{shown}"
    );

    let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
    let shown = refused(&format!(
        "- {{target: $, update: {{x-a: {deep}}}}}\n\
         - {{target: \"$['x-a']{}\", update: {{b: {deep}}}}}\n",
        "[0]".repeat(98)
    ));
    assert!(
        shown.contains("found more than 128 levels of nesting at /x-a/0"),
        "{shown}"
    );
}

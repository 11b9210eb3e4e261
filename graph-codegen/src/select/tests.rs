use std::fmt::Write as _;

use super::{Descendants, Navigation, Pattern, Selection, TrimReport, operations};
use crate::diagnostics::Diagnostics;
use crate::source::{Document, Mapping};

const SMALL: &str = "openapi: 3.0.4
info: {title: t, version: '1'}
tags: [{name: a}, {name: b}]
paths:
  /users:
    summary: people
    x-note: kept
    odd: 1
    get:
      tags: [a]
      responses:
        2XX: {$ref: '#/components/responses/users'}
    post:
      responses: {}
  /users/{id}:
    parameters:
    - {$ref: '#/components/parameters/id'}
    delete:
      responses: {}
  /groups:
    get:
      responses:
        2XX: {$ref: '#/components/responses/nowhere'}
components:
  parameters:
    id: {name: id, in: path, schema: {type: string}}
    unused: {name: unused, in: query, schema: {type: string}}
  responses:
    users:
      description: d
      content:
        application/json:
          schema:
            type: array
            items: {$ref: '#/components/schemas/microsoft.graph.user'}
  schemas:
    microsoft.graph.entity:
      type: object
      discriminator:
        propertyName: '@odata.type'
        mapping:
          '#microsoft.graph.user': '#/components/schemas/microsoft.graph.user'
          '#microsoft.graph.group': '#/components/schemas/microsoft.graph.group'
          '#microsoft.graph.gone': '#/components/schemas/microsoft.graph.gone'
    microsoft.graph.user:
      allOf:
      - $ref: '#/components/schemas/microsoft.graph.entity'
      - type: object
        properties:
          $ref: {type: string}
          example: {$ref: '#/components/schemas/microsoft.graph.email'}
          manager:
            anyOf:
            - $ref: '#/components/schemas/microsoft.graph.user'
            - {type: object, nullable: true}
            x-ms-navigationProperty: true
          groups:
            type: array
            items: {$ref: '#/components/schemas/microsoft.graph.group'}
            description: Groups.
            x-ms-navigationProperty: true
          owner:
            allOf:
            - $ref: '#/components/schemas/microsoft.graph.group'
            readOnly: true
            x-ms-navigationProperty: true
    microsoft.graph.group:
      allOf:
      - $ref: '#/components/schemas/microsoft.graph.entity'
      example: {$ref: nothing}
    microsoft.graph.email:
      type: object
      discriminator:
        propertyName: kind
        mapping: {work: '#/components/schemas/microsoft.graph.workEmail'}
    microsoft.graph.workEmail:
      allOf:
      - $ref: '#/components/schemas/microsoft.graph.email'
  securitySchemes:
    s: {type: http, scheme: bearer}
security: [{s: []}]
";

/// A slice with its document.
#[derive(Debug)]
struct Slice {
    document: Document,
    report: TrimReport,
    warnings: Diagnostics,
}

fn select(document: &Document, selection: &Selection) -> Result<Slice, Diagnostics> {
    let selected = super::select(document, selection)?;
    Ok(Slice {
        document: selected.document(),
        report: selected.report,
        warnings: selected.warnings,
    })
}

fn document(text: &str) -> Document {
    Document::parse("a.yaml", text).unwrap()
}

fn patterns(texts: &[&str]) -> Vec<Pattern> {
    texts
        .iter()
        .map(|text| Pattern::parse(text).unwrap())
        .collect()
}

fn selection(texts: &[&str]) -> Selection {
    Selection::of(patterns(texts))
}

fn schemas(selected: &Slice) -> Vec<&str> {
    let schemas = selected.document.components("schemas");
    let names = schemas.into_iter().flat_map(Mapping::keys);
    names
        .map(|name| name.trim_start_matches("microsoft.graph."))
        .collect()
}

#[test]
fn operations_are_listed_in_order() {
    let document = document(SMALL);
    let listed: Vec<_> = operations(&document)
        .map(|one| format!("{} {}", one.method, one.path))
        .collect();
    assert_eq!(
        listed,
        [
            "get /users",
            "post /users",
            "delete /users/{id}",
            "get /groups"
        ]
    );
}

#[test]
fn a_slice_holds_what_it_reaches_and_nothing_else() {
    let selected = select(&document(SMALL), &selection(&["/users#GET"])).unwrap();
    let expected = "openapi: 3.0.4
info:
  title: t
  version: '1'
tags:
- name: a
paths:
  /users:
    summary: people
    x-note: kept
    get:
      tags:
      - a
      responses:
        2XX:
          $ref: '#/components/responses/users'
components:
  responses:
    users:
      description: d
      content:
        application/json:
          schema:
            type: array
            items:
              $ref: '#/components/schemas/microsoft.graph.user'
  schemas:
    microsoft.graph.entity:
      type: object
      discriminator:
        propertyName: '@odata.type'
        mapping:
          '#microsoft.graph.user': '#/components/schemas/microsoft.graph.user'
    microsoft.graph.user:
      allOf:
      - $ref: '#/components/schemas/microsoft.graph.entity'
      - type: object
        properties:
          $ref:
            type: string
          example:
            $ref: '#/components/schemas/microsoft.graph.email'
          manager:
            anyOf:
            - $ref: '#/components/schemas/microsoft.graph.user'
            - type: object
              nullable: true
            x-ms-navigationProperty: true
          groups:
            description: Groups.
            type: array
            items:
              type: object
            x-ms-navigationProperty: true
            x-graph-trimmed: microsoft.graph.group
          owner:
            readOnly: true
            type: object
            nullable: true
            x-ms-navigationProperty: true
            x-graph-trimmed: microsoft.graph.group
    microsoft.graph.email:
      type: object
      discriminator:
        propertyName: kind
        mapping:
          work: '#/components/schemas/microsoft.graph.workEmail'
    microsoft.graph.workEmail:
      allOf:
      - $ref: '#/components/schemas/microsoft.graph.email'
  securitySchemes:
    s:
      type: http
      scheme: bearer
security:
- s: []
";
    assert_eq!(selected.document.to_yaml(), expected);
    assert_eq!(
        selected.warnings.to_string(),
        "warning: a.yaml:8:5: found the key `odd`, which a path item has not; it is left out\n  at /paths/~1users/odd\n\n\
         warning: a.yaml:44:11: found a discriminator mapping to `#/components/schemas/microsoft.graph.gone`, which does not exist; it is left out\n  \
         at /components/schemas/microsoft.graph.entity/discriminator/mapping/#microsoft.graph.gone"
    );
    assert_eq!(
        selected.report.to_string(),
        "kept 1 of 4 operations and 4 of 5 schemas\n\
         2 navigation properties kept as JSON, as nothing else here uses the type (--navigation all, or --type NAME for one):\n  \
         microsoft.graph.user.groups: microsoft.graph.group\n  \
         microsoft.graph.user.owner: microsoft.graph.group"
    );
}

#[test]
fn policies_and_types_widen_a_slice() {
    let document = document(SMALL);
    let base = selection(&["/users#GET"]);
    let with = |selection: Selection| select(&document, &selection).unwrap();
    let all = with(base.clone().navigation(Navigation::All));
    assert_eq!(
        schemas(&all),
        ["entity", "user", "group", "email", "workEmail"]
    );
    assert!(all.report.navigation_left_out.is_empty());
    let used = with(base.clone().descendants(Descendants::Used));
    assert_eq!(schemas(&used), ["entity", "user", "email"]);
    assert_eq!(
        used.report.descendants_left_out[0].names,
        ["microsoft.graph.workEmail"]
    );
    assert!(!used.document.to_yaml().contains("propertyName: kind"));
    assert!(used.report.to_string().contains(
        "1 type with descendants left out, kept as JSON when they come (--descendants all, or --type NAME for one):\n  \
         microsoft.graph.email: microsoft.graph.workEmail"
    ));
    for name in ["group", "microsoft.graph.group"] {
        let typed = with(base.clone().types([name]));
        assert_eq!(
            schemas(&typed),
            ["entity", "user", "group", "email", "workEmail"]
        );
        assert!(typed.report.navigation_left_out.is_empty());
    }
}

#[test]
fn large_families_stay_away() {
    let mut text = String::from(
        "openapi: 3.0.4\npaths:\n  /a:\n    get:\n      responses:\n        200:\n          description: d\n          content:\n            a/b:\n              schema: {$ref: '#/components/schemas/base'}\ncomponents:\n  schemas:\n    base: {type: object}\n",
    );
    let mut add = |number: usize| {
        writeln!(
            text,
            "    c{number}:\n      allOf:\n      - $ref: '#/components/schemas/base'"
        )
        .unwrap();
        select(&document(&text), &Selection::default()).unwrap()
    };
    let few = (0..30).map(&mut add).last().unwrap();
    assert_eq!(few.report.schemas_kept, 31);
    let many = add(30);
    assert_eq!(many.report.schemas_kept, 1);
    assert_eq!(many.report.descendants_left_out[0].count, 31);
}

#[test]
fn patterns_that_match_nothing_are_explained() {
    let refused = |texts: &[&str]| {
        select(&document(SMALL), &selection(texts))
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refused(&["/usres/**"]),
        "error: a.yaml:1:1: the include pattern `/usres/**` matches no operation\n  help: did you mean `/users`?"
    );
    assert_eq!(
        refused(&["/users#PUT"]),
        "error: a.yaml:1:1: the include pattern `/users#PUT` matches no operation\n  help: `/users` has only get, post"
    );
    assert_eq!(
        refused(&["/users/something"]),
        "error: a.yaml:1:1: the include pattern `/users/something` matches no operation\n  help: did you mean `/users/{}`?"
    );
    let selected = select(
        &document(SMALL),
        &selection(&["/users#POST"]).without(patterns(&["/groups"])),
    )
    .unwrap();
    assert_eq!(
        selected.warnings.iter().next().unwrap().to_string(),
        "warning: a.yaml:1:1: the exclude pattern `/groups` matches nothing that is included"
    );
}

#[test]
fn excluded_operations_are_left_out() {
    let chosen = selection(&["**"]).without(patterns(&["/groups", "/users#get"]));
    let selected = select(&document(SMALL), &chosen).unwrap();
    assert_eq!(
        (
            selected.report.operations_total,
            selected.report.operations_kept
        ),
        (4, 2)
    );
    assert!(schemas(&selected).is_empty());
}

#[test]
fn unknown_types_are_explained() {
    let error = select(
        &document(SMALL),
        &selection(&["/users#POST"]).types(["gruop"]),
    )
    .unwrap_err();
    assert!(error.to_string().contains(
        "error: a.yaml:1:1: the type `gruop` does not exist\n  help: did you mean `group`?"
    ));
}

#[test]
fn references_that_lead_nowhere_matter_where_they_are_chosen() {
    let error = select(&document(SMALL), &selection(&["/groups"])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "error: a.yaml:23:15: found a reference to `#/components/responses/nowhere`, which does not exist\n  \
         at /paths/~1groups/get/responses/2XX/$ref"
    );
    let refused = |reference: &str| {
        let text = SMALL.replace("'#/components/responses/users'", reference);
        select(&document(&text), &selection(&["/users#GET"]))
            .unwrap_err()
            .to_string()
    };
    assert!(refused("other.yaml#/a").contains(
        "found a reference to another document, `other.yaml#/a`, expected `#/components/responses/...`"
    ));
    assert!(
        refused("'#/components/schemas/user'").contains("expected `#/components/responses/NAME`")
    );
    assert!(refused("'#/components/responses/usrs'").contains("help: did you mean `users`?"));
    assert!(refused("[1]").contains("found a sequence as `$ref`, expected text"));
}

#[test]
fn path_items_must_be_written_out() {
    let text = "openapi: 3.0.4\npaths:\n  /a: {$ref: 'b.yaml'}\n  /b: 1\n  /c: {get: 1}\n";
    let error = select(&document(text), &Selection::default())
        .unwrap_err()
        .to_string();
    assert!(error.contains(
        "error: a.yaml:3:3: found a `$ref` in place of a path item, expected the path item itself"
    ));
    assert!(error.contains("error: a.yaml:4:3: found a number, expected a path item: a mapping"));
    assert!(error.contains("error: a.yaml:5:8: found a number, expected an operation: a mapping"));
}

#[test]
fn long_chains_of_references_are_followed() {
    let mut text = String::from(
        "openapi: 3.0.4\npaths: {/a: {get: {responses: {}}}}\ncomponents:\n  schemas:\n",
    );
    let count = 20_000;
    for number in 0..count {
        writeln!(
            text,
            "    s{number}: {{$ref: '#/components/schemas/s{}'}}",
            (number + 1) % count
        )
        .unwrap();
    }
    let selected = select(&document(&text), &Selection::default().types(["s7"])).unwrap();
    assert_eq!(selected.report.schemas_kept, count);
}

#[test]
fn trimming_twice_changes_nothing() {
    for (include, types) in [
        ("/users#GET", None),
        ("/users/**", Some("group")),
        ("/users/**", None),
    ] {
        for navigation in [Navigation::Used, Navigation::All] {
            for descendants in [Descendants::Auto, Descendants::Used, Descendants::All] {
                let chosen = selection(&[include])
                    .navigation(navigation)
                    .descendants(descendants)
                    .types(types);
                let once = select(&document(SMALL), &chosen)
                    .unwrap()
                    .document
                    .to_yaml();
                let twice = select(&document(&once), &chosen)
                    .unwrap()
                    .document
                    .to_yaml();
                assert_eq!(once, twice);
            }
        }
    }
}

mod whole {
    use super::*;

    /// The whole file: where the variable says, or beside the project. Reading it unoptimized takes most of a minute,
    /// so that an unoptimized build needs the variable.
    fn text() -> Option<String> {
        let beside = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../shared/graph/openapi-v1.0.yaml"
        );
        let path = match std::env::var("GRAPH_OPENAPI") {
            Ok(path) => path,
            Err(_) if cfg!(debug_assertions) => return None,
            Err(_) => beside.to_owned(),
        };
        std::fs::read_to_string(path).ok()
    }

    #[test]
    fn slices_have_the_expected_size() {
        let Some(text) = text() else { return };
        let document = document(&text);
        for (include, operations, sizes) in [
            (&["/users/{}#GET"][..], 1, [551, 32, 37]),
            (
                &[
                    "/**/synchronization/acquireAccessToken",
                    "/oauth2PermissionGrants#POST",
                ][..],
                3,
                [8, 8, 8],
            ),
            (
                &[
                    "/**/synchronization/**",
                    "/oauth2PermissionGrants",
                    "/oauth2PermissionGrants/{}",
                ][..],
                117,
                [77, 77, 77],
            ),
            (
                &[
                    "/applications/**",
                    "/servicePrincipals/**",
                    "/oauth2PermissionGrants/**",
                ][..],
                350,
                [690, 180, 188],
            ),
            (
                &[
                    "/users",
                    "/users/{}",
                    "/users/{}/messages/**",
                    "/users/{}/mailFolders/**",
                    "/users/{}/sendMail",
                ][..],
                129,
                [561, 62, 111],
            ),
        ] {
            let found = [
                (Navigation::All, Descendants::Used),
                (Navigation::Used, Descendants::Used),
                (Navigation::Used, Descendants::Auto),
            ]
            .map(|(navigation, descendants)| {
                let chosen = selection(include)
                    .navigation(navigation)
                    .descendants(descendants);
                let selected = select(&document, &chosen).unwrap();
                assert_eq!(selected.report.operations_kept, operations);
                let once = selected.document.to_yaml();
                let again =
                    select(&Document::parse("b.yaml", once.as_str()).unwrap(), &chosen).unwrap();
                assert_eq!(again.document.to_yaml(), once);
                assert!(serde_yaml::from_str::<openapiv3::OpenAPI>(&once).is_ok());
                selected.report.schemas_kept
            });
            assert_eq!(found, sizes, "{include:?}");
        }
    }
}

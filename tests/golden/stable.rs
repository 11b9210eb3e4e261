//! What a part of a document gives stays when the part grows, and is the same from the part alone.

use std::collections::HashSet;

use graph_codegen::select::operations;
use graph_codegen::{Document, GeneratedFile, Generator, Pattern, Selection, trim};

use crate::cases::cases;

/// Selections of one operation each, of every second one, and of all.
fn selections(document: &Document) -> Vec<Selection> {
    let all: Vec<Pattern> = operations(document)
        .map(|one| Pattern::parse(&format!("{}#{}", one.path, one.method)).unwrap())
        .collect();
    let one_each = all.iter().map(|one| Selection::of([one.clone()]));
    let every_second = Selection::of(all.iter().step_by(2).cloned());
    one_each
        .chain([every_second, Selection::of(all.clone())])
        .collect()
}

fn items(document: &Document, selection: &Selection) -> HashSet<(String, String)> {
    let planned = Generator::new(selection.clone()).plan(document).unwrap();
    let items = planned.surface.items().into_iter();
    items.map(|item| (item.path, item.signature)).collect()
}

#[test]
fn every_item_of_a_part_is_in_the_whole() {
    for case in cases() {
        let document = case.document();
        let whole = items(&document, &Selection::default());
        for selection in selections(&document) {
            let part = items(&document, &selection);
            let moved: Vec<_> = part.difference(&whole).collect();
            assert!(moved.is_empty(), "{}: {moved:?}", case.name);
        }
    }
}

fn files(document: &Document, selection: Selection) -> Vec<GeneratedFile> {
    let generated = Generator::new(selection).generate(document, "api").unwrap();
    generated.into_files("mod.rs").unwrap()
}

#[test]
fn a_trimmed_document_generates_what_its_selection_does() {
    for case in cases() {
        let document = case.document();
        for selection in selections(&document) {
            let trimmed = trim(&document, &selection).unwrap().document;
            let alone = Document::parse(document.name(), trimmed.to_yaml()).unwrap();
            let (expected, found) = (
                files(&document, selection),
                files(&alone, Selection::default()),
            );
            assert_eq!(found, expected, "{}\n{}", case.name, trimmed.to_yaml());
        }
    }
}

/// What leads nowhere, or to more than one, is kept as it is.
#[test]
fn what_leads_nowhere_generates_the_same_when_it_is_trimmed() {
    const SPEC: &str = r"
openapi: 3.0.4
info: {title: Pets, version: v1.0}
paths:
  /pets:
    get:
      responses:
        2XX:
          description: Pets.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/pet'}
components:
  schemas:
    pet:
      oneOf:
      - $ref: '#/components/schemas/cat'
      - $ref: '#/components/schemas/dog'
      discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/bird'}}
    cat:
      type: object
      required: [kind]
      properties:
        kind: {type: string}
        friend:
          anyOf:
          - $ref: '#/components/schemas/owner'
          - {type: object, title: Somebody}
          x-ms-navigationProperty: true
        mood:
          $ref: '#/components/schemas/mood'
          x-ms-navigationProperty: true
        moods:
          type: array
          items: {$ref: '#/components/schemas/mood'}
          x-ms-navigationProperty: true
    dog:
      type: object
      required: [kind]
      properties: {kind: {type: string}, bark: {type: string}}
    owner:
      type: object
      properties: {id: {type: string}}
    mood: {type: string, enum: [good, bad]}
";
    let document = Document::parse("pets.yaml", SPEC).unwrap();
    let trimmed = trim(&document, &Selection::default()).unwrap().document;
    let alone = Document::parse("pets.yaml", trimmed.to_yaml()).unwrap();
    let all = || Selection::default();
    assert_eq!(files(&alone, all()), files(&document, all()));
}

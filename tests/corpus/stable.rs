//! What a selection of Graph gives stays when the selection grows, and is the same from a trimmed
//! document.

use std::collections::HashMap;

use graph_codegen::select::operations;
use graph_codegen::{Document, Generator, Navigation, Selection, Surface, trim};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::{selection, slices, whole};

fn surface(document: &Document, selection: Selection) -> Surface {
    Generator::new(selection).plan(document).unwrap().surface
}

/// Fails unless each item of the smaller surface is in the larger one, with the same signature.
fn assert_grown(smaller: &Surface, larger: &Surface, what: &str) {
    let mut signatures: HashMap<(String, String), u32> = HashMap::new();
    for item in larger.items() {
        *signatures.entry((item.path, item.signature)).or_default() += 1;
    }
    let moved: Vec<String> = smaller
        .items()
        .into_iter()
        .filter(|item| !signatures.contains_key(&(item.path.clone(), item.signature.clone())))
        .map(|item| item.to_string())
        .collect();
    assert!(
        moved.is_empty(),
        "{what}: {} moved, {:?}",
        moved.len(),
        moved.iter().take(5).collect::<Vec<_>>()
    );
}

/// Fails unless random parts of a random choice of segments keep their items in the choice.
fn assert_parts_grow(cases: usize) {
    let Some(document) = whole() else {
        return;
    };
    let paths: Vec<String> = operations(document)
        .map(|one| one.path.to_owned())
        .collect();
    let mut runner = TestRunner::deterministic();
    let larger = proptest::sample::subsequence(paths.clone(), 1..=60);
    for _ in 0..cases {
        let larger = larger.new_tree(&mut runner).unwrap().current();
        let smaller: Vec<&str> = larger.iter().step_by(3).map(String::as_str).collect();
        let larger: Vec<&str> = larger.iter().map(String::as_str).collect();
        let navigation = if larger.len().is_multiple_of(2) {
            Navigation::Used
        } else {
            Navigation::All
        };
        assert_grown(
            &surface(document, selection(&smaller, Navigation::Used)),
            &surface(document, selection(&larger, navigation)),
            &format!("{smaller:?}"),
        );
    }
}

#[test]
fn items_stay_when_a_selection_grows() {
    assert_parts_grow(2);
}

#[test]
#[ignore = "takes minutes"]
fn items_stay_whatever_grows() {
    assert_parts_grow(60);
    if let Some(document) = whole() {
        let everything = surface(document, selection(&["/**"], Navigation::All));
        for include in [
            &slices::APPS[..],
            &["/users/**"],
            &["/teams/**", "/me/**#GET"],
        ] {
            let part = surface(document, selection(include, Navigation::Used));
            assert_grown(&part, &everything, &format!("{include:?}"));
        }
    }
}

#[test]
fn a_trimmed_document_generates_the_same() {
    let Some(document) = whole() else {
        return;
    };
    for include in [
        &[
            "/users",
            "/users/{}",
            "/users/{}/messages/**",
            "/users/{}/sendMail",
        ][..],
        &["/groups/{}/members/**", "/security/**"],
    ] {
        let chosen = selection(include, Navigation::Used);
        let trimmed = trim(document, &chosen).unwrap().document;
        let alone = Document::parse(document.name(), trimmed.to_yaml()).unwrap();
        let files = |document: &Document, selection: Selection| {
            let generated = Generator::new(selection)
                .as_package()
                .generate(document, "part");
            generated.unwrap().into_files("lib.rs").unwrap()
        };
        let (expected, found) = (files(document, chosen.clone()), files(&alone, chosen));
        for (one, other) in expected.iter().zip(&found) {
            assert_eq!(one.path, other.path);
            assert!(one.text == other.text, "{} differs", one.path.display());
        }
        assert_eq!(expected.len(), found.len());
    }
}

//! Descriptions that do not belong together.

use super::*;

#[test]
fn what_is_odd_about_two_descriptions_is_noted() {
    let text = |version: &str, path: &str| {
        format!(
            "openapi: 3.0.4\ninfo: {{title: Api, version: '{version}'}}\npaths:\n  \
             /{path}: {{get: {{x-ms-deprecation: {{date: '{version}'}}, responses: {{2XX: \
             {{description: d}}}}}}}}\n"
        )
    };
    let parse = |text: String| Document::parse("api.yaml", text).unwrap();
    let (old, new) = (
        parse(text("2022-05-01", "a")),
        parse(text("2024-03-01", "a")),
    );
    assert_eq!(difference(&old, &new).notes, []);
    assert_eq!(
        difference(&new, &old).notes[0].to_string(),
        "the old description is the newer one (version 2024-03-01 after version 2022-05-01): \
         they may be in the wrong order"
    );
    let version = |one: String| {
        parse(
            one.replace("version: '2022-05-01'", "version: v1.0")
                .replace("version: '2024-03-01'", "version: v1.0"),
        )
    };
    let (old, new) = (
        version(text("2022-05-01", "a")),
        version(text("2024-03-01", "a")),
    );
    assert!(difference(&old, &new).notes.is_empty());
    assert_eq!(
        difference(&new, &old).notes[0].to_string(),
        "the old description is the newer one (deprecations up to 2024-03-01 after up to \
         2022-05-01): they may be in the wrong order"
    );
    let other = parse(text("2022-05-01", "b"));
    assert!(matches!(
        difference(&old, &other).notes[0],
        Note::Different { .. }
    ));
}

#[test]
fn a_selection_means_the_same_of_both() {
    let one = described(
        &[("/as", &item(&["get"], "{type: string}"))],
        &[("x", "{type: string}")],
    );
    let two = described(&[("/bs", &item(&["get"], "{type: string}"))], &[]);
    let patterns = ["/as", "/bs", "/cs"].map(|text| Pattern::parse(text).unwrap());
    let selection = Selection::of(patterns).types(["x", "y"]);
    let (of_one, of_two) = selections(&one, &two, &selection);
    let texts = |selection: &Selection| -> Vec<String> {
        selection.include.iter().map(ToString::to_string).collect()
    };
    // What neither has stays: it is an error of both.
    assert_eq!(texts(&of_one), ["/as", "/cs"]);
    assert_eq!(texts(&of_two), ["/bs", "/cs"]);
    assert_eq!(
        (of_one.types, of_two.types),
        (vec!["x".into(), "y".into()], vec!["y".to_owned()])
    );
}

#[test]
fn a_trimmed_description_is_held_against_its_part_of_the_whole() {
    let whole = described(
        &[
            ("/as", &item(&["get", "post"], A)),
            ("/bs", &item(&["get"], A)),
        ],
        &[("a", &object("x: {type: string}"))],
    );
    let selection = Selection::of([Pattern::parse("/as#GET").unwrap()]);
    let mut trimmed = crate::generator::trim(&whole, &selection).unwrap().document;
    // What a part carries of decisions may be nothing; that it is a part is known by the key.
    if let Some(root) = trimmed.root_mut().as_mapping_mut()
        && root.get(crate::openapi::PLAN).is_none()
    {
        root.insert(
            crate::openapi::PLAN,
            crate::source::Mapping::default().into(),
        );
    }
    for (old, new) in [(&whole, &trimmed), (&trimmed, &whole)] {
        let (of_old, of_new) = selections(old, new, &Selection::default());
        let plan = |document: &Document, selection| planned(document, &Generator::new(selection));
        let (before, after) = (plan(old, of_old), plan(new, of_new));
        let diff = compare(
            Revision {
                document: old,
                surface: &before,
            },
            Revision {
                document: new,
                surface: &after,
            },
        );
        assert_eq!(shown(&diff), [""; 0]);
        assert!(matches!(diff.notes.as_slice(), [Note::Trimmed { .. }]));
    }
}

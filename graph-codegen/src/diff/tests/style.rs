//! What comes from how a description is written.

use super::*;

#[test]
fn names_of_keys_and_namespaces_are_style() {
    let with = |key: &str, action: &str| {
        let (one, below) = (format!("/as/{{{key}}}"), format!("/as/{{{key}}}/{action}"));
        described(
            &[
                (&one, &item(&["get"], "{type: string}")),
                (&below, &item(&["post"], "{type: string}")),
            ],
            &[],
        )
    };
    let diff = difference(&with("a-id", "send"), &with("a-id", "microsoft.graph.send"));
    assert_eq!(shown(&diff), [""; 0]);
    let diff = difference(&with("a-id", "send"), &with("id", "send"));
    assert_eq!(
        shown(&diff),
        ["breaking renamed as::As::by_a_id (names of keys)"]
    );
    let diff = difference(
        &with("a-id", "microsoft.graph.user"),
        &with("a-id", "graph.user"),
    );
    let styles: Vec<&[Style]> = diff
        .changes
        .iter()
        .map(|one| one.style.as_slice())
        .collect();
    assert_eq!(styles, [[Style::Casts]], "{diff:#?}");
}

#[test]
fn marks_of_navigation_are_style_for_the_property_and_what_it_led_to() {
    let with = |mark: &str| {
        described(
            &[("/as", &item(&["post"], A))],
            &[
                (
                    "a",
                    &object(&format!(
                        "n: {{type: string}}, bs: {{type: array, items: {{$ref: '#/components/schemas/b'}}{mark}}}"
                    )),
                ),
                (
                    "b",
                    &object("x: {type: string}, c: {$ref: '#/components/schemas/c'}"),
                ),
                ("c", &object("y: {type: string}")),
            ],
        )
    };
    let diff = difference(&with(""), &with(", x-ms-navigationProperty: true"));
    assert_eq!(
        shown(&diff),
        [
            "breaking retyped models::A::bs (marks of navigation properties)",
            "breaking removed models::B (marks of navigation properties)",
            "breaking removed models::C (marks of navigation properties)",
            "addition added models::targets::B (marks of navigation properties)",
        ]
    );
    assert_eq!(diff.summary().style[&Style::Navigation], 4);
    assert_eq!(
        diff.changes[1].effect,
        "nothing of the selection leads to it any more; `--type b` brings it"
    );
}

#[test]
fn references_that_may_be_null_are_style_where_a_description_has_none() {
    let with = |reference: &str, text: &str| {
        described(
            &[("/as", &item(&["post"], A))],
            &[
                ("a", &object(&format!("b: {reference}, x: {text}"))),
                ("b", &object("x: {type: string}")),
            ],
        )
    };
    let plain = "{$ref: '#/components/schemas/b'}";
    let nullable = "{anyOf: [{$ref: '#/components/schemas/b'}, {type: object, nullable: true}]}";
    let diff = difference(
        &with(plain, "{type: string}"),
        &with(nullable, "{type: string, nullable: true}"),
    );
    assert_eq!(
        shown(&diff),
        [
            "breaking retyped models::A::b (references that may be null)",
            "breaking retyped models::A::x"
        ]
    );
}

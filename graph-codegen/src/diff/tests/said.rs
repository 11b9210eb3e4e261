//! What is said of items, what is sent, and how changes are told.

use super::*;

#[test]
fn limits_break_when_they_tighten() {
    let with = |length: &str| of_properties(&format!("x: {{type: string, maxLength: {length}}}"));
    let diff = difference(&with("10"), &with("5"));
    assert_eq!(shown(&diff), ["breaking limited otherwise models::A::x"]);
    let diff = difference(&with("5"), &with("10"));
    assert_eq!(
        shown(&diff),
        ["documentation limited otherwise models::A::x"]
    );
    let diff = difference(&of_properties("x: {type: string}"), &with("5"));
    assert_eq!(diff.severity(), Some(Severity::Breaking));
    let diff = difference(&with("5"), &of_properties("x: {type: string}"));
    assert_eq!(diff.severity(), Some(Severity::Documentation));
}

#[test]
fn deprecations_and_descriptions_are_documentation() {
    let with = |more: &str| of_properties(&format!("x: {{type: string{more}}}"));
    let deprecated = ", deprecated: true, x-ms-deprecation: {date: '2024-01-01', \
                      removalDate: '2025-01-01', description: Use y.}";
    let diff = difference(&with(""), &with(deprecated));
    assert_eq!(shown(&diff), ["documentation deprecated models::A::x"]);
    assert_eq!(
        diff.changes[0].effect,
        "the compiler warns of it; deprecated since 2024-01-01; it goes away on 2025-01-01: Use y."
    );
    assert_eq!(diff.version_step(), Some(VersionStep::Minor));
    let later = deprecated.replace("2025", "2026");
    assert_eq!(
        shown(&difference(&with(deprecated), &with(&later))),
        ["documentation deprecated models::A::x"]
    );
    assert_eq!(
        shown(&difference(&with(deprecated), &with(""))),
        ["documentation no longer deprecated models::A::x"]
    );
    let diff = difference(&with(""), &with(", description: An x."));
    assert_eq!(
        shown(&diff),
        ["documentation described otherwise models::A::x"]
    );
    assert_eq!(diff.version_step(), Some(VersionStep::Patch));
}

#[test]
fn another_name_on_the_wire_is_told() {
    let (one, two) = (
        of_properties("fooBar: {type: string}"),
        of_properties("foo_bar: {type: string}"),
    );
    let diff = difference(&one, &two);
    assert_eq!(shown(&diff), ["documentation rewired models::A::foo_bar"]);
    assert_eq!(
        diff.changes[0].effect,
        "it stands for `foo_bar`, where it stood for `fooBar`"
    );
}

#[test]
fn markdown_has_the_step_the_numbers_and_the_changes() {
    let (one, two) = (
        of_properties("x: {type: string}"),
        of_properties("x: {type: boolean}, y: {type: string}"),
    );
    let markdown = difference(&one, &two).to_markdown();
    let expected = "Version step: **major** (something breaks).\n\n\
        | | changes | of these from style | items |\n|---|--:|--:|--:|\n\
        | breaking | 1 | 0 | 2 |\n| addition | 1 | 0 | 2 |\n| documentation | 0 | 0 | 0 |\n\n\
        ## Breaking\n\n\
        - `models::A::x` retyped: its type is another one; one item goes with it\n  \
        - `Option<String>` → `Option<bool>`\n  - matters to POST /as\n  \
        - `api.yaml:8:36 (/components/schemas/a/properties/x)` → \
        `api.yaml:8:36 (/components/schemas/a/properties/x)`\n\n\
        ## Added\n\n\
        - `models::A::y` added: there is more to use; one item goes with it\n  \
        - matters to POST /as\n  - `api.yaml:8:56 (/components/schemas/a/properties/y)`\n";
    assert_eq!(markdown, expected);
}

#[test]
fn a_description_cannot_write_markdown_of_its_own() {
    let with = |text: &str| of_properties(&format!("x: {{type: string{text}}}"));
    let deprecated = ", x-ms-deprecation: {description: \"<b>@all</b>\\n## [x](y)\"}";
    let markdown = difference(&with(""), &with(deprecated)).to_markdown();
    assert!(
        markdown.contains("the compiler warns of it: &lt;b>&#64;all&lt;/b> \\#\\# \\[x\\](y)"),
        "{markdown}"
    );
}

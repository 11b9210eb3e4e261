//! Each class of change, on small descriptions.

mod said;
mod style;
mod two_descriptions;

use super::*;
use crate::generator::Generator;
use crate::plan::{Preferences, Rename};
use crate::select::{Pattern, Selection};

/// A description with these paths and schemas, in YAML's flow style.
fn described(paths: &[(&str, &str)], schemas: &[(&str, &str)]) -> Document {
    let mut text = "openapi: 3.0.4\ninfo: {title: Api, version: '1'}\npaths:\n".to_owned();
    for (path, item) in paths {
        let keys = path.split('{').skip(1);
        let keys = keys
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| {
                format!("{{name: {name}, in: path, required: true, schema: {{type: string}}}}")
            });
        let keys = keys.collect::<Vec<_>>().join(", ");
        let item = if keys.is_empty() || item.contains("in: path") {
            (*item).to_owned()
        } else {
            item.replacen('{', &format!("{{parameters: [{keys}], "), 1)
        };
        text += &format!("  \"{path}\": {item}\n");
    }
    text += "components:\n  schemas:\n    unused: {type: string}\n";
    for (name, schema) in schemas {
        text += &format!("    {name}: {schema}\n");
    }
    Document::parse("api.yaml", text).unwrap()
}

/// A path item of which these methods take and answer with a schema.
fn item(methods: &[&str], schema: &str) -> String {
    let content = format!("content: {{application/json: {{schema: {schema}}}}}");
    let methods = methods.iter().map(|method| {
        let body = match *method {
            "get" => String::new(),
            _ => format!("requestBody: {{required: true, {content}}}, "),
        };
        format!("{method}: {{{body}responses: {{2XX: {{description: d, {content}}}}}}}")
    });
    format!("{{{}}}", methods.collect::<Vec<_>>().join(", "))
}

const A: &str = "{$ref: '#/components/schemas/a'}";

fn object(properties: &str) -> String {
    format!("{{type: object, properties: {{{properties}}}}}")
}

/// One operation that takes and gives `a`, which has these properties.
fn of_properties(properties: &str) -> Document {
    described(
        &[("/as", &item(&["post"], A))],
        &[("a", &object(properties))],
    )
}

fn planned(document: &Document, generator: &Generator) -> Surface {
    generator.plan(document).unwrap().surface
}

fn difference_as(old: &Document, new: &Document, generator: &Generator) -> Diff {
    let (before, after) = (planned(old, generator), planned(new, generator));
    compare(
        Revision {
            document: old,
            surface: &before,
        },
        Revision {
            document: new,
            surface: &after,
        },
    )
}

fn difference(old: &Document, new: &Document) -> Diff {
    difference_as(old, new, &Generator::new(Selection::default()))
}

/// Severity, kind and path of each change, with its style.
fn shown(diff: &Diff) -> Vec<String> {
    let changes = diff.changes.iter().map(|change| {
        let style = if change.is_style() {
            format!(" ({})", change.style_names())
        } else {
            String::new()
        };
        format!(
            "{} {} {}{style}",
            change.severity,
            change.kind,
            change.path()
        )
    });
    changes.collect()
}

#[test]
fn what_is_the_same_has_no_differences() {
    let one = of_properties("x: {type: string}");
    let diff = difference(&one, &one);
    assert!(diff.is_empty());
    assert_eq!((diff.severity(), diff.version_step()), (None, None));
    assert_eq!(
        diff.to_markdown(),
        "Nothing changes in the generated API.\n"
    );
}

#[test]
fn properties_come_and_go_with_their_setters() {
    let (one, two) = (
        of_properties("x: {type: string}"),
        of_properties("y: {type: string}"),
    );
    let diff = difference(&one, &two);
    assert_eq!(
        shown(&diff),
        [
            "breaking removed models::A::x",
            "addition added models::A::y"
        ]
    );
    let removed = &diff.changes[0];
    assert_eq!(removed.follows, ["models::A::set_x"]);
    assert_eq!(removed.operations, ["POST /as"]);
    let old = removed.old.as_ref().unwrap();
    assert_eq!(old.signature, "Option<String>");
    assert_eq!(old.place.pointer, "/components/schemas/a/properties/x");
    assert_eq!(old.place.line, Some(8));
    assert_eq!(removed.new, None);
    assert_eq!(diff.version_step(), Some(VersionStep::Major));
    assert_eq!(
        difference(&two, &of_properties("y: {type: string}, z: {type: string}")).version_step(),
        Some(VersionStep::Minor)
    );
}

#[test]
fn another_type_is_one_change_with_its_setter() {
    let (one, two) = (
        of_properties("x: {type: string}"),
        of_properties("x: {type: boolean}"),
    );
    let diff = difference(&one, &two);
    assert_eq!(shown(&diff), ["breaking retyped models::A::x"]);
    assert_eq!(diff.changes[0].follows, ["models::A::set_x"]);
    let signature = |side: &Option<Side>| side.as_ref().unwrap().signature.clone();
    assert_eq!(signature(&diff.changes[0].old), "Option<String>");
    assert_eq!(signature(&diff.changes[0].new), "Option<bool>");
}

#[test]
fn what_must_be_given_breaks_new() {
    let required = |names: &str| {
        let schema = format!(
            "{{type: object, required: [{names}], properties: {{x: {{type: string}}, y: {{type: string}}}}}}"
        );
        let post = "{post: {requestBody: {required: true, content: {application/json: {schema: \
                    {$ref: '#/components/schemas/a'}}}}, responses: {2XX: {description: d}}}}";
        described(&[("/as", post)], &[("a", &schema)])
    };
    let diff = difference(&required("x"), &required("x, y"));
    assert_eq!(
        shown(&diff),
        [
            "breaking made required models::A::new",
            "breaking retyped models::A::y"
        ]
    );
    assert_eq!(diff.changes[0].effect, "it must be given `y` too");
    let diff = difference(&required("x, y"), &required("y"));
    assert_eq!(
        shown(&diff),
        [
            "breaking retyped models::A::new",
            "breaking retyped models::A::x"
        ]
    );
    assert_eq!(diff.changes[0].effect, "it takes `x` no more");
}

#[test]
fn arguments_that_change_places_break_although_they_compile() {
    let with = |properties: &str| {
        let schema = format!("{{type: object, required: [x, y], properties: {{{properties}}}}}");
        let post = "{post: {requestBody: {required: true, content: {application/json: {schema: \
                    {$ref: '#/components/schemas/a'}}}}, responses: {2XX: {description: d}}}}";
        described(&[("/as", post)], &[("a", &schema)])
    };
    let diff = difference(
        &with("x: {type: string}, y: {type: string}"),
        &with("y: {type: string}, x: {type: string}"),
    );
    assert_eq!(shown(&diff), ["breaking retyped models::A::new"]);
    assert!(
        diff.changes[0].effect.contains("changed places"),
        "{diff:?}"
    );
}

#[test]
fn members_of_enumerations_are_additions() {
    let with = |members: &str| {
        described(
            &[("/as", &item(&["post"], A))],
            &[
                ("a", &object("k: {$ref: '#/components/schemas/kind'}")),
                ("kind", &format!("{{type: string, enum: [{members}]}}")),
            ],
        )
    };
    let (one, two) = (with("x"), with("x, y"));
    assert_eq!(
        shown(&difference(&one, &two)),
        ["addition added models::Kind::Y"]
    );
    let diff = difference(&two, &one);
    assert_eq!(shown(&diff), ["breaking removed models::Kind::Y"]);
    assert_eq!(diff.changes[0].operations, ["POST /as"]);
}

#[test]
fn a_path_that_goes_takes_along_what_is_below_it() {
    let one = described(
        &[
            ("/as", &item(&["get"], A)),
            ("/as/{a-id}/bs", &item(&["get"], A)),
            ("/as/{a-id}/bs/{b-id}", &item(&["get", "patch"], A)),
        ],
        &[("a", &object("x: {type: string}"))],
    );
    let two = described(
        &[("/as", &item(&["get"], A))],
        &[("a", &object("x: {type: string}"))],
    );
    let diff = difference(&one, &two);
    assert_eq!(shown(&diff)[0], "breaking removed as::As::by_a_id");
    let removed = &diff.changes[0];
    assert_eq!(removed.effect, "the way to 3 operations is gone");
    assert_eq!(removed.operation_count, 3);
    assert!(
        removed
            .follows
            .contains(&"as::ItemBsItem::patch".to_owned()),
        "{removed:?}"
    );
    let back = difference(&two, &one);
    assert_eq!(shown(&back)[0], "addition added as::As::by_a_id");
    assert_eq!(back.changes[0].effect, "a way to 3 operations");
}

#[test]
fn an_operation_that_loses_an_option_says_which() {
    let with = |options: &[&str]| {
        let options: Vec<String> = options
            .iter()
            .map(|name| format!("{{name: {name}, in: query, schema: {{type: string}}}}"))
            .collect();
        let get = format!(
            "{{get: {{parameters: [{}], responses: {{2XX: {{description: d}}}}}}}}",
            options.join(", ")
        );
        described(&[("/as", &get)], &[])
    };
    let diff = difference(&with(&["x", "y"]), &with(&["x"]));
    let method = diff
        .changes
        .iter()
        .find(|change| change.path() == "as::As::get")
        .unwrap();
    assert_eq!(method.effect, "it takes the options `y` no more");
    assert_eq!(method.severity, Severity::Breaking);
    let diff = difference(&with(&["x"]), &with(&["x", "y"]));
    let method = diff
        .changes
        .iter()
        .find(|change| change.path() == "as::As::get")
        .unwrap();
    assert_eq!(
        method.effect,
        "it takes the options `y` too; only code that names the request type breaks"
    );
}

#[test]
fn another_answer_and_another_argument_of_a_path_break() {
    let one = described(&[("/as/f(x={x})", &item(&["get"], "{type: string}"))], &[]);
    let parameter =
        "parameters: [{name: x, in: path, required: true, schema: {type: boolean}}], get";
    let two = item(&["get"], "{type: boolean}").replacen("get", parameter, 1);
    let diff = difference(&one, &described(&[("/as/f(x={x})", &two)], &[]));
    assert_eq!(
        shown(&diff),
        [
            "breaking retyped as::As::f_with_x",
            "breaking retyped as::FWithX::get"
        ]
    );
    assert_eq!(diff.changes[0].effect, "an argument has another type");
    assert_eq!(diff.changes[1].effect, "it gives something else");
}

#[test]
fn a_rename_is_told_once() {
    let one = of_properties("x: {type: string}, other: {$ref: '#/components/schemas/a'}");
    let plain = Generator::new(Selection::default());
    let renamed = plain.clone().with_preferences(Preferences {
        renames: [Rename::parse("a=Letter"), Rename::parse("a/x=name")]
            .into_iter()
            .flatten()
            .collect(),
        ..Preferences::default()
    });
    let (before, after) = (planned(&one, &plain), planned(&one, &renamed));
    let diff = compare(
        Revision {
            document: &one,
            surface: &before,
        },
        Revision {
            document: &one,
            surface: &after,
        },
    );
    assert_eq!(
        shown(&diff),
        [
            "breaking renamed models::A",
            "breaking renamed models::A::x"
        ]
    );
    assert_eq!(diff.changes[0].effect, "it is `models::Letter` now");
    assert_eq!(diff.changes[1].follows, ["models::A::set_x"]);
}

#[test]
fn a_feature_that_goes_breaks_and_so_does_what_it_brought() {
    let (one, two) = (
        described(
            &[("/as", &item(&["get"], A)), ("/bs", &item(&["get"], A))],
            &[("a", &object("x: {type: string}"))],
        ),
        described(
            &[
                ("/as", &item(&["get"], A)),
                ("/bs", &item(&["get"], "{type: string}")),
            ],
            &[("a", &object("x: {type: string}"))],
        ),
    );
    let package = Generator::new(Selection::default()).as_package();
    let diff = difference_as(&one, &two, &package);
    assert_eq!(
        shown(&diff),
        [
            "breaking retyped bs::Bs::get",
            "breaking gated otherwise models::A"
        ]
    );
    assert_eq!(
        diff.changes[1].effect,
        "`bs` alone does not bring it any more"
    );
    let fewer = described(
        &[("/as", &item(&["get"], A))],
        &[("a", &object("x: {type: string}"))],
    );
    let diff = difference_as(&two, &fewer, &package);
    assert!(
        shown(&diff).contains(&"breaking removed feature bs".to_owned()),
        "{diff:#?}"
    );
}

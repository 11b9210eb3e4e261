//! What is written for what, and that parts stay together.

use graph_client::model::Nullable;
use graph_client::query::{Filter, filter};
use graph_client::time::{Date, Month};
use graph_tests::odata;
use proptest::prelude::*;

use crate::sample::{Colour, Sample};

fn text(filter: &Filter<Sample>) -> String {
    let text = filter.to_string();
    odata::filter(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
    text
}

#[test]
fn every_operator_and_function_has_its_text() {
    let name = String::from("x");
    let day = Date::from_calendar_date(2025, Month::May, 4);
    let day = day.unwrap();
    let table = [
        (filter!(Sample: name == name), "sampleName eq 'x'"),
        (filter!(Sample: name != *name), "sampleName ne 'x'"),
        (filter!(Sample: size < 5), "size lt 5"),
        (filter!(Sample: size <= -5), "size le -5"),
        (filter!(Sample: ratio > 1.5), "ratio gt 1.5"),
        (filter!(Sample: day >= day), "day ge 2025-05-04"),
        (filter!(Sample: name == null), "sampleName eq null"),
        (filter!(Sample: detail != null), "detail ne null"),
        (filter!(Sample: open), "isOpen eq true"),
        (filter!(Sample: !open), "not(isOpen eq true)"),
        (filter!(Sample: colour == Colour::Red), "colour eq 'red'"),
        (
            filter!(Sample: has(rights, Colour::Red)),
            "rights has 'red'",
        ),
        (
            filter!(Sample: starts_with(name, "a")),
            "startswith(sampleName,'a')",
        ),
        (
            filter!(Sample: ends_with(name, &name)),
            "endswith(sampleName,'x')",
        ),
        (
            filter!(Sample: contains(id, "c".to_owned() + "d")),
            "contains(id,'cd')",
        ),
        (
            filter!(Sample: is_in(name, ["a", "b"])),
            "sampleName in ('a','b')",
        ),
        (filter!(Sample: is_in(size, Vec::<i64>::new())), "false"),
        (filter!(Sample: tags.any()), "tags/any()"),
        (
            filter!(Sample: tags.any(|t| t == "x")),
            "tags/any(t:t eq 'x')",
        ),
        (
            filter!(Sample: tags.all(|not| starts_with(not, "x"))),
            "tags/all(item0:startswith(item0,'x'))",
        ),
        (filter!(Sample: tags.len() == 0), "tags/$count eq 0"),
        (
            filter!(Sample: parts.any(|p| p.size > 1 && p.inner.any(|i| i == "x"))),
            "parts/any(p:p/size gt 1 and p/inner/any(i:i eq 'x'))",
        ),
        (
            filter!(Sample: detail.name == "d"),
            "detail/partName eq 'd'",
        ),
        (filter!(Sample: related.size == 1), "related/size eq 1"),
        (
            filter!(Sample: all_related.any(|r| r.name == "n")),
            "allRelated/any(r:r/partName eq 'n')",
        ),
    ];
    for (filter, expected) in table {
        assert_eq!(text(&filter), expected);
    }
}

#[test]
fn what_is_joined_stays_joined() {
    let table = [
        (
            filter!(Sample: open && (open || open)),
            "isOpen eq true and (isOpen eq true or isOpen eq true)",
        ),
        (
            filter!(Sample: open && open || open),
            "(isOpen eq true and isOpen eq true) or isOpen eq true",
        ),
        (
            filter!(Sample: open || open || open),
            "isOpen eq true or isOpen eq true or isOpen eq true",
        ),
        (
            filter!(Sample: !(open || open) && open),
            "not(isOpen eq true or isOpen eq true) and isOpen eq true",
        ),
        (
            filter!(Sample: open)
                .or(filter!(Sample: size == 1 && size == 2))
                .and(filter!(Sample: open)),
            "(isOpen eq true or (size eq 1 and size eq 2)) and isOpen eq true",
        ),
    ];
    for (filter, expected) in table {
        assert_eq!(text(&filter), expected);
    }
}

#[test]
fn operands_are_evaluated_once_and_in_order_where_the_macro_stands()
-> Result<(), std::num::ParseIntError> {
    let mut calls = Vec::new();
    let mut next = |value: &'static str| {
        calls.push(value);
        value
    };
    // Names of operands are those of the place, also where a lambda calls its item so.
    let t = "outer";
    let filter = filter!(Sample:
        name == next("a") && tags.any(|t| t == next("b") || t == t) && size == "7".parse::<i64>()?);
    assert_eq!(
        text(&filter),
        "sampleName eq 'a' and tags/any(t:t eq 'b' or t eq 'outer') and size eq 7"
    );
    assert_eq!(calls, ["a", "b"]);
    let _ = t;
    Ok(())
}

#[test]
fn what_directory_objects_call_advanced_is_known() {
    let plain = [
        filter!(Sample: name == "a" && starts_with(name, "b") || contains(name, "c")),
        filter!(Sample: tags.any(|t| t == "x") && is_in(size, [1, 2]) && size >= 1),
    ];
    let advanced = [
        filter!(Sample: name != "a"),
        filter!(Sample: name != null),
        filter!(Sample: !open),
        filter!(Sample: ends_with(name, "a")),
        filter!(Sample: tags.len() == 0),
        filter!(Sample: open && tags.any(|t| ends_with(t, "x"))),
        filter!(Sample: open).or(filter!(Sample: !open)),
    ];
    for filter in plain {
        assert!(!filter.is_advanced(), "{filter}");
    }
    for filter in advanced {
        assert!(filter.is_advanced(), "{filter}");
        assert!(
            !format!("{filter:?}").contains('\''),
            "{filter:?} shows data"
        );
    }
}

/// A condition, beside what it is to be read as.
fn trees() -> impl Strategy<Value = (Filter<Sample>, odata::Expression)> {
    let leaf = any::<String>().prop_map(|operand| {
        let expected = odata::Expression::Compare(
            "sampleName".to_owned(),
            "eq".to_owned(),
            odata::Literal::Text(operand.clone()),
        );
        (filter!(Sample: name == operand), expected)
    });
    leaf.prop_recursive(4, 24, 2, |inner| {
        (inner.clone(), inner, any::<bool>()).prop_map(|((one, read), (other, other_read), and)| {
            if and {
                (
                    one.and(other),
                    odata::Expression::And(vec![read, other_read]),
                )
            } else {
                (one.or(other), odata::Expression::Or(vec![read, other_read]))
            }
        })
    })
}

/// The same with parts of one kind beside one another, as they are read.
fn flat(expression: odata::Expression) -> odata::Expression {
    use odata::Expression::{And, Or};
    match expression {
        And(parts) => And(parts
            .into_iter()
            .flat_map(|part| match flat(part) {
                And(inner) => inner,
                other => vec![other],
            })
            .collect()),
        Or(parts) => Or(parts
            .into_iter()
            .flat_map(|part| match flat(part) {
                Or(inner) => inner,
                other => vec![other],
            })
            .collect()),
        other => other,
    }
}

proptest! {
    #[test]
    fn what_is_read_is_what_was_meant((filter, expected) in trees()) {
        let read = odata::filter(&filter.to_string()).unwrap();
        prop_assert_eq!(flat(read), flat(expected));
    }
}

#[test]
fn a_model_of_ones_own_may_be_given_as_an_operand() {
    let sample = Sample {
        name: Nullable::Value("it's".into()),
        ..graph_client::model::Model::empty()
    };
    let name = sample.name.as_deref().unwrap_or_default();
    assert_eq!(
        text(&filter!(Sample: name == name)),
        "sampleName eq 'it''s'"
    );
}

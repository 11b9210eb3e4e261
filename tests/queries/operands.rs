//! Operands: the text gives them back, and nothing they hold changes the expression.

use std::sync::LazyLock;

use graph_client::credential::StaticToken;
use graph_client::model::{self, DateTime, Duration, FlagSet, StringEnum, Uuid};
use graph_client::query::{Filter, filter};
use graph_client::time::{Date, OffsetDateTime, Time};
use graph_client::{GraphClient, time, uuid};
use graph_tests::odata::{self, Expression, Literal};
use proptest::prelude::*;

use crate::sample::{Colour, Sample};

/// The value that a comparison with one operand is with, read from the text.
fn value(filter: &Filter<Sample>) -> Literal {
    match odata::filter(&filter.to_string()).unwrap() {
        Expression::Compare(_, _, literal) | Expression::Call(_, _, literal) => literal,
        other => panic!("{filter} is {other:?}"),
    }
}

fn bare(filter: &Filter<Sample>) -> String {
    match value(filter) {
        Literal::Bare(text) => text,
        other => panic!("{filter} has {other:?}"),
    }
}

/// Texts with what OData and addresses take for something else.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "['%&+#?;,()/ a-c:é😀\"\\\\-]{0,12}",
        Just("' or true eq true or 'a' eq '".to_owned()),
        Just("null".to_owned()),
    ]
}

fn instants() -> impl Strategy<Value = OffsetDateTime> {
    // RFC 3339 has years of four digits.
    (-62_135_596_800_i64..253_402_300_799, 0_i64..1_000_000_000).prop_map(|(seconds, fraction)| {
        OffsetDateTime::from_unix_timestamp(seconds).unwrap()
            + time::Duration::nanoseconds(fraction)
    })
}

/// Never sends anything.
static CLIENT: LazyLock<GraphClient> = LazyLock::new(|| {
    let client = GraphClient::builder().credential(StaticToken::new("token"));
    client.build().unwrap()
});

proptest! {
    #[test]
    fn texts_come_back(text in texts(), other in texts(), list in prop::collection::vec(texts(), 1..4)) {
        let known = |text: &str| Literal::Text(text.to_owned());
        prop_assert_eq!(value(&filter!(Sample: name == text)), known(&text));
        prop_assert_eq!(value(&filter!(Sample: starts_with(name, &text))), known(&text));
        prop_assert_eq!(value(&filter!(Sample: ends_with(name, text.as_str()))), known(&text));
        prop_assert_eq!(value(&filter!(Sample: contains(id, text.clone()))), known(&text));
        prop_assert_eq!(value(&filter!(Sample: detail.name != text)), known(&text));
        let colour = Colour::from_text(&text);
        prop_assert_eq!(value(&filter!(Sample: colour == colour)), known(&text));
        let rights: FlagSet<Colour> = [colour].into();
        prop_assert_eq!(value(&filter!(Sample: has(rights, rights))), known(&text));
        let filter = filter!(Sample: is_in(name, &list));
        let expected = Expression::In("sampleName".into(), list.iter().map(|text| known(text)).collect());
        prop_assert_eq!(odata::filter(&filter.to_string()).unwrap(), expected);

        // The expression around them stays what it is.
        let filter = filter!(Sample:
            (name == text || !starts_with(name, other)) && tags.any(|t| t == text && t != other));
        let compare = |path: &str, operator: &str, text: &str| {
            Expression::Compare(path.into(), operator.into(), known(text))
        };
        let expected = Expression::And(vec![
            Expression::Or(vec![
                compare("sampleName", "eq", &text),
                Expression::Not(Box::new(Expression::Call(
                    "startswith".into(),
                    "sampleName".into(),
                    known(&other),
                ))),
            ]),
            Expression::Lambda("tags".into(), "any".into(), Some(("t".into(), Box::new(
                Expression::And(vec![compare("t", "eq", &text), compare("t", "ne", &other)]),
            )))),
        ]);
        prop_assert_eq!(odata::filter(&filter.to_string()).unwrap(), expected);
    }

    #[test]
    fn texts_come_back_from_an_address(text in texts()) {
        let filter = filter!(graph_client::v1::models::ServicePrincipal: display_name == text);
        let expected = filter.to_string();
        let request = CLIENT.v1().service_principals().get().filter(filter).top(1);
        let url = graph_client::url::Url::parse(&request.url()).unwrap();
        let pairs: Vec<_> = url.query_pairs().into_owned().collect();
        prop_assert_eq!(pairs, [("$filter".to_owned(), expected), ("$top".to_owned(), "1".to_owned())]);
    }

    #[test]
    fn numbers_come_back(integer: i64, double: f64, small: u8) {
        prop_assert_eq!(bare(&filter!(Sample: size == integer)).parse::<i64>().unwrap(), integer);
        prop_assert_eq!(bare(&filter!(Sample: size < small)).parse::<u8>().unwrap(), small);
        let read = bare(&filter!(Sample: ratio >= double)).replace("INF", "inf").parse::<f64>().unwrap();
        prop_assert!(read.to_bits() == double.to_bits() || read.is_nan() && double.is_nan());
    }

    #[test]
    fn dates_and_times_come_back(instant in instants(), nanoseconds in 0_u64..86_400_000_000_000) {
        let text = bare(&filter!(Sample: born <= instant));
        prop_assert_eq!(text.parse::<DateTime>().unwrap().get().unwrap(), instant);
        let date: Date = instant.date();
        let text = bare(&filter!(Sample: day == date));
        prop_assert_eq!(text.parse::<model::Date>().unwrap().get().unwrap(), date);
        let time = Time::MIDNIGHT + std::time::Duration::from_nanos(nanoseconds);
        let text = bare(&filter!(Sample: at == time));
        prop_assert_eq!(text.parse::<model::TimeOfDay>().unwrap().get().unwrap(), time);
        let length = time::Duration::nanoseconds(nanoseconds.cast_signed());
        let Literal::Typed(kind, text) = value(&filter!(Sample: length == length)) else {
            panic!("a duration has a name before it");
        };
        prop_assert_eq!(kind, "duration");
        prop_assert_eq!(text.parse::<model::LexicalDuration>().unwrap().get().unwrap(), Duration::from(length));
    }

    #[test]
    fn uuids_come_back(bits: u128) {
        let id = uuid::Uuid::from_u128(bits);
        prop_assert_eq!(bare(&filter!(Sample: key == id)).parse::<uuid::Uuid>().unwrap(), id);
        prop_assert_eq!(bare(&filter!(Sample: key == &Uuid::from(id))).parse::<uuid::Uuid>().unwrap(), id);
    }

    #[test]
    fn a_date_that_is_none_is_a_value_all_the_same(text in texts()) {
        // A service may send anything in place of a date, and it is kept.
        let json = serde_json::to_vec(&text).unwrap();
        let date: DateTime = model::content_from_json(&json).unwrap();
        let filter = filter!(Sample: born == date);
        prop_assert_eq!(value(&filter), Literal::Text(text));
    }
}

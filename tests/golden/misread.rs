//! Constructs that are easily misread, on the wire.

use graph_client::GraphClient;
use graph_client::Request;
use graph_client::credential::StaticToken;
use graph_client::model::{self, Model, Nullable};
use serde_json::{Value, json};

use crate::{constructs, edition31};
use constructs::models::{Answer, AnswerEither, Cat, Color, DogBark, Keeper, Owner, Pet};

fn pets() -> graph_client::path::Builder<constructs::pets::Pets> {
    let client = GraphClient::builder()
        .credential(StaticToken::new("token"))
        .build()
        .unwrap();
    constructs::Api::new(&client).pets()
}

fn body<T>(request: &Request<T>) -> Option<&str> {
    request
        .body()
        .map(|body| std::str::from_utf8(body).unwrap())
}

/// Decodes and encodes, which has to give the same value.
fn read<M: Model>(value: &Value) -> M {
    let decoded: M = model::from_json(value.to_string().as_bytes()).unwrap();
    let encoded: Value = serde_json::from_slice(&model::to_json(&decoded).unwrap()).unwrap();
    assert_eq!(encoded, *value);
    decoded
}

#[test]
fn a_discriminator_is_sent_that_is_no_constant() {
    let cat = pets().post(&Pet::from(Cat::new().set_lives(9)));
    assert_eq!(body(&cat), Some(r#"{"kind":"cat","lives":9}"#));
    assert_eq!(body(&pets().post(&Pet::dog())), Some(r#"{"kind":"dog"}"#));
    // A constant of an ancestor is the descendant's.
    let keeper = Keeper::new().set_name("Ada");
    assert_eq!(
        body(&pets().post(&keeper.into())),
        Some(r#"{"kind":"owner","name":"Ada"}"#)
    );
}

#[test]
fn two_values_may_mean_one_schema() {
    for kind in ["cat", "tiger"] {
        let pet: Pet = read(&json!({"kind": kind, "lives": 7}));
        assert!(
            matches!(pet, Pet::Cat(cat) if cat.lives == Some(7)),
            "{kind}"
        );
    }
    assert_eq!(
        body(&pets().post(&Pet::tiger())),
        Some(r#"{"kind":"tiger"}"#)
    );
}

#[test]
fn a_reference_with_a_description_is_what_it_refers_to() {
    let owner: Owner = read(&json!({"kind": "owner", "color": "red", "colors": ["blue", null]}));
    assert_eq!(owner.color, Nullable::Value(Color::Red));
    assert_eq!(
        owner.colors.unwrap(),
        [Nullable::Value(Color::Blue), Nullable::Null]
    );
    read::<Owner>(&json!({"kind": "owner", "color": null}));
}

#[test]
fn maps_hold_values_of_their_type() {
    let answer: Answer = read(&json!({
        "counts": {"a": 1, "b": 9_007_199_254_740_993_i64},
        "owners": {"x": {"kind": "owner", "id": "1"}}
    }));
    assert_eq!(answer.counts.unwrap()["b"], 9_007_199_254_740_993);
    assert_eq!(answer.owners.unwrap()["x"].id.as_deref(), Some("1"));
}

#[test]
fn choices_are_told_apart_by_their_json() {
    let either = |value: Value| read::<Answer>(&json!({"either": value})).either.unwrap();
    assert!(matches!(
        either(json!({"radius": 1.5})),
        AnswerEither::Circle(circle) if circle.radius == Some(1.5)
    ));
    assert!(matches!(
        either(json!({"side": 2.5})),
        AnswerEither::Square(_)
    ));
    assert!(matches!(either(json!(true)), AnswerEither::Boolean(true)));
    assert!(matches!(
        either(json!({"edges": 7})),
        AnswerEither::Unknown(_)
    ));
    assert!(matches!(either(json!("text")), AnswerEither::Unknown(_)));
    let dog: Pet = read(&json!({"kind": "dog", "bark": "loud"}));
    assert!(matches!(dog, Pet::Dog(dog) if dog.bark == Some(DogBark::String("loud".to_owned()))));
}

#[test]
fn bodies_may_be_values_or_left_out() {
    assert_eq!(body(&pets().color().put(&Color::Red)), Some(r#""red""#));
    assert_eq!(body(&pets().patch(None)), None);
    let owner = Owner::new();
    assert_eq!(body(&pets().patch(&owner)), Some(r#"{"kind":"owner"}"#));
    let picture = pets().picture().put("png", "image/png");
    assert_eq!(picture.headers()["content-type"], "image/png");
}

#[test]
fn arguments_cannot_become_others() {
    let path = |from: &str, to: &str, day: &str| {
        let get = pets()
            .between_with_from_with_to_with_day(from, to, day)
            .get();
        get.path().to_owned()
    };
    assert_eq!(
        path("O'Neil", "b", "2026-01-31"),
        "/v1.0/pets/between(range='O%27%27Neil-b',day=2026-01-31)"
    );
    let lists = pets().get().tags(["a&b", "c"]);
    assert_eq!(lists.query_string(), "tags=a%26b&tags=c");
}

#[test]
fn openapi_3_1_says_the_same_in_other_words() {
    use edition31::models::{Thing, ThingCreate, ThingValue};

    let thing: Thing = read(&json!({
        "name": null, "other": null, "described": {"id": "p"}, "data": "SGk=", "value": 7
    }));
    assert!(thing.name.is_null() && thing.other.is_null());
    assert_eq!(thing.described.unwrap().id.as_deref(), Some("p"));
    assert_eq!(thing.value, Some(ThingValue::Number(7)));
    let made = model::to_json(&ThingCreate::new(1)).unwrap();
    assert_eq!(made, br#"{"kind":"lamp","count":1}"#);
    let refused = model::to_json(&ThingCreate::new(0)).unwrap_err();
    assert!(refused.to_string().contains("count"), "{refused}");
}

//! Many requests in few exchanges, each with its own answer.

use graph_client::operation::Method;
use graph_tests::server::{self, Answer};
use serde_json::{Value, json};

use crate::setup::scene;

/// The ids of the requests in a batch, in their order.
fn ids(request: &server::Request) -> Vec<usize> {
    assert_eq!(request.line(), "POST /v1.0/$batch HTTP/1.1");
    let body: Value = serde_json::from_str(request.body_text()).unwrap();
    let requests = body["requests"].as_array().unwrap();
    requests
        .iter()
        .map(|part| part["id"].as_str().unwrap().parse().unwrap())
        .collect()
}

fn answers(answers: impl IntoIterator<Item = Value>) -> Answer {
    let answers: Vec<_> = answers.into_iter().collect();
    Answer::json(200, json!({ "responses": answers }).to_string())
}

fn success(id: usize) -> Value {
    json!({
        "id": id.to_string(),
        "status": 200,
        "headers": { "Content-Type": "application/json" },
        "body": { "number": id },
    })
}

#[tokio::test]
async fn twenty_five_are_split_and_the_throttled_one_goes_again_when_its_time_is_over() {
    let refused = json!({ "id": "3", "status": 429, "headers": { "Retry-After": "11" } });
    let missing = json!({
        "id": "22", "status": 404, "headers": { "Content-Type": "application/json" },
        "body": { "error": { "code": "NotFound", "message": "No such thing." } },
    });
    let first = (0..20).map(|id| {
        if id == 3 {
            refused.clone()
        } else {
            success(id)
        }
    });
    let second = (20..25).rev();
    let second = second.map(|id| {
        if id == 22 {
            missing.clone()
        } else {
            success(id)
        }
    });
    let second = second.chain([success(3)]);
    let scene = scene([answers(first), answers(second)]).await;

    let mut batch = scene.client.batch();
    let handles: Vec<_> = (0..25)
        .map(|number| {
            let path = format!("/v1.0/things/{number}");
            batch.add(scene.client.request::<Value>(Method::Get, &path))
        })
        .collect();
    let mut answers = batch.send().await;
    for (number, handle) in handles.into_iter().enumerate() {
        match answers.take(handle) {
            Ok(value) => assert_eq!(value["number"], number),
            Err(error) => assert!(number == 22 && error.is_not_found(), "{number}: {error}"),
        }
    }

    // On this clock waiting takes no time, so it goes along with the rest.
    let sent: Vec<_> = (0..2).map(|_| ids(&scene.server.take_request())).collect();
    assert_eq!(sent[0], (0..20).collect::<Vec<_>>());
    assert_eq!(sent[1], [3, 20, 21, 22, 23, 24]);
    assert_eq!(scene.server.pending(), 0);
    assert_eq!(scene.clock.slept(), [11_000]);
}

#[tokio::test]
async fn what_depends_on_a_failure_is_not_sent() {
    let refused = json!({ "id": "0", "status": 403 });
    // The service says this of a request whose dependency failed.
    let dependent = json!({ "id": "1", "status": 424 });
    let scene = scene([answers([refused, dependent])]).await;
    let mut batch = scene.client.batch();
    let first = batch.add(scene.get());
    let second = batch.add(scene.get());
    batch.depends_on(&second, &first);
    let mut answers = batch.send().await;
    assert_eq!(answers.take(first).unwrap_err().status().unwrap(), 403);
    assert!(answers.take(second).is_err());
    let body: Value = serde_json::from_str(scene.server.take_request().body_text()).unwrap();
    assert_eq!(body["requests"][1]["dependsOn"], json!(["0"]));
    assert_eq!(scene.server.pending(), 0);
}

//! Many requests in few exchanges, each with its own answer.

use graph_client::ErrorKind;
use graph_client::operation::Method;
use graph_tests::server::{self, Answer, End};
use serde_json::{Value, json};

use crate::setup::{Scene, scene};

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

/// What came of two requests that went together, the second with this method.
async fn both(scene: &Scene, method: Method) -> [Result<Value, graph_client::Error>; 2] {
    let mut batch = scene.client.batch();
    let first = batch.add(scene.get());
    let second = batch.add(scene.client.request::<Value>(method, "/v1.0/things"));
    let mut answers = batch.send().await;
    [answers.take(first), answers.take(second)]
}

#[tokio::test]
async fn an_envelope_that_is_no_answer_is_the_failure_of_each_request() {
    let whole = || answers([success(0), success(1)]);
    let table = [
        (Answer::json(200, "{}"), ErrorKind::Decode),
        (Answer::json(200, "[1]"), ErrorKind::Decode),
        (
            Answer::json(200, "{\"responses\": [{\"id\": \"0\""),
            ErrorKind::Decode,
        ),
        (
            Answer::status(200).body("text/html", "<html>"),
            ErrorKind::Decode,
        ),
        (Answer::status(200), ErrorKind::Decode),
        (Answer::status(400), ErrorKind::Status),
        (whole().cut(30), ErrorKind::Transport),
    ];
    for (answer, kind) in table {
        let scene = scene([answer]).await;
        for failure in both(&scene, Method::Post).await {
            let failure = failure.unwrap_err();
            assert_eq!(failure.kind(), kind, "{failure}");
            assert!(!failure.is_retryable(), "{failure}");
        }
        assert_eq!(scene.server.pending(), 1);
    }
}

#[tokio::test]
async fn an_envelope_whose_connection_breaks_goes_again_only_when_all_in_it_may() {
    for (method, sent) in [(Method::Delete, 2), (Method::Post, 1), (Method::Patch, 1)] {
        let whole = answers([success(0), success(1)]);
        let broken = Answer::nothing(End::Reset);
        let scene = scene([broken, whole]).await;
        let [first, second] = both(&scene, method).await;
        assert_eq!(scene.server.pending(), sent, "{method}");
        for answer in [first, second] {
            match answer {
                Ok(_) => assert_eq!(sent, 2),
                Err(error) => assert_eq!((error.kind(), sent), (ErrorKind::Transport, 1)),
            }
        }
    }
}

#[tokio::test]
async fn answers_are_told_apart_by_their_number_alone() {
    // In another order, one of nobody's, and one that comes twice.
    let scene = scene([answers([success(1), success(7), success(0), success(1)])]).await;
    let [first, second] = both(&scene, Method::Post).await;
    assert_eq!(first.unwrap()["number"], 0);
    assert_eq!(second.unwrap()["number"], 1);

    scene.server.push(answers([success(1)]));
    let [first, second] = both(&scene, Method::Post).await;
    let error = first.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error.to_string().contains("has none for this request"),
        "{error}"
    );
    second.unwrap();
}

#[tokio::test]
async fn a_part_whose_body_is_not_what_was_asked_for_costs_no_other() {
    let wrong = json!({
        "id": "0", "status": 200, "headers": { "Content-Type": "application/json" },
        "body": "no object",
    });
    let scene = scene([answers([wrong, success(1)])]).await;
    let mut batch = scene.client.batch();
    let typed = scene
        .client
        .request::<graph_client::answer::Json<Vec<u8>>>(Method::Get, "/v1.0/me");
    let first = batch.add(typed);
    let second = batch.add(scene.get());
    let mut answers = batch.send().await;
    let error = answers.take(first).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(!error.to_string().contains("no object"), "{error}");
    assert_eq!(answers.take(second).unwrap()["number"], 1);
}

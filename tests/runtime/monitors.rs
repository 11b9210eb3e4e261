//! Operations that go on after their answer.

use graph_client::ErrorKind;
use graph_tests::server::{Answer, Server};
use serde_json::{Value, json};

use crate::setup::{Scene, scene};

fn state(status: u16, body: &Value) -> Answer {
    Answer::json(status, body.to_string())
}

/// Begins an operation whose state is at this address.
async fn begun(scene: &Scene, header: &str, address: &str) -> graph_client::monitor::Monitor {
    let accepted = Answer::status(202)
        .header(header, address)
        .header("Retry-After", "3");
    scene.server.push(accepted);
    let answer = scene.post().send().await.unwrap();
    scene.server.take_request();
    scene.client.monitor(&answer).unwrap()
}

#[tokio::test]
async fn a_foreign_monitor_is_asked_without_the_token_until_it_is_done() {
    let scene = scene([]).await;
    let elsewhere = Server::start([
        state(
            202,
            &json!({"status": "inProgress", "percentageComplete": 27.8}),
        )
        .header("Retry-After", "7"),
        state(200, &json!({"status": "inProgress"})),
        state(200, &json!({"status": "completed", "resourceId": "r"})),
    ])
    .await;
    let address = format!("{}/monitor/SECRET", elsewhere.root());
    let monitor = begun(&scene, "Location", &address).await;
    assert!(!format!("{monitor:?}").contains("SECRET"));
    let done = monitor.wait::<Value>().await.unwrap();
    assert_eq!(done.value()["resourceId"], "r");
    for _ in 0..3 {
        let request = elsewhere.take_request();
        assert_eq!(request.line(), "GET /monitor/SECRET HTTP/1.1");
        assert_eq!(request.header("authorization"), None);
    }
    // As the service says, and five seconds where it does not.
    assert_eq!(scene.clock.slept(), [7000, 5000]);
}

#[tokio::test]
async fn a_monitor_of_the_cloud_is_asked_with_the_token_and_a_failure_is_an_error() {
    let scene = scene([]).await;
    let address = format!("{}/v1.0/operations/1", scene.server.root());
    let monitor = begun(&scene, "Azure-AsyncOperation", &address).await;
    let error = json!({"status": "failed", "error": {"code": "nameConflict", "message": "DATA"}});
    scene.server.push(state(200, &error));
    let error = monitor.wait::<Value>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Operation);
    assert!(error.to_string().contains("nameConflict"), "{error}");
    assert!(!error.to_string().contains("DATA"), "{error}");
    assert!(
        scene
            .server
            .take_request()
            .header("authorization")
            .is_some()
    );

    // See other: what it made is there.
    let item = format!("{}/v1.0/items/1", scene.server.root());
    scene
        .server
        .push(Answer::status(303).header("Location", &item));
    let done = scene.client.monitor_at(address).wait::<()>().await.unwrap();
    assert_eq!(done.headers()["location"], *item);
}

#[tokio::test]
async fn what_is_done_has_no_monitor() {
    let scene = scene([state(201, &json!({})).header("Location", "https://x.example")]).await;
    let answer = scene.post().send().await.unwrap();
    assert!(scene.client.monitor(&answer).is_none());
}

//! Operations that go on after their answer.

use graph_client::ErrorKind;
use graph_client::monitor::Progress;
use graph_client::operation::Method;
use graph_client::retry::RetryPolicy;
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

#[tokio::test]
async fn the_words_of_services_for_an_end_are_known() {
    let ended = async |status: &str| {
        let scene = scene([state(200, &json!({ "status": status }))]).await;
        let address = format!("{}/v1.0/operations/1", scene.server.root());
        let polled = scene.client.monitor_at(address).poll::<Value>().await;
        match polled {
            Ok(Progress::Done(_)) => Some(true),
            Ok(_) => None,
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Operation, "{error}");
                assert!(error.to_string().contains("without a code"), "{error}");
                Some(false)
            }
        }
    };
    for status in ["succeeded", "Succeeded", "completed", "skipped"] {
        assert_eq!(ended(status).await, Some(true), "{status}");
    }
    for status in ["failed", "Failed", "cancelled", "canceled", "deleteFailed"] {
        assert_eq!(ended(status).await, Some(false), "{status}");
    }
    for status in ["notStarted", "running", "updating", "waiting", ""] {
        assert_eq!(ended(status).await, None, "{status}");
    }
}

#[tokio::test]
async fn how_far_it_is_comes_in_either_name() {
    for name in ["percentageComplete", "percentComplete"] {
        let scene = scene([state(202, &json!({ "status": "running", name: 12.5 }))]).await;
        let address = format!("{}/v1.0/operations/1", scene.server.root());
        let mut monitor = scene.client.monitor_at(&address);
        assert_eq!(monitor.url(), address);
        match monitor.poll::<Value>().await.unwrap() {
            Progress::Running { status, percent } => {
                assert_eq!((status.as_deref(), percent), (Some("running"), Some(12.5)));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_service_that_wants_too_long_a_wait_is_asked_after_five_minutes() {
    let scene = scene([]).await;
    let later = Answer::status(202).header("Retry-After", "86400");
    scene.server.push(later);
    scene.server.push(Answer::json(200, "{}"));
    let address = format!("{}/v1.0/operations/1", scene.server.root());
    let monitor = scene.client.monitor_at(address);
    monitor.wait::<Value>().await.unwrap();
    assert_eq!(scene.clock.slept(), [300_000]);
}

#[tokio::test]
async fn a_monitor_has_a_policy_of_its_own() {
    for (attempts, pending) in [(1, 1), (3, 3)] {
        let scene = scene((0..9).map(|_| Answer::status(504))).await;
        let address = format!("{}/v1.0/operations/1", scene.server.root());
        let policy = RetryPolicy::new().with_max_attempts(attempts);
        let monitor = scene.client.monitor_at(address).with_retry(policy);
        let error = monitor.wait::<Value>().await.unwrap_err();
        assert_eq!(error.status().unwrap(), 504);
        assert_eq!(scene.server.pending(), pending);
    }
}

#[tokio::test]
async fn an_address_that_is_none_or_not_safe_is_an_error() {
    let scene = scene([]).await;
    for address in [
        "",
        "no address",
        "http://files.example/1",
        "/v1.0/operations/1",
    ] {
        let error = scene
            .client
            .monitor_at(address)
            .poll::<Value>()
            .await
            .unwrap_err();
        let kinds = [ErrorKind::InvalidRequest, ErrorKind::Destination];
        assert!(kinds.contains(&error.kind()), "{error}");
    }
    assert_eq!(scene.server.connections().await, 0);
}

#[tokio::test]
async fn an_address_may_be_a_path_with_or_without_its_version() {
    let path = "/teams('1')/operations('2')";
    let table = [
        ("/v1.0/teams", path.to_owned(), "/v1.0"),
        ("/beta/teams", path.to_owned(), "/beta"),
        ("/v1.0/teams", format!("/beta{path}"), "/beta"),
        ("/beta/teams", format!("/v1.0{path}"), "/v1.0"),
    ];
    for (of, address, version) in table {
        let accepted = Answer::status(202).header("Location", &address);
        let done = json!({"status": "succeeded"});
        let scene = scene([accepted, state(200, &done)]).await;
        let post = scene.client.request::<()>(Method::Post, of);
        let answer = post.send().await.unwrap();
        let monitor = scene.client.monitor(&answer).unwrap();
        assert_eq!(
            monitor.url(),
            format!("{}{version}{path}", scene.server.root())
        );
        monitor.wait::<Value>().await.unwrap();
        scene.server.take_request();
        let asked = scene.server.take_request();
        assert_eq!(asked.target(), format!("{version}{path}"));
        assert!(asked.header("authorization").is_some());
    }
}

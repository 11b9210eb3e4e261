//! What a caller sets on a request, and what comes back with the answer.

use std::time::Duration;

use graph_client::blocking::BlockingClient;
use graph_client::bytes::Bytes;
use graph_client::model::{Page, UntypedObject};
use graph_client::operation::Method;
use graph_client::{Error, ErrorKind};
use graph_tests::server::Answer;
use serde_json::{Value, json};

use crate::setup::{scene, scene_with};

#[tokio::test]
async fn headers_and_options_are_sent_and_those_of_the_answer_are_there() {
    let answer = Answer::json(200, "{}")
        .header("ETag", "W/\"2\"")
        .header("request-id", "r1");
    let scene = scene([answer]).await;
    let principal = scene
        .client
        .v1()
        .service_principals()
        .by_service_principal_id("1");
    let response = principal
        .get()
        .header("If-Match", "W/\"1\"")
        .header("Prefer", "return=minimal")
        .header("ConsistencyLevel", "eventual")
        .header("x-own", "yes")
        .query("$select", "id")
        .query("own", "a b")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["etag"], "W/\"2\"");
    assert_eq!(response.request_id(), Some("r1"));
    assert_eq!(response.value().id, None);
    let request = scene.server.take_request();
    let target = "/v1.0/servicePrincipals/1?$select=id&own=a%20b";
    assert_eq!(request.target(), target);
    for (name, value) in [
        ("if-match", "W/\"1\""),
        ("prefer", "return=minimal"),
        ("consistencylevel", "eventual"),
        ("x-own", "yes"),
    ] {
        assert_eq!(request.header(name), Some(value), "{name}");
    }
}

#[tokio::test]
async fn any_path_can_be_asked_for_and_any_body_sent() {
    let scene = scene([Answer::json(200, r#"{"value": "beta"}"#)]).await;
    let body = json!({"a": [1, null]});
    let request = scene.client.request(Method::Post, "/beta/x/y?z=1");
    let answer: Value = request.set_json(&body).await.unwrap();
    assert_eq!(answer["value"], "beta");
    let request = scene.server.take_request();
    assert_eq!(request.line(), "POST /beta/x/y?z=1 HTTP/1.1");
    assert_eq!(request.body_text(), r#"{"a":[1,null]}"#);
}

#[tokio::test]
async fn a_request_has_a_time_limit_of_its_own() {
    let silent = Answer::status(200).delay(Duration::from_secs(60));
    let scene = scene([silent]).await;
    let limit = Duration::from_secs(7);
    let error = scene.get().with_timeout(limit).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    // The limit is a sleep of the client's clock, which takes no time here.
    assert_eq!(scene.clock.slept(), [7_000]);
}

#[tokio::test]
async fn the_user_agent_is_that_of_the_application_and_the_client() {
    let scene = scene_with([Answer::json(200, "{}")], |builder| {
        builder.user_agent("contoso/1.2")
    })
    .await;
    scene.get().await.unwrap();
    let request = scene.server.take_request();
    let agent = request.header("user-agent").unwrap();
    assert!(agent.starts_with("contoso/1.2 graph-client/"), "{agent}");
}

#[tokio::test]
async fn blocking_code_shares_one_client() {
    const REQUESTS: usize = 40;
    let scene = scene((0..REQUESTS).map(|n| Answer::json(200, format!("{n}")))).await;
    let builder = scene.builder();
    let found = std::thread::spawn(move || -> Result<Vec<Value>, Error> {
        let graph = BlockingClient::new(builder)?;
        (0..REQUESTS)
            .map(|_| graph.run(graph.request::<Value>(Method::Get, "/v1.0/me")))
            .collect()
    });
    // The server runs here, so waiting for the thread must leave it its turn.
    let found = tokio::task::spawn_blocking(|| found.join().unwrap());
    let expected: Vec<_> = (0..REQUESTS).map(Value::from).collect();
    assert_eq!(found.await.unwrap().unwrap(), expected);
    assert_eq!(scene.mint.asked().len(), 1, "one token for all");
    // The runtime's thread takes a connection back after the answer is out, so a request that
    // comes at once may be too early for it, but not each of them.
    let connections = scene.server.connections().await;
    assert!(connections < REQUESTS, "{connections} connections");
}

#[tokio::test]
async fn headers_of_callers_and_clients_have_their_rules() {
    let set = |builder: graph_client::GraphClientBuilder| {
        builder
            .default_header("Prefer", "p")
            .default_header("X-Mine", "client")
    };
    let scene = scene_with([Answer::json(200, "1")], set).await;
    let request = scene
        .get()
        .header("User-Agent", "part/2")
        .header("X-Mine", "caller");
    request.await.unwrap();
    let request = scene.server.take_request();
    let agent = request.header("user-agent").unwrap();
    assert!(agent.starts_with("part/2 graph-client/"), "{agent}");
    assert_eq!(request.header("prefer"), Some("p"));
    assert_eq!(request.header("x-mine"), Some("caller"));
    for name in ["Accept-Encoding", "Cookie", "Expect"] {
        let error = scene.get().header(name, "SECRET").await.unwrap_err();
        assert!(
            error.to_string().contains("set by the client alone"),
            "{error}"
        );
        assert!(!error.to_string().contains("SECRET"));
    }
}

#[tokio::test]
async fn what_came_with_a_failure_is_there_for_those_who_ask() {
    let answer = Answer::status(403)
        .header("x-ms-throttle-limit-percentage", "0.9")
        .body("application/problem+json", "{\"odd\": \"BODY\"}");
    let long = Answer::status(400).body("text/plain", vec![b'x'; 100_000]);
    let scene = scene([answer, long]).await;
    let error = scene.get().await.unwrap_err();
    assert_eq!(error.headers()["x-ms-throttle-limit-percentage"], "0.9");
    assert_eq!(error.body(), "{\"odd\": \"BODY\"}");
    assert!(!format!("{error:?}").contains("0.9"));
    let error = scene.get().await.unwrap_err();
    assert_eq!(error.body().len(), 64 << 10);
}

#[tokio::test]
async fn values_of_answers_are_in_no_error() {
    #[derive(Debug, serde::Deserialize)]
    struct Number {
        #[allow(dead_code, reason = "it is never read")]
        n: u32,
    }
    let bad = || Answer::json(200, "{\"n\": \"SECRET\"}");
    let scene = scene([bad(), Answer::json(200, "{\"responses\": \"SECRET\"}")]).await;
    let request = scene
        .client
        .request::<graph_client::answer::Json<Number>>(Method::Get, "/v1.0/n");
    let error = request.await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("JSON of another form, at line 1"),
        "{error}"
    );
    assert!(!format!("{error} {error:?}").contains("SECRET"), "{error}");
    let mut batch = scene.client.batch();
    let part = batch.add(scene.get());
    let error = batch.send().await.take(part).unwrap_err();
    assert!(
        error.to_string().contains("not the answer to a batch"),
        "{error}"
    );
    assert!(!format!("{error} {error:?}").contains("SECRET"), "{error}");
}

#[tokio::test]
async fn whatever_takes_time_can_be_spawned() {
    fn spawnable<F: Future + Send + 'static>(future: F) {
        drop(future);
    }

    let scene = scene([]).await;
    let session = || scene.client.upload_session("https://files.example/u");
    spawnable(scene.get().into_future());
    spawnable(scene.get().send());
    spawnable(scene.client.batch().send());
    spawnable(session().upload(Bytes::new()).send::<()>());
    spawnable(
        session()
            .upload(Bytes::new())
            .resume()
            .send_response::<()>(),
    );
    let of_status = session();
    spawnable(async move { of_status.status().await });
    let monitor = scene.client.monitor_at("https://files.example/m");
    spawnable(monitor.wait::<Value>());
    let content = scene.client.request::<Bytes>(Method::Get, "/v1.0/content");
    spawnable(content.download().all());
    let page = scene
        .client
        .request::<Page<UntypedObject>>(Method::Get, "/v1.0/users");
    spawnable(page.clone().items().all());
    spawnable(async move { page.pages().next().await });
}

//! Layers of an application, for calls of every kind.

use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use graph_client::bytes::Bytes;
use graph_client::http::HeaderValue;
use graph_client::operation::Method;
use graph_client::pipeline::{Exchange, FromFn, Next, from_fn};
use graph_client::tower_layer::Layer;
use graph_client::tower_service::Service;
use graph_client::transport::{HttpRequest, HttpResponse};
use graph_client::{BoxFuture, Error, ErrorKind};
use graph_tests::server::Answer;
use serde_json::{Value, json};

use crate::setup::{done, scene, scene_with, throttled};

type Notes = Arc<Mutex<Vec<String>>>;

/// Notes route, path template, attempt and what it came to.
fn noting(
    notes: &Notes,
    level: &'static str,
) -> FromFn<impl Fn(HttpRequest, Next) -> BoxFuture<'static, Result<HttpResponse, Error>> + use<>> {
    let notes = Arc::clone(notes);
    from_fn(move |request: HttpRequest, next: Next| {
        let notes = Arc::clone(&notes);
        Box::pin(async move {
            let exchange = Exchange::of(&request).unwrap().clone();
            let answer = next.run(request).await;
            let came_to = match &answer {
                Ok(answer) => answer.status().as_u16().to_string(),
                Err(error) => format!("{:?}", error.kind()),
            };
            let template = exchange.path_template().map(|it| it.to_string());
            notes.lock().unwrap().push(format!(
                "{level} {:?} {} {} {came_to}",
                exchange.route(),
                template.unwrap_or_default(),
                exchange.attempt()
            ));
            answer
        }) as BoxFuture<'static, _>
    })
}

fn taken(notes: &Notes) -> Vec<String> {
    std::mem::take(&mut notes.lock().unwrap())
}

#[tokio::test]
async fn each_call_and_each_attempt_is_seen() {
    let notes = Notes::default();
    let scene = scene_with([throttled("1"), done(), Answer::status(404)], |builder| {
        builder
            .layer_per_call(noting(&notes, "call"))
            .layer_per_attempt(noting(&notes, "attempt"))
    })
    .await;
    let grants = scene.client.v1().oauth2_permission_grants();
    grants
        .by_oauth2_permission_grant_id("KEY")
        .get()
        .await
        .unwrap();
    let path = "/v1.0/oauth2PermissionGrants/{oAuth2PermissionGrant-id}";
    assert_eq!(
        taken(&notes),
        [
            format!("attempt Graph {path} 1 429"),
            format!("attempt Graph {path} 2 200"),
            format!("call Graph {path} 2 200"),
        ]
    );
    assert!(scene.get().await.unwrap_err().is_not_found());
    assert_eq!(
        taken(&notes),
        ["attempt Graph  1 404", "call Graph  1 Status"]
    );
}

#[tokio::test]
async fn parts_of_a_batch_and_stored_files_go_the_same_way() {
    let notes = Notes::default();
    let scene = scene_with([], |builder| {
        builder.layer_per_attempt(noting(&notes, "attempt"))
    })
    .await;
    let stored = format!("{}/stored", scene.server.root());
    let parts = json!({"responses": [
        {"id": "0", "status": 200, "body": {}},
        {"id": "1", "status": 302, "headers": {"Location": stored}},
    ]});
    scene.server.push(Answer::json(200, parts.to_string()));
    scene
        .server
        .push(Answer::status(200).body("text/csv", "a,b"));
    let mut batch = scene.client.batch();
    let me = batch.add(scene.get());
    let report = scene
        .client
        .request::<Bytes>(Method::Get, "/v1.0/reports/r");
    let report = batch.add(report);
    let mut answers = batch.send().await;
    answers.take(me).unwrap();
    assert_eq!(answers.take(report).unwrap(), "a,b");
    let mut notes = taken(&notes);
    notes.sort();
    assert_eq!(
        notes,
        [
            "attempt Foreign  1 200",
            "attempt Graph /v1.0/$batch 1 200",
            "attempt Part  1 200",
            "attempt Part  1 302",
        ]
    );
    scene.server.take_request();
    assert_eq!(scene.server.take_request().header("authorization"), None);
}

#[tokio::test]
async fn a_layer_changes_requests_answers_without_them_and_gives_up() {
    let scene = scene_with([done(), done()], |builder| {
        builder
            .layer_per_call(from_fn(
                async |request: HttpRequest, next: Next| match request.uri().path() {
                    "/v1.0/cached" => Ok(HttpResponse::new("5".into())),
                    "/v1.0/anew" => next.run(HttpRequest::default()).await,
                    _ => next.run(request).await,
                },
            ))
            .layer_per_attempt(from_fn(async |mut request: HttpRequest, next: Next| {
                let value = HeaderValue::from_static("v");
                request.headers_mut().insert("x-added", value);
                next.run(request).await
            }))
    })
    .await;
    let get = |path: &str| scene.client.request::<Value>(Method::Get, path);
    assert_eq!(get("/v1.0/cached").await.unwrap(), 5);
    assert_eq!(scene.server.pending(), 0);
    let error = get("/v1.0/anew").await.unwrap_err();
    assert!(
        error.to_string().contains("left its extensions behind"),
        "{error}"
    );
    get("/v1.0/me").await.unwrap();
    assert_eq!(scene.server.take_request().header("x-added"), Some("v"));
}

#[tokio::test]
async fn no_layer_can_send_the_token_elsewhere() {
    let scene = scene_with([done()], |builder| {
        builder.layer_per_call(from_fn(async |mut request: HttpRequest, next: Next| {
            *request.uri_mut() = "http://127.0.0.1:9/v1.0/me".parse().unwrap();
            next.run(request).await
        }))
    })
    .await;
    let error = scene.get().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Destination);
    assert_eq!(scene.server.pending(), 0);
}

/// A layer as `tower` has them, with a failure of its own kind.
#[derive(Clone)]
struct Gate<S>(S);

struct GateLayer;

impl Layer<Next> for GateLayer {
    type Service = Gate<Next>;

    fn layer(&self, next: Next) -> Gate<Next> {
        Gate(next)
    }
}

impl Service<HttpRequest> for Gate<Next> {
    type Response = HttpResponse;
    type Error = Box<dyn std::error::Error + Send + Sync>;
    type Future = BoxFuture<'static, Result<HttpResponse, Self::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, request: HttpRequest) -> Self::Future {
        let next = self.0.call(request);
        Box::pin(async move {
            let answer = next.await?;
            match answer.status().as_u16() {
                418 => Err("no coffee here".into()),
                _ => Ok(answer),
            }
        })
    }
}

#[tokio::test]
async fn layers_of_tower_fit() {
    let answers = [done(), Answer::status(418), Answer::status(200).cut(0)];
    let scene = scene_with(answers, |builder| builder.layer_per_attempt(GateLayer)).await;
    scene.get().await.unwrap();
    let error = scene.get().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Layer);
    assert!(
        error.to_string().contains("gave up: no coffee here"),
        "{error}"
    );
}

#[tokio::test]
async fn a_part_that_is_refused_gets_another_token_once() {
    let scene = scene([]).await;
    let answer = |status: u16| {
        let part = json!({"responses": [{"id": "0", "status": status, "body": {}}]});
        Answer::json(200, part.to_string())
    };
    for status in [401, 200, 401, 401] {
        scene.server.push(answer(status));
    }
    let send = async || {
        let mut batch = scene.client.batch();
        let part = batch.add(scene.get());
        batch.send().await.take(part)
    };
    send().await.unwrap();
    let tokens = |scene: &crate::setup::Scene| -> Vec<String> {
        let bearers = scene.bearers().into_iter();
        bearers
            .map(|bearer| bearer.replace(crate::setup::TOKEN, ""))
            .collect()
    };
    assert_eq!(tokens(&scene), ["1", "2"]);
    assert_eq!(send().await.unwrap_err().status().unwrap(), 401);
    assert_eq!(tokens(&scene), ["2", "3"]);
}

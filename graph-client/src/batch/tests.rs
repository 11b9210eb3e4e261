use std::collections::VecDeque;
use std::sync::Mutex;

use bytes::Bytes;
use serde_json::{Value, json};

use super::*;
use crate::client::testing::{Script, Scripted};
use crate::clock::Clock;
use crate::clock::fake::{FakeClock, PausedClock};
use crate::operation::Method;
use crate::retry::RetryBudget;
use crate::transport::{HttpRequest, HttpResponse, Transport};
use crate::{BoxFuture, ErrorKind};

/// Answers each part by its url: from a queue, or 200 with the url.
#[derive(Clone, Debug, Default)]
struct Service {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Debug, Default)]
struct Shared {
    queued: Vec<(&'static str, VecDeque<Value>)>,
    seen: Vec<(String, Vec<Value>)>,
}

impl Service {
    fn answer(self, url: &'static str, answers: impl IntoIterator<Item = Value>) -> Self {
        let queue = answers.into_iter().collect();
        self.shared.lock().unwrap().queued.push((url, queue));
        self
    }

    fn client<C: Clock + Clone>(&self, clock: &C) -> GraphClient {
        Script::default()
            .builder()
            .transport(self.clone())
            .clock(clock.clone())
            .build()
            .unwrap()
    }

    /// The urls of each lot.
    fn lots(&self) -> Vec<Vec<String>> {
        let lots = self.shared.lock().unwrap().seen.clone();
        let url = |part: &Value| part["url"].as_str().unwrap().to_owned();
        lots.iter()
            .map(|(_, parts)| parts.iter().map(url).collect())
            .collect()
    }
}

impl Transport for Service {
    fn send(&self, request: HttpRequest) -> BoxFuture<'static, Scripted> {
        let mut shared = self.shared.lock().unwrap();
        let body: Value = serde_json::from_slice(request.body().as_bytes().unwrap()).unwrap();
        let parts = body["requests"].as_array().unwrap().clone();
        let mut failed = Vec::new();
        let mut responses = Vec::new();
        for part in &parts {
            let url = part["url"].as_str().unwrap();
            let depends = part["dependsOn"].as_array().cloned().unwrap_or_default();
            let queue = shared.queued.iter_mut().find(|(queued, _)| *queued == url);
            let mut answer = if depends.iter().any(|other| failed.contains(other)) {
                json!({"status": 424, "body": {"error": {"code": "FailedDependency"}}})
            } else {
                queue
                    .and_then(|(_, queue)| queue.pop_front())
                    .unwrap_or_else(|| json!({"status": 200, "body": {"url": url}}))
            };
            if answer["status"].as_u64().unwrap() >= 300 {
                failed.push(part["id"].clone());
            }
            if answer["status"] != 1 {
                answer["id"] = part["id"].clone();
                // The service answers in any order.
                responses.insert(0, answer);
            }
        }
        shared.seen.push((request.uri().to_string(), parts));
        let body = json!({ "responses": responses }).to_string();
        let answer = HttpResponse::new(body.into());
        Box::pin(std::future::ready(Ok(answer)))
    }
}

fn get(client: &GraphClient, path: &str) -> Request<Value> {
    client.request(Method::Get, path)
}

fn throttled(seconds: u32) -> Value {
    json!({"status": 429, "headers": {"Retry-After": seconds.to_string()}})
}

#[must_use]
struct Wrapper<T>(Request<T>);

crate::request_traits!(Wrapper);

#[tokio::test]
async fn requests_go_together_and_answers_keep_their_types() {
    let service = Service::default()
        .answer("/users/$count", [json!({"status": 200, "headers": {"Content-Type": "text/plain"}, "body": 5})])
        .answer("/photo", [json!({"status": 200, "headers": {"Content-Type": "image/png", "ETag": "e"}, "body": "AAEC"})])
        .answer("/gone", [json!({"status": 404, "body": {"error": {"code": "NotFound", "message": "no"}}})]);
    let client = service.client(&FakeClock::default());
    let mut batch = client.batch();
    let wrapped = Wrapper(get(&client, "/v1.0/users/a%20b")).query("$select", "id");
    let user = batch.add(wrapped);
    let count = batch.add(client.request::<i32>(Method::Get, "/v1.0/users/$count"));
    let photo = batch.add(client.request::<Bytes>(Method::Get, "/v1.0/photo"));
    let gone = batch.add(get(&client, "/v1.0/gone"));
    let create = batch.add(
        client
            .request::<Value>(Method::Post, "/v1.0/users")
            .header("Prefer", "p")
            .set_json(&json!({"n": 1.50})),
    );
    let upload = batch.add(
        client
            .request::<()>(Method::Put, "/v1.0/content")
            .set_body("text/plain", "hi"),
    );
    let binary = batch.add(
        client
            .request::<()>(Method::Put, "/v1.0/content")
            .set_body("image/png", &b"\xfb\xff"[..]),
    );
    assert_eq!(batch.len(), 7);
    assert!(!batch.is_empty() && client.batch().is_empty());
    assert_eq!(format!("{batch:?}").matches("/…").count(), 7);

    let mut answers = batch.send().await;
    let url = "/users/a%20b?$select=id";
    assert_eq!(answers.take(user).unwrap(), json!({ "url": url }));
    assert_eq!(answers.take(count).unwrap(), 5);
    let photo = answers.take_response(photo).unwrap();
    assert_eq!(photo.headers()["etag"], "e");
    assert_eq!(photo.into_value(), &b"\0\x01\x02"[..]);
    let error = answers.take(gone).unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.odata().unwrap().message.as_deref(), Some("no"));
    assert!(answers.take(create).is_ok());
    assert!(answers.take(upload).is_ok());
    assert!(answers.take(binary).is_ok());

    let shared = service.shared.lock().unwrap();
    let (address, parts) = &shared.seen[0];
    assert_eq!(address, "https://graph.microsoft.com/v1.0/$batch");
    assert_eq!(parts[0], json!({"id": "0", "method": "GET", "url": url}));
    assert_eq!(
        parts[4],
        json!({
            "id": "4", "method": "POST", "url": "/users", "body": {"n": 1.5},
            "headers": {"content-type": "application/json", "prefer": "p"},
        })
    );
    assert_eq!(parts[5]["body"], "hi");
    assert_eq!(parts[6]["body"], "-_8=");
}

#[tokio::test]
async fn more_than_the_limit_are_split_and_dependencies_kept() {
    let service = Service::default();
    let client = service.client(&FakeClock::default());
    let mut batch = client.batch();
    let handles: Vec<_> = (0..45)
        .map(|number| batch.add(get(&client, &format!("/v1.0/{number}"))))
        .collect();
    batch
        .depends_on(&handles[1], &handles[0])
        .depends_on(&handles[30], &handles[1])
        .depends_on(&handles[31], &handles[30])
        .depends_on(&handles[31], &handles[30]);
    let mut answers = batch.send().await;
    for (number, handle) in handles.into_iter().enumerate() {
        let expected = json!({"url": format!("/{number}")});
        assert_eq!(answers.take(handle).unwrap(), expected);
    }
    let shared = service.shared.lock().unwrap();
    let sizes: Vec<_> = shared.seen.iter().map(|(_, parts)| parts.len()).collect();
    assert_eq!(sizes, [20, 20, 5]);
    let parts: Vec<_> = shared.seen.iter().flat_map(|(_, parts)| parts).collect();
    assert_eq!(parts[1]["dependsOn"], json!(["0"]));
    // Done in the lot before.
    assert_eq!(parts[30]["dependsOn"], Value::Null);
    assert_eq!(parts[31]["dependsOn"], json!(["30"]));
}

#[tokio::test]
async fn versions_go_apart() {
    let service = Service::default();
    let client = service.client(&FakeClock::default());
    let mut batch = client.batch();
    let one = batch.add(get(&client, "/v1.0/a"));
    let two = batch.add(get(&client, "/beta/b"));
    let three = batch.add(get(&client, "/v1.0/c"));
    batch.depends_on(&two, &one);
    let mut answers = batch.send().await;
    for handle in [one, two, three] {
        answers.take(handle).unwrap();
    }
    assert_eq!(service.lots(), [vec!["/a", "/c"], vec!["/b"]]);
    let shared = service.shared.lock().unwrap();
    assert!(shared.seen[1].0.ends_with("/beta/$batch"));
}

#[tokio::test(start_paused = true)]
async fn each_throttled_request_comes_again_after_its_own_time() {
    let service = Service::default()
        .answer("/slow", [throttled(30)])
        .answer("/quick", [throttled(2), throttled(3)]);
    let clock = PausedClock::new();
    let client = service.client(&clock);
    let mut batch = client.batch();
    let handles =
        ["/v1.0/slow", "/v1.0/quick", "/v1.0/fine"].map(|path| batch.add(get(&client, path)));
    let mut answers = batch.send().await;
    for handle in handles {
        answers.take(handle).unwrap();
    }
    assert_eq!(
        service.lots(),
        [
            vec!["/slow", "/quick", "/fine"],
            vec!["/quick"],
            vec!["/quick"],
            vec!["/slow"]
        ]
    );
    assert_eq!(clock.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn what_depends_on_a_throttled_request_waits_and_on_a_failed_one_ends() {
    let failed = json!({"status": 403, "body": {"error": {"code": "Forbidden"}}});
    let service = Service::default()
        .answer("/first", [throttled(2)])
        .answer("/bad", [failed]);
    let client = service.client(&PausedClock::new());
    let mut batch = client.batch();
    let first = batch.add(get(&client, "/v1.0/first"));
    let second = batch.add(get(&client, "/v1.0/second"));
    let bad = batch.add(get(&client, "/beta/bad"));
    let after_bad = batch.add(get(&client, "/v1.0/after-bad"));
    let after_that = batch.add(get(&client, "/v1.0/after-that"));
    batch
        .depends_on(&second, &first)
        .depends_on(&after_bad, &bad)
        .depends_on(&after_that, &after_bad);
    let mut answers = batch.send().await;
    answers.take(first).unwrap();
    answers.take(second).unwrap();
    assert_eq!(answers.take(bad).unwrap_err().status().unwrap(), 403);
    for handle in [after_bad, after_that] {
        let error = answers.take(handle).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Dependency);
        assert_eq!(error.attempts(), 0);
    }
    assert_eq!(
        service.lots(),
        [
            vec!["/first", "/second"],
            vec!["/bad"],
            vec!["/first", "/second"]
        ]
    );
}

#[tokio::test]
async fn a_failed_dependency_of_something_else_is_the_answer() {
    let refused = json!({"status": 424, "body": {"error": {"code": "FailedDependency"}}});
    let service = Service::default().answer("/a", [refused]);
    let client = service.client(&FakeClock::default());
    let mut batch = client.batch();
    let handle = batch.add(get(&client, "/v1.0/a"));
    let error = batch.send().await.take(handle).unwrap_err();
    assert_eq!(error.status().unwrap(), 424);
    assert_eq!(service.lots(), [["/a"]]);
}

#[tokio::test]
async fn policies_and_the_budget_hold_for_each_request() {
    let service = || {
        Service::default()
            .answer("/a", (0..10).map(|_| throttled(1)))
            .answer("/post", [json!({"status": 504})])
    };
    let count = |service: &Service| {
        service
            .lots()
            .concat()
            .iter()
            .filter(|url| *url == "/a")
            .count()
    };
    let clock = FakeClock::default();

    let first = service();
    let client = first.client(&clock);
    let mut batch = client
        .batch()
        .with_retry(RetryPolicy::new().with_max_attempts(4));
    let all = batch.add(get(&client, "/v1.0/a"));
    let post = batch.add(client.request::<()>(Method::Post, "/v1.0/post"));
    let mut answers = batch.send().await;
    let error = answers.take(all).unwrap_err();
    assert!(error.is_throttled());
    assert_eq!((error.attempts(), count(&first)), (4, 4));
    assert_eq!(answers.take(post).unwrap_err().attempts(), 1);

    let second = service();
    let client = second.client(&clock);
    let mut batch = client.batch();
    let none = get(&client, "/v1.0/a").with_retry(RetryPolicy::none());
    let handle = batch.add(none);
    assert!(batch.send().await.take(handle).is_err());
    assert_eq!(count(&second), 1);

    let third = service();
    let client = Script::default()
        .builder()
        .transport(third.clone())
        .clock(clock)
        .retry_budget(RetryBudget::new(2))
        .build()
        .unwrap();
    let mut batch = client.batch();
    let handle = batch.add(get(&client, "/v1.0/a"));
    assert!(batch.send().await.take(handle).is_err());
    assert_eq!(count(&third), 3);
}

#[tokio::test]
async fn what_is_wrong_with_one_request_does_not_hinder_the_others() {
    let service = Service::default().answer("/missing", [json!({"status": 1})]);
    let client = service.client(&FakeClock::default());
    let other = service.client(&FakeClock::default());
    let mut batch = client.batch();
    let mut another = client.batch();
    let good = batch.add(get(&client, "/v1.0/good"));
    let invalid = batch.add(get(&client, "me"));
    let foreign = batch.add(get(&other, "/v1.0/me"));
    let missing = batch.add(get(&client, "/v1.0/missing"));
    let early = batch.add(get(&client, "/v1.0/early"));
    let late = batch.add(get(&client, "/v1.0/late"));
    let stranger = another.add(get(&client, "/v1.0/me"));
    let itself = batch.add(get(&client, "/v1.0/itself"));
    let apart = batch.add(get(&client, "/v1.0/apart"));
    batch
        .depends_on(&early, &late)
        .depends_on(&itself, &itself)
        .depends_on(&apart, &stranger);
    let mut answers = batch.send().await;
    answers.take(good).unwrap();
    answers.take(late).unwrap();
    let order = "added to the same batch before it";
    let table = [
        (invalid, ErrorKind::InvalidRequest, "must start with /"),
        (foreign, ErrorKind::InvalidRequest, "of another client"),
        (missing, ErrorKind::Decode, "has none for this request"),
        (early, ErrorKind::InvalidRequest, order),
        (itself, ErrorKind::InvalidRequest, order),
        (apart, ErrorKind::InvalidRequest, order),
        (stranger, ErrorKind::InvalidRequest, "of another batch"),
    ];
    for (handle, kind, words) in table {
        let error = answers.take(handle).unwrap_err();
        assert_eq!(error.kind(), kind);
        assert!(error.to_string().contains(words), "{error}");
    }
    assert!(client.batch().send().await.answers.is_empty());
}

#[tokio::test]
async fn a_failed_exchange_is_the_failure_of_all_in_it() {
    for answer in [
        crate::client::testing::reply(403, &[], "{\"error\":{\"code\":\"Forbidden\"}}"),
        crate::client::testing::reply(200, &[], "<html>"),
    ] {
        let script = Script::new([answer]);
        let client = script.client();
        let mut batch = client.batch();
        let handles = ["/v1.0/a", "/v1.0/b"].map(|path| batch.add(get(&client, path)));
        let mut answers = batch.send().await;
        for handle in handles {
            let error = answers.take(handle).unwrap_err();
            assert!(error.status().is_some());
            assert!(
                error.to_string().contains("the answer to the batch"),
                "{error}"
            );
        }
    }
}

#[derive(Debug)]
struct Silent;

impl Transport for Silent {
    fn send(&self, _: HttpRequest) -> BoxFuture<'static, Scripted> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn a_timeout_ends_what_has_no_answer() {
    let client = Script::default()
        .builder()
        .transport(Silent)
        .clock(PausedClock::new())
        .build()
        .unwrap();
    let mut batch = client.batch().with_timeout(Duration::from_secs(2));
    let handle = batch.add(get(&client, "/v1.0/a"));
    let error = batch.send().await.take(handle).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.attempts(), 1);
}

#[cfg(feature = "v1-service-principals")]
#[tokio::test]
async fn generated_requests_go_into_batches_and_come_in_pages() {
    let page = json!({"status": 200, "body": {"value": [{"id": "a"}]}});
    let service = Service::default().answer("/servicePrincipals?$top=1", [page]);
    let client = service.client(&FakeClock::default());
    let mut batch = client.batch();
    let found = batch.add(client.v1().service_principals().get().top(1));
    let one = batch.send().await.take(found).unwrap();
    assert_eq!(one.value.len(), 1);

    let script = Script::new([crate::client::testing::reply(
        200,
        &[],
        "{\"value\":[{\"id\":\"a\"}]}",
    )]);
    let request = script.client().v1().service_principals().get();
    let mut items = request.consistency_level("eventual").items();
    let item = items.try_next().await.unwrap().unwrap();
    assert_eq!(item.id.as_deref(), Some("a"));
}

#[tokio::test]
async fn a_stream_is_no_part_of_a_batch() {
    let script = Script::default();
    let client = script.client();
    let mut batch = client.batch();
    let body = crate::transport::Body::repeatable(futures_util::stream::empty);
    let put = client.request::<Value>(Method::Put, "/v1.0/me");
    let put = batch.add(put.set_body("text/plain", body));
    let error = batch.send().await.take(put).unwrap_err();
    assert!(
        error.to_string().contains("a batch cannot carry"),
        "{error}"
    );
    assert!(script.seen().is_empty());
}

#[tokio::test]
async fn a_lot_is_sent_again_only_when_all_of_it_may_be() {
    use crate::client::testing::reply;

    for (method, times) in [(Method::Get, 2), (Method::Post, 1)] {
        let done = "{\"responses\":[{\"id\":\"0\",\"status\":200},{\"id\":\"1\",\"status\":200}]}";
        let script = Script::new([reply(504, &[], ""), reply(200, &[], done)]);
        let client = script.client_with(&FakeClock::default());
        let mut batch = client.batch();
        let first = batch.add(get(&client, "/v1.0/a"));
        let second = batch.add(client.request::<Value>(method, "/v1.0/b"));
        let mut answers = batch.send().await;
        assert_eq!(answers.take(first).is_ok(), times == 2);
        assert_eq!(answers.take(second).is_ok(), times == 2);
        assert_eq!(script.seen().len(), times, "{method}");
    }
}

#[tokio::test]
async fn a_lot_that_is_throttled_says_so_of_each_request_and_each_makes_no_more_attempts() {
    use crate::client::testing::reply;

    let script = Script::new((0..6).map(|_| reply(429, &[("retry-after", "4")], "")));
    let client = script.client_with(&FakeClock::default());
    let mut batch = client.batch();
    let handle = batch.add(get(&client, "/v1.0/a"));
    let error = batch.send().await.take(handle).unwrap_err();
    assert!(error.is_throttled() && error.is_retryable());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(4)));
    assert_eq!(script.seen().len(), 6);
}

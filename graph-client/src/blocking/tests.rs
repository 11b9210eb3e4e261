use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use futures_util::FutureExt;
use serde_json::{Value, json};

use super::*;
use crate::credential::StaticToken;
use crate::model::{Page, UntypedObject};
use crate::operation::Method;
use crate::testing::{ScriptedAnswer, ScriptedTransport};
use crate::transport::{HttpRequest, HttpResponse, Transport, TransportError};
use crate::{BoxFuture, Request};

fn page(ids: &[u32], next: Option<&str>) -> ScriptedAnswer {
    let items: Vec<_> = ids.iter().map(|id| json!({ "id": id })).collect();
    let link = next.map(|next| format!("https://graph.microsoft.com/v1.0/users?{next}"));
    ScriptedAnswer::json(&json!({"value": items, "@odata.nextLink": link}))
}

fn users(graph: &GraphClient) -> Request<Page<UntypedObject>> {
    graph.request(Method::Get, "/v1.0/users")
}

fn client(graph: &ScriptedTransport) -> BlockingClient {
    BlockingClient::new(graph.builder()).unwrap()
}

#[test]
fn requests_run_and_collections_are_iterators() {
    let script = ScriptedTransport::new()
        .then(ScriptedAnswer::throttled(30))
        .then(ScriptedAnswer::json(&json!({"id": 1})))
        .then(page(&[1, 2, 5], Some("a")))
        .then(page(&[3], None))
        .then(page(&[4], None));
    let graph = client(&script);
    let me = graph.run(graph.request::<Value>(Method::Get, "/v1.0/me"));
    assert_eq!(me.unwrap(), json!({"id": 1}));
    let mut items = graph.iter(users(&graph).items());
    assert!(items.next().is_some());
    assert_eq!(items.size_hint(), (2, None));
    let found: Vec<_> = items.by_ref().map(Result::unwrap).collect();
    assert_eq!(found.len(), 3);
    assert_eq!(items.stream().next_link(), None);
    assert_eq!(format!("{items:?}"), "Iter { .. }");
    assert_eq!(
        format!("{graph:?}"),
        "BlockingClient(GraphClient { cloud: Global, root: \"https://graph.microsoft.com\", .. })"
    );
    let all = graph.run(users(&graph).items().all()).unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!(script.sent().len(), 5);
}

#[test]
fn one_client_serves_many_threads() {
    let answer = ScriptedAnswer::json(&json!(1));
    let script = ScriptedTransport::new().on(Method::Get, "/v1.0/me", answer);
    let graph = client(&script);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let me = graph.run(graph.request::<i32>(Method::Get, "/v1.0/me"));
                assert_eq!(me.unwrap(), 1);
            });
        }
    });
    assert_eq!(script.sent().len(), 8);
}

/// Never answers, and tells when it is asked and when it is no longer waited for.
#[derive(Debug)]
struct Watched(Sender<&'static str>);

struct Abandoned(Sender<&'static str>);

impl Drop for Abandoned {
    fn drop(&mut self) {
        self.0.send("abandoned").unwrap();
    }
}

impl Transport for Watched {
    fn send(&self, _: HttpRequest) -> BoxFuture<'static, Result<HttpResponse, TransportError>> {
        let abandoned = Abandoned(self.0.clone());
        self.0.send("asked").unwrap();
        Box::pin(async move {
            let _abandoned = abandoned;
            std::future::pending().await
        })
    }
}

#[test]
fn a_call_that_is_dropped_ends_its_exchange() {
    let (sender, seen) = channel();
    let graph = BlockingClient::new(
        GraphClient::builder()
            .credential(StaticToken::new("TOKEN"))
            .transport(Watched(sender)),
    );
    let graph = graph.unwrap();
    let mut call = graph.request::<()>(Method::Get, "/v1.0/me").into_future();
    let seen = graph.run(async move {
        while seen.try_recv().is_err() {
            assert!((&mut call).now_or_never().is_none());
            tokio::task::yield_now().await;
        }
        drop(call);
        seen
    });
    assert_eq!(seen.recv_timeout(Duration::from_secs(60)), Ok("abandoned"));
}

#[tokio::test]
async fn in_asynchronous_code_it_neither_panics_nor_hangs() {
    let script = ScriptedTransport::new().then(ScriptedAnswer::json(&json!(1)));
    let graph = client(&script);
    let me = graph.run(graph.request::<i32>(Method::Get, "/v1.0/me"));
    assert_eq!(me.unwrap(), 1);
    drop(graph);
}

#[test]
fn waiting_uses_the_timer_of_the_runtime() {
    let script = ScriptedTransport::new()
        .then(ScriptedAnswer::throttled(0))
        .then(ScriptedAnswer::no_content());
    let client = script
        .builder()
        .clock(crate::clock::TokioClock::new())
        .retry(crate::retry::RetryPolicy::new().with_base_delay(Duration::ZERO));
    let graph = BlockingClient::new(client).unwrap();
    graph
        .run(graph.request::<()>(Method::Get, "/v1.0/me"))
        .unwrap();
}

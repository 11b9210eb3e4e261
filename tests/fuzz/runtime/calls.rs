//! Calls of every kind, answered in any way: they end, say what is wrong, and keep the token.

use std::fmt::Debug;
use std::future::Future;

use graph_client::bytes::Bytes;
use graph_client::credential::StaticToken;
use graph_client::model::{Page, UntypedObject};
use graph_client::operation::Method;
use graph_client::testing::ScriptedTransport;
use graph_client::{Error, GraphClient, v1};
use serde_json::Value;

use super::answers::{Answer, answers};
use crate::target;

const TOKEN: &str = "T0KEN-THAT-NOBODY-MAY-SEE";

/// At most so many items are asked for: a service may always have one more.
const ITEMS: usize = 40;

/// Makes a call with a client that gets these answers.
fn call<F: Future<Output = ()>>(answers: &[Answer], make: impl FnOnce(GraphClient) -> F) {
    let script = answers
        .iter()
        .fold(ScriptedTransport::new(), |script, answer| {
            script.then(answer.scripted())
        });
    let client = script
        .builder()
        .credential(StaticToken::new(TOKEN))
        .build()
        .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(make(client));
    for sent in script.sent() {
        if sent.headers().contains_key("authorization") {
            let url = sent.url();
            assert!(
                url.starts_with("https://graph.microsoft.com/"),
                "the token went to {url}"
            );
        }
    }
}

/// What a call came to: an error has a text, and no token in it.
fn told<T>(outcome: Result<T, Error>) -> Option<T> {
    outcome.map_err(|error| clean(&error)).ok()
}

fn clean(error: &(impl std::fmt::Display + Debug)) {
    let shown = format!("{error} {error:?}");
    assert!(!shown.trim().is_empty());
    assert!(!shown.contains(TOKEN), "{shown}");
}

target!(
    /// Models, and what is read of them without a type.
    models,
    answers(),
    |answers: &Vec<Answer>| call(answers, async |client| {
        let principal = client.v1().service_principals().by_service_principal_id("a");
        if let Some(principal) = told(principal.get().await) {
            let text = serde_json::to_string(&principal).unwrap();
            assert!(!format!("{principal:?}").is_empty());
            serde_json::from_str::<v1::models::ServicePrincipal>(&text).unwrap();
        }
        told(principal.owners().get().await);
        told(client.request::<Value>(Method::Get, "/v1.0/a").await);
        told(client.request::<UntypedObject>(Method::Get, "/v1.0/a").send().await);
        told(client.request::<()>(Method::Delete, "/v1.0/a").await);
    })
);

target!(
    /// Pages, next links and delta links.
    pages,
    answers(),
    |answers: &Vec<Answer>| call(answers, async |client| {
        let mut items = client.v1().service_principals().get().items().with_resync();
        for _ in 0..ITEMS {
            match items.next().await {
                Some(item) => drop(told(item)),
                None => break,
            }
        }
        let mut changes = client.v1().oauth2_permission_grants().delta().get().pages();
        for _ in 0..ITEMS {
            match changes.next().await {
                Some(page) => drop(told(page)),
                None => break,
            }
        }
        if let Some(link) = changes.delta_link() {
            told(client.resume::<UntypedObject>(link).await);
        }
        for answer in answers {
            told(client.resume::<UntypedObject>(&answer.body()).await);
        }
    })
);

target!(
    /// Replies to batches.
    batches,
    answers(),
    |answers: &Vec<Answer>| call(answers, async |client| {
        let mut batch = client.batch();
        let grants = batch.add(client.v1().oauth2_permission_grants().get());
        let bytes = batch.add(client.request::<Bytes>(Method::Get, "/v1.0/me/photo/$value"));
        let nothing = batch.add(client.request::<()>(Method::Delete, "/v1.0/a"));
        batch.depends_on(&nothing, &bytes);
        let mut answers = batch.send().await;
        told(answers.take(grants));
        told(answers.take(bytes));
        told(answers.take_response(nothing));
    })
);

target!(
    /// Downloads: ranges, versions and redirects.
    downloads,
    answers(),
    |answers: &Vec<Answer>| call(answers, async |client| {
        let file = || client.request::<Bytes>(Method::Get, "/v1.0/me/drive/items/1/content");
        told(file().download().all().await);
        told(file().download().with_range(4..12).all().await);
        told(file().await);
    })
);

target!(
    /// Upload sessions: what comes next, and what came of it.
    uploads,
    answers(),
    |answers: &Vec<Answer>| call(answers, async |client| {
        const UNIT: usize = 320 << 10;
        let session = || client.upload_session("https://uploads.example/session?key=1");
        let content = || Bytes::from(vec![7; 2 * UNIT + 3]);
        told(session().upload(content()).with_slice(UNIT).send::<Value>().await);
        told(session().upload(content()).resume().send::<()>().await);
        if let Some(status) = told(session().status().await) {
            assert!(!format!("{status:?}").is_empty());
        }
        told(session().commit::<Value>().await);
        told(session().cancel().await);
    })
);

target!(
    /// Operations that go on after their answer.
    monitors,
    answers(),
    |answers: &Vec<Answer>| call(answers, async |client| {
        let begun = client.request::<()>(Method::Post, "/v1.0/a").send().await;
        if let Some(begun) = told(begun)
            && let Some(monitor) = client.monitor(&begun)
        {
            assert!(!format!("{monitor:?}").is_empty());
            told(monitor.wait::<Value>().await);
        }
        told(client.monitor_at("https://graph.microsoft.com/v1.0/a").wait::<()>().await);
    })
);

target!(
    /// Addresses that a program was given and hands on.
    addresses,
    (crate::texts::text(), answers()),
    |(text, answers): &(String, Vec<Answer>)| call(answers, async |client| {
        told(client.request::<Page<Value>>(Method::Get, text).query(text, text).await);
        told(client.request::<()>(Method::Get, "/v1.0/a").with_url(text).header(text, text).await);
        told(client.v1().applications().by_application_id(text).synchronization().acquire_access_token()
            .post(&v1::models::AcquireAccessTokenPostRequestBody::new()).await);
        told(client.monitor_at(text.as_str()).wait::<()>().await);
        told(client.upload_session(text.as_str()).status().await);
    })
);

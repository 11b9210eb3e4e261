//! What is seen of a request from outside, and what never is.

use std::cell::RefCell;
use std::fmt::{Debug, Write as _};
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};

use graph_client::v1::models::{
    AcquireAccessTokenPostRequestBody, SynchronizationSecret,
    SynchronizationSecretKeyStringValuePair,
};
use graph_tests::server::{Answer, End};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::setup::{TOKEN, done, scene, throttled};

#[tokio::test]
async fn every_request_has_an_id_that_its_repetitions_keep() {
    let scene = scene([throttled("1"), done(), done(), done()]).await;
    scene.get().await.unwrap();
    scene.post().await.unwrap();
    scene
        .get()
        .header("client-request-id", "mine")
        .await
        .unwrap();
    let ids: Vec<_> = (0..4)
        .map(|_| {
            let request = scene.server.take_request();
            request.header("client-request-id").unwrap().to_owned()
        })
        .collect();
    assert_eq!(ids[0].len(), 36);
    assert_eq!(ids[0], ids[1]);
    assert_ne!(ids[1], ids[2]);
    assert_eq!(ids[3], "mine");
}

/// Writes down everything that any crate says, at every level, in a thread that asked for it.
///
/// It is installed for the whole process, before the first call of any test: what is known of the
/// places that speak is kept for all threads, and a subscriber of one thread alone would depend on
/// which test spoke first.
struct Everything;

thread_local! {
    static SAID: RefCell<Option<String>> = const { RefCell::new(None) };
}

pub(crate) fn install() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        tracing::subscriber::set_global_default(Everything).unwrap();
        // The HTTP library below speaks to another facade.
        log::set_logger(&Everything).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
}

/// Hands the thread's record to the visitor, if the thread keeps one.
fn write(record: impl FnOnce(&mut Fields<'_>)) {
    SAID.with_borrow_mut(|said| {
        if let Some(said) = said {
            record(&mut Fields(said));
        }
    });
}

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        writeln!(self.0, "{}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        static SPANS: AtomicU64 = AtomicU64::new(1);
        write(|fields| attributes.record(fields));
        Id::from_u64(SPANS.fetch_add(1, Ordering::SeqCst))
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        write(|fields| values.record(fields));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        write(|fields| event.record(fields));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Everything {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        write(|fields| {
            let (target, message) = (record.target(), record.args());
            writeln!(fields.0, "log {target}: {message}").unwrap();
        });
    }

    fn flush(&self) {}
}

#[tokio::test]
async fn nothing_that_is_traced_holds_a_token_a_key_or_a_body() {
    let private = [TOKEN, "walrus", "ocelot", "narwhal", "pelican"];
    let scene = scene([
        throttled("1").body("text/plain", "pelican"),
        Answer::status(401).header("WWW-Authenticate", "Bearer error=\"pelican\""),
        Answer::nothing(End::Reset),
        Answer::json(403, r#"{"error":{"code":"pelican","message":"pelican"}}"#),
        Answer::json(200, r#"{"name":"pelican"}"#).header("Set-Cookie", "pelican"),
    ])
    .await;
    SAID.set(Some(String::new()));

    let body = AcquireAccessTokenPostRequestBody::new().set_credentials([
        SynchronizationSecretKeyStringValuePair::new()
            .set_key(SynchronizationSecret::Password)
            .set_value("ocelot"),
    ]);
    let application = scene.client.v1().applications().by_application_id("walrus");
    let acquire = application.synchronization().acquire_access_token();
    let call = || {
        let request = acquire.post(&body).query("$filter", "narwhal");
        request.header("Prefer", "narwhal")
    };
    // Throttled, refused for its token, and then cut off.
    assert!(call().await.is_err());
    assert_eq!(call().await.unwrap_err().status().unwrap(), 403);
    scene.get().query("$filter", "narwhal").await.unwrap();

    assert_eq!(scene.server.pending(), 5);
    let said = SAID.take().unwrap();
    let template = "/v1.0/applications/{application-id}/synchronization/acquireAccessToken";
    assert!(said.contains(template), "{said}");
    assert!(said.contains("graph.retry_delay_ms=1000"), "{said}");
    assert!(said.contains("log reqwest"), "{said}");
    for private in private {
        assert!(!said.contains(private), "{private} is in: {said}");
    }
}

//! What the tasks do, and what they make of the answers.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use graph_client::bytes::Bytes;
use graph_client::credential::{AccessToken, Credential, CredentialError, TokenRequest};
use graph_client::model::{Page, UntypedObject};
use graph_client::operation::Method;
use graph_client::{BoxFuture, Error, ErrorKind, GraphClient};
use serde_json::Value;

use super::drawn;
use super::server::{FILE, Service, UPLOAD, content};

/// Short-lived tokens, now and then none.
#[derive(Debug)]
pub(super) struct Tokens {
    seed: u64,
    given: AtomicU64,
}

impl Tokens {
    pub(super) const fn new(seed: u64) -> Self {
        Self {
            seed,
            given: AtomicU64::new(0),
        }
    }
}

impl Credential for Tokens {
    fn token<'a>(
        &'a self,
        _request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        let number = self.given.fetch_add(1, Ordering::Relaxed);
        let fails = drawn(self.seed, number).is_multiple_of(8);
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(5)).await;
            if fails {
                return Err(CredentialError::new("not now"));
            }
            let expires_on = SystemTime::now() + Duration::from_secs(5);
            Ok(AccessToken::new(format!("soak-{number}"), Some(expires_on)))
        })
    }
}

/// What came of the calls, by what they were.
#[derive(Default)]
pub(super) struct Tally(Mutex<BTreeMap<(&'static str, String), u64>>);

impl Tally {
    fn count(&self, call: &'static str, outcome: String) {
        *self.0.lock().unwrap().entry((call, outcome)).or_default() += 1;
    }

    fn add<T>(&self, call: &'static str, outcome: Result<T, Error>) -> Option<T> {
        match outcome {
            Ok(value) => {
                self.count(call, "right".to_owned());
                Some(value)
            }
            Err(error) => {
                let expected = matches!(
                    error.kind(),
                    ErrorKind::Credential
                        | ErrorKind::Connect
                        | ErrorKind::Timeout
                        | ErrorKind::Transport
                        | ErrorKind::Status
                ) && error.status().is_none_or(|status| status != 400);
                // The last answer to an upload may be lost for good.
                let lost = call == "upload" && error.kind() == ErrorKind::InvalidRequest;
                assert!(expected || lost, "{call}: {error}");
                self.count(call, format!("{:?}", error.kind()));
                None
            }
        }
    }

    /// Whether nearly all came out right, and every kind of call did.
    pub(super) fn check(&self) {
        let counts = self.0.lock().unwrap();
        for call in ["get", "post", "pages", "batch", "download", "upload"] {
            let of = |right: bool| -> u64 {
                let of_call = counts.iter().filter(|((name, _), _)| *name == call);
                of_call
                    .filter(|((_, outcome), _)| (outcome == "right") == right)
                    .map(|(_, count)| count)
                    .sum()
            };
            // What changes things is not sent again when it may have been acted on, and the last
            // answer to an upload is not given twice.
            let tolerated = if matches!(call, "post" | "upload") {
                4
            } else {
                20
            };
            assert!(of(true) > of(false) * tolerated, "{call}: {self}");
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ((call, outcome), count) in &*self.0.lock().unwrap() {
            writeln!(f, "{call} {outcome}: {count}")?;
        }
        Ok(())
    }
}

/// One call, of the kind that the draw says.
pub(super) async fn one(
    client: &GraphClient,
    service: &Service,
    tally: &Tally,
    draw: u64,
    number: u64,
) {
    match draw % 8 {
        0 | 1 => {
            let answer = get(client, number).await;
            if let Some(value) = tally.add("get", answer) {
                assert_eq!(value["n"], number.to_string());
            }
        }
        2 => {
            let path = format!("/v1.0/things/{number}");
            let post = client.request::<Value>(Method::Post, &path);
            let answer = post.set_json(&draw).await;
            let acts = service.acts(number);
            assert!(acts <= 1, "{number} was done {acts} times");
            if let Some(value) = tally.add("post", answer) {
                assert_eq!((value["n"].as_str(), acts), (Some(&*number.to_string()), 1));
            }
        }
        3 => pages(client, tally, number).await,
        4 => batch(client, tally, number).await,
        5 => {
            let path = format!("/v1.0/files/{number}");
            let file = client.request::<Bytes>(Method::Get, &path);
            if let Some(file) = tally.add("download", file.download().all().await) {
                assert!(file == content(number, FILE), "{number} came out wrong");
            }
        }
        6 => {
            let url = format!("{}/upload/{number}", service.root());
            let source = Bytes::from(content(number, UPLOAD));
            let upload = client.upload_session(url).upload(source);
            let answer = upload.with_slice(320 << 10).send::<Value>().await;
            service.forget_upload(number);
            if let Some(value) = tally.add("upload", answer) {
                assert_eq!(value["n"], number);
            }
        }
        _ => {
            // Whoever asked has no time to wait.
            let time = Duration::from_millis(draw % 7);
            let given_up = tokio::time::timeout(time, get(client, number))
                .await
                .is_err();
            tally.count("given up", given_up.to_string());
        }
    }
}

async fn get(client: &GraphClient, number: u64) -> Result<Value, Error> {
    let path = format!("/v1.0/items/{number}");
    client.request::<Value>(Method::Get, &path).await
}

async fn pages(client: &GraphClient, tally: &Tally, number: u64) {
    let path = format!("/v1.0/lists/{number}");
    let list = client.request::<Page<UntypedObject>>(Method::Get, &path);
    let items = list.items().all().await;
    if let Some(items) = tally.add("pages", items) {
        let ids = items.iter().map(|item| item.additional.get("id").cloned());
        let expected = (0..9).map(|item| Some(Value::from(format!("{number}-{item}"))));
        assert!(ids.eq(expected), "{number}");
    }
}

async fn batch(client: &GraphClient, tally: &Tally, number: u64) {
    let mut batch = client.batch();
    let handles: Vec<_> = (number..number + 5)
        .map(|number| {
            let path = format!("/v1.0/items/{number}");
            (
                number,
                batch.add(client.request::<Value>(Method::Get, &path)),
            )
        })
        .collect();
    let mut answers = batch.send().await;
    for (number, handle) in handles {
        if let Some(value) = tally.add("batch", answers.take(handle)) {
            assert_eq!(value["n"], number.to_string());
        }
    }
}

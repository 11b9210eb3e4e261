//! Clients whose time and tokens belong to the test.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use graph_client::clock::Clock;
use graph_client::credential::{AccessToken, Credential, CredentialError, TokenRequest};
use graph_client::operation::Method;
use graph_client::pipeline::Timeouts;
use graph_client::{BoxFuture, GraphClient, GraphClientBuilder, Request};
use graph_tests::server::{Answer, Server};
use serde_json::Value;

/// What every token begins with; the number of the token follows.
pub(crate) const TOKEN: &str = "zebra-token-";
/// How long a token is valid.
pub(crate) const LIFE: Duration = Duration::from_secs(3600);

/// Sleeping moves this clock by as much and takes no time.
#[derive(Clone, Debug, Default)]
pub(crate) struct FakeClock(Arc<Mutex<Times>>);

#[derive(Debug, Default)]
struct Times {
    elapsed: Duration,
    slept: Vec<Duration>,
    jitter: f64,
}

impl FakeClock {
    pub(crate) fn advance(&self, duration: Duration) {
        self.0.lock().unwrap().elapsed += duration;
    }

    pub(crate) fn set_jitter(&self, jitter: f64) {
        self.0.lock().unwrap().jitter = jitter;
    }

    /// What was slept, in milliseconds.
    pub(crate) fn slept(&self) -> Vec<u128> {
        let times = self.0.lock().unwrap();
        times.slept.iter().map(Duration::as_millis).collect()
    }
}

impl Clock for FakeClock {
    fn now(&self) -> SystemTime {
        // A Tuesday: 14 November 2023, 22:13:20.
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000) + self.elapsed()
    }

    fn elapsed(&self) -> Duration {
        self.0.lock().unwrap().elapsed
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.lock().unwrap().slept.push(duration);
        let clock = self.clone();
        Box::pin(async move { clock.advance(duration) })
    }

    fn jitter(&self) -> f64 {
        self.0.lock().unwrap().jitter
    }
}

/// Gives a new token each time, and keeps the claims that were asked for.
#[derive(Clone, Debug)]
pub(crate) struct Mint {
    clock: FakeClock,
    asked: Arc<Mutex<Vec<Option<String>>>>,
}

impl Mint {
    pub(crate) fn asked(&self) -> Vec<Option<String>> {
        self.asked.lock().unwrap().clone()
    }
}

impl Credential for Mint {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        let number = {
            let mut asked = self.asked.lock().unwrap();
            asked.push(request.claims.map(str::to_owned));
            asked.len()
        };
        let expires = self.clock.now() + LIFE;
        Box::pin(async move {
            // Others get their turn, and with it the chance to ask as well.
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
            Ok(AccessToken::new(format!("{TOKEN}{number}"), Some(expires)))
        })
    }
}

/// A server, and all that a client of it is made of.
pub(crate) struct Scene {
    pub(crate) server: Server,
    pub(crate) clock: FakeClock,
    pub(crate) mint: Mint,
    pub(crate) client: GraphClient,
}

/// A server that answers from this script, and a client with the usual policies.
pub(crate) async fn scene(script: impl IntoIterator<Item = Answer>) -> Scene {
    scene_with(script, |builder| builder).await
}

/// The same, with changes to the client.
pub(crate) async fn scene_with(
    script: impl IntoIterator<Item = Answer>,
    change: impl FnOnce(GraphClientBuilder) -> GraphClientBuilder,
) -> Scene {
    crate::observation::install();
    let server = Server::start(script).await;
    let clock = FakeClock::default();
    let mint = Mint {
        clock: clock.clone(),
        asked: Arc::default(),
    };
    let client = change(builder(&server, &clock, &mint)).build().unwrap();
    Scene {
        server,
        clock,
        mint,
        client,
    }
}

fn builder(server: &Server, clock: &FakeClock, mint: &Mint) -> GraphClientBuilder {
    GraphClient::builder()
        .credential(mint.clone())
        .clock(clock.clone())
        // On this clock they would be up at once.
        .timeouts(Timeouts::none())
        .loopback(server.root())
}

impl Scene {
    /// What the client was made of.
    pub(crate) fn builder(&self) -> GraphClientBuilder {
        builder(&self.server, &self.clock, &self.mint)
    }

    pub(crate) fn get(&self) -> Request<Value> {
        self.client.request(Method::Get, "/v1.0/me")
    }

    pub(crate) fn post(&self) -> Request<Value> {
        let request = self.client.request(Method::Post, "/v1.0/things");
        request.set_json(&serde_json::json!({ "name": "thing" }))
    }

    /// Takes note of all requests: how many there were, the bearer token of each.
    pub(crate) fn bearers(&self) -> Vec<String> {
        let taken = std::iter::repeat_with(|| self.server.take_request());
        let taken = taken.take(self.server.pending());
        let bearer = |request: graph_tests::server::Request| {
            let value = request.header("authorization").unwrap_or_default();
            value.trim_start_matches("Bearer ").to_owned()
        };
        taken.map(bearer).collect()
    }
}

/// An empty object.
pub(crate) fn done() -> Answer {
    Answer::json(200, "{}")
}

/// A refusal with this `Retry-After`.
pub(crate) fn throttled(after: &str) -> Answer {
    Answer::status(429).header("Retry-After", after)
}

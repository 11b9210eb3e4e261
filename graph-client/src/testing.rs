//! A transport in memory, for the tests of applications: no server, no network, no waiting.
//!
//! Answers are scripted, the code under test runs with a client over them, and what it sent is
//! there to be looked at.
//!
//! ```
//! use graph_client::model::{Page, UntypedObject};
//! use graph_client::operation::Method;
//! use graph_client::testing::{ScriptedAnswer, ScriptedTransport};
//! use graph_client::{Error, GraphClient};
//! use serde_json::json;
//!
//! // The code under test.
//! async fn count_users(client: &GraphClient) -> Result<usize, Error> {
//!     let users = client
//!         .request::<Page<UntypedObject>>(Method::Get, "/v1.0/users")
//!         .query("$select", "id");
//!     Ok(users.items().all().await?.len())
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
//! let graph = ScriptedTransport::new()
//!     .then(ScriptedAnswer::throttled(30))
//!     .then(ScriptedAnswer::json(&json!({"value": [{"id": "a"}, {"id": "b"}]})));
//! assert_eq!(count_users(&graph.client()?).await?, 2);
//!
//! let sent = graph.sent();
//! assert_eq!(sent.len(), 2);
//! assert_eq!(sent[1].path(), "/v1.0/users");
//! assert_eq!(sent[1].query("$select").as_deref(), Some("id"));
//! assert_eq!(graph.remaining(), 0);
//! # Ok(())
//! # })
//! # }
//! ```

mod answer;
mod clock;
mod sent;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use answer::ScriptedAnswer;
pub use clock::InstantClock;
pub use sent::SentRequest;

use crate::credential::StaticToken;
use crate::operation::Method;
use crate::pipeline::Timeouts;
use crate::transport::{HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind};
use crate::{BoxFuture, Error, GraphClient, GraphClientBuilder};

/// A transport that answers from a script and keeps what was sent.
///
/// A clone is the same transport: one goes into the client, the other looks at what was sent.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct ScriptedTransport {
    script: Arc<Mutex<Script>>,
}

#[derive(Debug, Default)]
struct Script {
    next: VecDeque<ScriptedAnswer>,
    rules: Vec<Rule>,
    sent: Vec<SentRequest>,
}

/// Answers for one method and path, in order; the last one stays.
#[derive(Debug)]
struct Rule {
    method: Method,
    template: String,
    answers: VecDeque<ScriptedAnswer>,
}

impl ScriptedTransport {
    /// A transport without answers: every request is an error that says so.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an answer to the queue that serves requests in the order in which they come.
    pub fn then(self, answer: ScriptedAnswer) -> Self {
        self.script().next.push_back(answer);
        self
    }

    /// Answers every request with this method and path, whenever it comes. Such an answer goes
    /// before the queue.
    ///
    /// The path has the version, and may have names in braces for what varies:
    /// `/v1.0/users/{user-id}`. Given more than once, the answers are used in turn, and the last
    /// one stays.
    pub fn on(self, method: Method, template: &str, answer: ScriptedAnswer) -> Self {
        {
            let rules = &mut self.script().rules;
            let known = rules
                .iter_mut()
                .find(|rule| rule.method == method && rule.template == template);
            match known {
                Some(rule) => rule.answers.push_back(answer),
                None => rules.push(Rule {
                    method,
                    template: template.to_owned(),
                    answers: VecDeque::from([answer]),
                }),
            }
        }
        self
    }

    /// A client over this transport, with a token that is none and a clock that does not wait.
    ///
    /// # Errors
    ///
    /// None that is known; the builder's.
    pub fn client(&self) -> Result<GraphClient, Error> {
        self.builder().build()
    }

    /// The builder of such a client, for a policy or a cloud of one's own.
    pub fn builder(&self) -> GraphClientBuilder {
        GraphClient::builder()
            .credential(StaticToken::new("scripted"))
            .transport(self.clone())
            .clock(InstantClock::new())
            // On this clock they would be up at once.
            .timeouts(Timeouts::none())
    }

    /// What was sent so far, in order; each attempt is one.
    pub fn sent(&self) -> Vec<SentRequest> {
        self.script().sent.clone()
    }

    /// How many answers of the queue have not been used.
    pub fn remaining(&self) -> usize {
        self.script().next.len()
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        lock(&self.script)
    }
}

// A test that panicked elsewhere still wants to look.
fn lock(script: &Mutex<Script>) -> MutexGuard<'_, Script> {
    script.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Transport for ScriptedTransport {
    fn send(
        &self,
        request: HttpRequest,
    ) -> BoxFuture<'static, Result<HttpResponse, TransportError>> {
        let answer = self.script().answer(&request);
        let script = Arc::clone(&self.script);
        Box::pin(async move {
            // Without a connection nothing is sent.
            let connected =
                !matches!(&answer, Err(error) if error.kind() == TransportErrorKind::Connect);
            let sent = SentRequest::read(request, connected).await?;
            lock(&script).sent.push(sent);
            answer
        })
    }
}

impl Script {
    fn answer(&mut self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        let rule = self.rules.iter_mut().find(|rule| rule.takes(request));
        let answer = match rule {
            Some(rule) => rule.next(),
            None => self.next.pop_front(),
        };
        answer.map_or_else(|| Err(unexpected(request)), ScriptedAnswer::into_result)
    }
}

impl Rule {
    fn takes(&self, request: &HttpRequest) -> bool {
        self.method.as_str() == request.method().as_str()
            && fits(&self.template, request.uri().path())
    }

    fn next(&mut self) -> Option<ScriptedAnswer> {
        if self.answers.len() > 1 {
            self.answers.pop_front()
        } else {
            self.answers.front().cloned()
        }
    }
}

fn unexpected(request: &HttpRequest) -> TransportError {
    let text = format!(
        "the script has no answer for {} {}; add one with then() or on()",
        request.method(),
        request.uri().path()
    );
    TransportError::new(TransportErrorKind::Other, text)
}

/// Whether the path has the segments of the template. Names in braces stand for any text.
fn fits(template: &str, path: &str) -> bool {
    let mut parts = path.split('/');
    let same = template.split('/').all(|wanted| {
        parts
            .next()
            .is_some_and(|found| segment_fits(wanted, found))
    });
    same && parts.next().is_none()
}

fn segment_fits(wanted: &str, found: &str) -> bool {
    match (wanted.split_once('{'), wanted.rsplit_once('}')) {
        (Some((before, _)), Some((_, after))) => {
            found.len() > before.len() + after.len()
                && found.starts_with(before)
                && found.ends_with(after)
        }
        _ => wanted == found,
    }
}

#[cfg(test)]
mod tests;

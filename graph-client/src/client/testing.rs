//! A transport that answers from a script, for the tests of this crate.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::clock::fake::FakeClock;
use crate::credential::StaticToken;
use crate::pipeline::Timeouts;
use crate::retry::RetryPolicy;
use crate::transport::{HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind};
use crate::{BoxFuture, GraphClient, GraphClientBuilder};

pub(crate) type Scripted = Result<HttpResponse, TransportError>;

#[derive(Clone, Debug, Default)]
pub(crate) struct Script {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Debug, Default)]
struct Shared {
    answers: VecDeque<Scripted>,
    seen: Vec<HttpRequest>,
}

impl Script {
    pub(crate) fn new(answers: impl IntoIterator<Item = Scripted>) -> Self {
        let script = Self::default();
        script.shared.lock().unwrap().answers.extend(answers);
        script
    }

    /// A client that sends everything once.
    pub(crate) fn client(&self) -> GraphClient {
        self.builder().retry(RetryPolicy::none()).build().unwrap()
    }

    /// A client that sends again what it can, by this clock.
    pub(crate) fn client_with(&self, clock: &FakeClock) -> GraphClient {
        self.builder().clock(clock.clone()).build().unwrap()
    }

    pub(crate) fn builder(&self) -> GraphClientBuilder {
        GraphClient::builder()
            .credential(StaticToken::new("TOKEN"))
            .transport(self.clone())
            // The fake clock would be up at once.
            .timeouts(Timeouts::none())
    }

    pub(crate) fn seen(&self) -> Vec<HttpRequest> {
        self.shared.lock().unwrap().seen.clone()
    }
}

impl Transport for Script {
    fn send(&self, mut request: HttpRequest) -> BoxFuture<'static, Scripted> {
        let answer = self.shared.lock().unwrap().answers.pop_front();
        let answer = answer.expect("an answer in the script");
        let stream = request.body().as_bytes().is_none() && !request.body().is_none();
        let body = stream.then(|| std::mem::take(request.body_mut()));
        let index = {
            let seen = &mut self.shared.lock().unwrap().seen;
            seen.push(request);
            seen.len() - 1
        };
        let script = self.clone();
        Box::pin(async move {
            // Without a connection nothing is read.
            if let Some(body) = body
                && !matches!(&answer, Err(error) if error.kind() == TransportErrorKind::Connect)
            {
                let body = body.into_pieces().whole().await.unwrap();
                *script.shared.lock().unwrap().seen[index].body_mut() = body.into();
            }
            answer
        })
    }
}

/// A complete answer.
#[allow(clippy::unnecessary_wraps, reason = "as the script takes it")]
pub(crate) fn reply(
    status: u16,
    pairs: &[(&'static str, &'static str)],
    body: &'static str,
) -> Scripted {
    let mut answer = HttpResponse::new(body.into());
    *answer.status_mut() = StatusCode::from_u16(status).unwrap();
    *answer.headers_mut() = headers(pairs);
    Ok(answer)
}

/// A client whose transport answers nothing.
pub(crate) fn client() -> GraphClient {
    Script::default().client()
}

pub(crate) fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    pairs
        .iter()
        .map(|(name, value)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        })
        .collect()
}

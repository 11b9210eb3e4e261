//! A sample of every operation: what is called, and what has to go over the wire for it.

mod applications;
mod beta_grants;
mod grants;
mod jobs;
mod service_principals;

use graph_client::answer::Answer as Decoded;
use graph_client::operation::Operation;
use graph_client::v1::models::{SynchronizationSecret, SynchronizationSecretKeyStringValuePair};
use graph_client::{BoxFuture, Error, GraphClient, Request};
use graph_tests::server::{self, Answer, Server};

use crate::exchange::{SECRET, bearer, headers, send, wire};

/// A call of an operation, and the request that it has to become.
pub(crate) struct Sample {
    /// What the request says of itself.
    pub(crate) operation: Operation,
    /// `/v1.0` or `/beta`.
    pub(crate) version: &'static str,
    url: String,
    sending: BoxFuture<'static, Result<(), Error>>,
    line: String,
    headers: Vec<(&'static str, &'static str)>,
    body: Option<String>,
    answer: Answer,
}

impl Sample {
    /// The call, and the request line that it has to become. The answer is a 204.
    fn new<T: Decoded>(request: Request<T>, method: &str, target: &str) -> Self {
        Self {
            operation: *request
                .operation()
                .expect("a generated request has its operation"),
            version: if target.starts_with("/beta/") {
                "/beta"
            } else {
                "/v1.0"
            },
            url: request.url(),
            sending: Box::pin(async move { send(request).await.map(drop) }),
            line: format!("{method} {target} HTTP/1.1"),
            headers: Vec::new(),
            body: None,
            answer: Answer::status(204),
        }
    }

    /// The JSON that has to be sent.
    fn with_body(mut self, body: impl Into<String>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// A header that has to be sent besides those that always are.
    fn with_header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The JSON of the answer, where there has to be one.
    fn with_answer(mut self, status: u16, json: &str) -> Self {
        self.answer = Answer::json(status, json);
        self
    }

    /// Sends the request; says what is not as it has to be.
    async fn check(self, server: &Server) -> Vec<String> {
        server.push(self.answer);
        let mut wrong = Vec::new();
        if let Err(error) = self.sending.await {
            wrong.push(error.to_string());
        }
        let sent = server.take_request();
        let mut compare = |what: &str, found: &str, expected: &str| {
            if found != expected {
                wrong.push(format!("{what}\n     found {found}\n  expected {expected}"));
            }
        };
        compare("request line", sent.line(), &self.line);
        let url = format!("{}{}", server.root(), sent.target());
        compare("address before sending", &self.url, &url);
        let body = self.body.as_deref();
        compare("body", sent.body_text(), body.unwrap_or_default());
        let expected = expected_headers(server, &sent, body, self.headers);
        let found = headers(&sent);
        compare("headers", &format!("{found:#?}"), &format!("{expected:#?}"));
        wrong
    }
}

/// The complete list, in the order of names, without `client-request-id`.
fn expected_headers(
    server: &Server,
    sent: &server::Request,
    body: Option<&str>,
    further: Vec<(&'static str, &'static str)>,
) -> Vec<(String, String)> {
    let mut expected = vec![
        ("accept", "application/json".to_owned()),
        ("accept-encoding", "gzip".to_owned()),
        ("authorization", bearer()),
        ("host", server.authority()),
        (
            "user-agent",
            format!("graph-client/{}", env!("CARGO_PKG_VERSION")),
        ),
    ];
    match body {
        Some(body) => {
            expected.push(("content-length", body.len().to_string()));
            expected.push(("content-type", "application/json".to_owned()));
        }
        None if matches!(sent.method(), "POST" | "PUT" | "PATCH") => {
            expected.push(("content-length", "0".to_owned()));
        }
        None => {}
    }
    expected.extend(
        further
            .into_iter()
            .map(|(name, value)| (name, value.to_owned())),
    );
    let mut expected: Vec<_> = expected
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    expected.sort();
    expected
}

/// All samples.
pub(crate) fn samples(client: &GraphClient) -> Vec<Sample> {
    let mut samples = applications::samples(client);
    samples.extend(grants::samples(client));
    samples.extend(service_principals::samples(client));
    samples.extend(jobs::samples(client));
    samples.extend(beta_grants::samples(client));
    samples
}

#[tokio::test]
async fn every_operation_goes_over_the_wire_as_it_should() {
    let (server, client) = wire([]).await;
    let mut wrong = Vec::new();
    for sample in samples(&client) {
        let name = format!("{} {}", sample.version, sample.operation);
        for difference in sample.check(&server).await {
            wrong.push(format!("{name}: {difference}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(server.pending(), 0);
}

#[test]
fn a_sample_is_worth_its_name() {
    // Otherwise a table that lost its rows would pass.
    let client = crate::exchange::client("http://127.0.0.1:9");
    assert!(samples(&client).len() >= 24);
}

/// The user name and the secret that samples send.
fn credentials() -> [SynchronizationSecretKeyStringValuePair; 2] {
    [
        SynchronizationSecretKeyStringValuePair::new()
            .set_key(SynchronizationSecret::UserName)
            .set_value("provisioning@contoso.com"),
        SynchronizationSecretKeyStringValuePair::new()
            .set_key(SynchronizationSecret::Password)
            .set_value(SECRET),
    ]
}

/// Their JSON.
fn credentials_json() -> String {
    format!(
        r#"[{{"key":"UserName","value":"provisioning@contoso.com"}},{{"key":"Password","value":"{SECRET}"}}]"#
    )
}

//! Tokens and secret properties are never printed, whatever goes wrong.

use graph_client::credential::StaticToken;
use graph_client::model;
use graph_client::v1::models::{
    AcquireAccessTokenPostRequestBody, SecretsPutRequestBody, SecretsPutResponse,
    SynchronizationSecret, SynchronizationSecretKeyStringValuePair,
};
use graph_client::{ErrorKind, GraphClient, Request};
use graph_tests::server::{Answer, End};

use crate::exchange::{DATA, KEY, SECRET, TOKEN, assert_discreet, failure, send, value, wire};

fn pair() -> SynchronizationSecretKeyStringValuePair {
    SynchronizationSecretKeyStringValuePair::new()
        .set_key(SynchronizationSecret::Password)
        .set_value(SECRET)
}

/// A request with everything that must not be seen.
fn acquire(client: &GraphClient) -> Request<()> {
    let body = AcquireAccessTokenPostRequestBody::new().set_credentials([pair()]);
    let application = client.v1().applications().by_application_id(KEY);
    let acquire = application.synchronization().acquire_access_token();
    acquire
        .post(&body)
        .query("$filter", DATA)
        .header("Prefer", SECRET)
}

fn store(client: &GraphClient) -> Request<Option<SecretsPutResponse>> {
    let principal = client
        .v1()
        .service_principals()
        .by_service_principal_id(KEY);
    let body = SecretsPutRequestBody::new().set_value([pair()]);
    principal.synchronization().secrets().put(&body)
}

#[tokio::test]
async fn the_secret_is_sent_and_not_printed() {
    let (server, client) = wire([Answer::status(204)]).await;
    let response = send(acquire(&client)).await.unwrap();
    assert_discreet(&format!("{response:?}"));
    let sent = server.take_request();
    assert!(sent.body_text().contains(SECRET));
    assert_eq!(sent.header("prefer"), Some(SECRET));
}

#[tokio::test]
async fn no_failure_gives_a_secret_away() {
    let echo = format!(
        r#"{{"error":{{"code":"X","message":"Y","details":[],"innerError":{{"x":"{SECRET}"}}}},"body":"{SECRET}"}}"#
    );
    let answers = [
        Answer::json(400, echo),
        Answer::status(401),
        Answer::status(403).header("request-id", "r-1"),
        Answer::status(502).body("text/html", "<html>away</html>"),
        Answer::status(302).header("Location", &format!("https://example.com/?sig={SECRET}")),
        Answer::json(200, format!(r#"{{"x":"{SECRET}"}}"#)).cut(20),
        Answer::raw(format!("HTTP/1.1 {SECRET}\r\n\r\n")),
        Answer::raw(format!("HTTP/1.1 200 OK\r\n{SECRET} {TOKEN}\r\n\r\n")),
        Answer::nothing(End::Close),
        Answer::nothing(End::Reset),
    ];
    for answer in answers {
        // `failure` looks at all that is printed.
        failure(answer, acquire).await;
    }
}

#[tokio::test]
async fn an_answer_that_cannot_be_decoded_keeps_its_secret() {
    let bodies = [
        format!(r#"{{"value":[{{"key":"Password","value":"{SECRET}"#),
        format!(r#""{SECRET}""#),
        format!("{SECRET} is no JSON"),
    ];
    for body in bodies {
        let error = failure(Answer::json(200, body), store).await;
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
}

#[tokio::test]
async fn a_value_that_does_not_fit_keeps_its_secret() {
    let bodies = [
        format!(r#"{{"value":[{{"key":"Password","value":["{SECRET}"]}}]}}"#),
        format!(r#"{{"value":[{{"value":"{SECRET}"}},"{SECRET}"]}}"#),
        format!(r#"{{"value":"{SECRET}"}}"#),
        format!(r#"{{"value":"\", expected {SECRET}"}}"#),
        // Neither is a secret shown that came as a number.
        r#"{"value":[{"key":"Password","value":73951826}]}"#.to_owned(),
    ];
    for body in bodies {
        let answer = value(Answer::json(200, body), store).await.unwrap();
        let error = model::check_types(&answer).unwrap_err();
        let said = format!("{answer:?} {error} {error:?}");
        assert!(said.contains("value"), "{said}");
        assert!(
            !said.contains(SECRET) && !said.contains("73951826"),
            "{said}"
        );
    }
}

#[tokio::test]
async fn secrets_that_are_received_are_not_printed_either() {
    let body =
        format!(r#"{{"value":[{{"key":"Password","value":"{SECRET}","note":"{SECRET}"}}]}}"#);
    let (_server, client) = wire([Answer::json(200, body.as_str())]).await;
    let response = send(store(&client)).await.unwrap();
    assert_discreet(&format!("{response:?} {response:#?}"));
    let stored = response.into_value().unwrap();
    assert_discreet(&format!("{stored:?} {stored:#?}"));
    let pairs = stored.value.as_deref().unwrap();
    assert_eq!(pairs[0].value.as_ref().unwrap().expose(), SECRET);
    assert_eq!(serde_json::to_string(&stored).unwrap(), body);
}

#[tokio::test]
async fn what_leads_to_a_request_is_not_printed() {
    let credential = StaticToken::new(TOKEN);
    let builder = GraphClient::builder().credential(credential.clone());
    assert_discreet(&format!("{credential:?} {builder:?} {builder:#?}"));
    let body = AcquireAccessTokenPostRequestBody::new().set_credentials([pair()]);
    assert_discreet(&format!("{body:?} {body:#?} {:?}", pair()));
    assert_eq!(
        format!("{body:?}").matches("[redacted]").count(),
        1,
        "the secret is there, and hidden"
    );
}

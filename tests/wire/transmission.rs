//! Exchanges that break.

use std::time::Duration;

use graph_client::v1::models::{AcquireAccessTokenPostRequestBody, ServicePrincipal};
use graph_client::{ErrorKind, GraphClient, Request};
use graph_tests::server::{Answer, End, Server, deserted_root};

use crate::exchange::{KEY, SECRET, client, failure, send, wire};

fn get(client: &GraphClient) -> Request<ServicePrincipal> {
    let principal = client
        .v1()
        .service_principals()
        .by_service_principal_id(KEY);
    principal
        .get()
        .header("client-request-id", "c-1")
        .into_inner()
}

fn acquire(client: &GraphClient) -> Request<()> {
    let application = client.v1().applications().by_application_id(KEY);
    let body = AcquireAccessTokenPostRequestBody::new();
    application
        .synchronization()
        .acquire_access_token()
        .post(&body)
}

#[tokio::test]
async fn a_body_that_breaks_off_is_an_error_that_counts_its_bytes() {
    let body = format!(r#"{{"id":"{SECRET}"}}"#);
    let length = body.len();
    let error = failure(Answer::json(200, body).cut(9), get).await;
    let said = error.to_string();
    let start = format!(
        "GET /servicePrincipals/{{servicePrincipal-id}}: the answer broke off after 9 of {length} bytes: "
    );
    assert!(said.starts_with(&start), "{said}");
    assert!(said.ends_with(" (client request id c-1)"), "{said}");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.client_request_id(), Some("c-1"));
    assert!(error.is_retryable(), "reading again does no harm");
}

#[tokio::test]
async fn a_body_that_breaks_off_is_not_taken_for_a_whole_one() {
    // What has arrived is JSON, and complete.
    let answer = Answer::json(200, "{}        ").cut(2);
    assert_eq!(failure(answer, get).await.kind(), ErrorKind::Transport);
    // Nor is it left aside where no body is expected: the answer is not complete.
    let answer = Answer::json(200, "{}        ").cut(2);
    assert_eq!(failure(answer, acquire).await.kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn a_chunked_answer_is_read_and_one_without_its_end_is_an_error() {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n";
    let (_server, client) = wire([Answer::raw(format!("{head}5\r\n:\"1\"}}\r\n0\r\n\r\n"))]).await;
    let principal = send(get(&client)).await.unwrap().into_value();
    assert_eq!(principal.id.as_deref(), Some("1"));

    let error = failure(Answer::raw(head), get).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(
        error
            .to_string()
            .contains("the answer broke off after 5 bytes"),
        "{error}"
    );
}

#[tokio::test]
async fn a_connection_that_ends_before_the_answer_is_an_error() {
    for end in [End::Close, End::Reset] {
        let error = failure(Answer::nothing(end), get).await;
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
        assert!(
            error
                .to_string()
                .contains("the connection broke before an answer came"),
            "{error}"
        );
        assert!(error.is_retryable());

        let error = failure(Answer::nothing(end), acquire).await;
        assert!(!error.is_retryable(), "the server may have acted on a POST");
    }
}

#[tokio::test]
async fn what_is_no_http_is_an_error() {
    let garbage = [
        "SSH-2.0-OpenSSH_9.6\r\n",
        "\u{0}\u{1}\u{2}\r\n\r\n",
        "HTTP/1.1 200",
    ];
    for garbage in garbage {
        let error = failure(Answer::raw(garbage), get).await;
        assert_eq!(
            error.kind(),
            ErrorKind::Transport,
            "{garbage:?} gives {error}"
        );
    }
}

#[tokio::test]
async fn a_refused_connection_is_an_error_that_may_be_tried_again() {
    let client = client(&deserted_root().await);
    let error = send(acquire(&client)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.is_retryable(), "nothing was sent");
    let said = error.to_string();
    assert!(
        said.starts_with(
            "POST /applications/{application-id}/synchronization/acquireAccessToken: \
             no connection to the server: "
        ),
        "{said}"
    );
}

#[tokio::test]
async fn an_answer_that_takes_its_time_is_read() {
    let answer = Answer::json(200, r#"{"id":"1"}"#).delay(Duration::from_millis(5));
    let (_server, client) = wire([answer]).await;
    let principal = send(get(&client)).await.unwrap().into_value();
    assert_eq!(principal.id.as_deref(), Some("1"));
}

#[tokio::test]
async fn the_next_request_does_not_suffer_from_a_broken_one() {
    let script = [
        Answer::json(200, "{}        ").cut(2),
        Answer::nothing(End::Reset),
        Answer::json(200, r#"{"id":"1"}"#),
        Answer::json(200, r#"{"id":"2"}"#),
    ];
    let (server, client) = wire(script).await;
    assert!(send(get(&client)).await.is_err());
    assert!(send(get(&client)).await.is_err());
    for id in ["1", "2"] {
        let principal = send(get(&client)).await.unwrap().into_value();
        assert_eq!(principal.id.as_deref(), Some(id));
    }
    assert_eq!(server.pending(), 4);
    assert_eq!(
        server.connections().await,
        3,
        "the last two share a connection"
    );
}

#[tokio::test]
async fn a_request_is_sent_when_it_is_awaited_and_not_before() {
    let server = Server::start([Answer::json(200, "{}")]).await;
    let client = client(&server.root());
    let request = get(&client);
    drop(request.clone());
    assert_eq!(server.connections().await, 0);
    send(request).await.unwrap();
    assert_eq!(server.pending(), 1);
}

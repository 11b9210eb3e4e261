//! The token goes to the server that was named, and nowhere else.

use std::process::Command;

use graph_client::credential::StaticToken;
use graph_client::operation::Method;
use graph_client::v1::models::AcquireAccessTokenPostRequestBody;
use graph_client::{ErrorKind, GraphClient, Request};
use graph_tests::server::{Answer, Server};
use serde_json::Value;

use crate::exchange::{TOKEN, assert_discreet, bearer, client, failure, send, wire};

fn acquire(client: &GraphClient) -> Request<()> {
    let application = client.v1().applications().by_application_id("a");
    let body = AcquireAccessTokenPostRequestBody::new();
    application
        .synchronization()
        .acquire_access_token()
        .post(&body)
}

#[tokio::test]
async fn a_redirect_is_an_error_and_is_not_followed() {
    let other = Server::start([]).await;
    for status in [301, 302, 303, 307, 308] {
        let location = format!("{}/v1.0/elsewhere?sig=zebra", other.root());
        let answer = Answer::status(status).header("Location", &location);
        let error = failure(answer, acquire).await;
        assert_eq!(error.kind(), ErrorKind::Redirect);
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.redirect_location(), Some(location.as_str()));
        let said = error.to_string();
        assert!(
            said.contains("a redirect to 127.0.0.1 is not followed"),
            "{said}"
        );
        assert!(!said.contains("zebra"), "{said}");
        assert!(!error.is_retryable());
    }
    assert_eq!(other.connections().await, 0);
}

#[tokio::test]
async fn a_redirect_to_the_same_server_is_not_followed_either() {
    // `failure` sees to it that one request was sent.
    let error = failure(Answer::status(302).header("Location", "/v1.0/x"), acquire).await;
    assert_eq!(error.redirect_location(), Some("/v1.0/x"));
    assert!(
        error
            .to_string()
            .contains("a redirect to another path is not followed"),
        "{error}"
    );
    let error = failure(Answer::status(302), acquire).await;
    assert_eq!(error.redirect_location(), None);
    assert_eq!(error.kind(), ErrorKind::Redirect);
}

#[tokio::test]
async fn a_key_cannot_lead_to_another_server() {
    let (named, client) = wire([]).await;
    let other = Server::start([]).await;
    let keys = [
        format!("@{}/", other.authority()),
        format!("//{}/", other.authority()),
        format!("\\\\{}\\", other.authority()),
        format!("/../../..//{}", other.authority()),
        other.root(),
        format!("x\r\nHost: {}\r\n\r\n", other.authority()),
    ];
    for key in &keys {
        named.push(Answer::json(200, "{}"));
        let principals = client.v1().service_principals();
        send(principals.by_service_principal_id(key).get().into_inner())
            .await
            .unwrap();
        let sent = named.take_request();
        assert_eq!(sent.header("host"), Some(named.authority().as_str()));
        let template = "/v1.0/servicePrincipals/";
        let segment = sent.target().strip_prefix(template).unwrap();
        assert!(!segment.contains('/'), "{key:?} became {segment}");
    }
    assert_eq!(other.connections().await, 0);
}

#[tokio::test]
async fn a_path_of_ones_own_cannot_lead_to_another_server() {
    let (named, client) = wire([]).await;
    let other = Server::start([]).await;
    let paths = [
        format!("@{}/v1.0/me", other.authority()),
        format!(".{}", other.authority()),
        format!(":1@{}/", other.authority()),
        other.root(),
        format!("/\\{}/v1.0/me", other.authority()),
        format!("/x/..//{}/v1.0/me", other.authority()),
    ];
    for path in &paths {
        let error = send(client.request::<Value>(Method::Get, path))
            .await
            .unwrap_err();
        assert_eq!(
            error.kind(),
            ErrorKind::InvalidRequest,
            "{path} gives {error}"
        );
    }
    assert_eq!(named.connections().await, 0);

    // Two slashes are a path like any other.
    named.push(Answer::status(204));
    let path = format!("//{}/v1.0/me", other.authority());
    send(client.request::<()>(Method::Get, &path))
        .await
        .unwrap();
    assert_eq!(named.take_request().target(), path);
    assert_eq!(other.connections().await, 0);
}

#[tokio::test]
async fn the_headers_that_lead_elsewhere_are_the_clients_own() {
    let (named, client) = wire([]).await;
    for name in [
        "Host",
        "authorization",
        "Proxy-Authorization",
        "Transfer-Encoding",
    ] {
        let request = acquire(&client).header(name, "example.com");
        let error = send(request).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        let name = name.to_lowercase();
        assert!(
            error
                .to_string()
                .ends_with(&format!(": the header {name} is set by the client alone")),
            "{error}"
        );
    }
    assert_eq!(named.connections().await, 0);
}

#[tokio::test]
async fn each_client_sends_to_its_own_server() {
    let (first, one) = wire([Answer::status(204)]).await;
    let second = Server::start([Answer::status(204)]).await;
    let two = GraphClient::builder()
        .credential(StaticToken::new("other"))
        .loopback(second.root())
        .build()
        .unwrap();
    send(acquire(&one)).await.unwrap();
    send(acquire(&two)).await.unwrap();
    let (to_first, to_second) = (first.take_request(), second.take_request());
    assert_eq!(to_first.header("authorization"), Some(bearer().as_str()));
    assert_eq!(to_second.header("authorization"), Some("Bearer other"));
    assert_eq!((first.pending(), second.pending()), (0, 0));
}

#[test]
fn another_host_than_loopback_is_refused_when_the_client_is_made() {
    let roots = [
        "http://graph.microsoft.com",
        "https://graph.microsoft.com",
        "http://10.0.0.1:8080",
        "http://0.0.0.0:8080",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://127.0.0.1@example.com",
        "http://[::ffff:10.0.0.1]",
        "ftp://127.0.0.1",
        "http://127.0.0.1/v1.0",
        "127.0.0.1:8080",
        "",
    ];
    for root in roots {
        let builder = GraphClient::builder().credential(StaticToken::new(TOKEN));
        let error = builder.loopback(root).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{root}");
        assert!(
            error
                .to_string()
                .starts_with("GraphClient: the loopback root "),
            "{root}: {error}"
        );
    }
    let root = format!("http://user:{TOKEN}@127.0.0.1:8080");
    let builder = GraphClient::builder().credential(StaticToken::new(TOKEN));
    let error = builder.loopback(root).build().unwrap_err();
    assert_discreet(&format!("{error} {error:?}"));
}

/// The name under which the test below runs itself again, with a proxy in its environment.
const AGAIN: &str = "destination::a_proxy_of_the_environment_does_not_see_the_token";
const ROOT: &str = "GRAPH_TESTS_ROOT";

#[test]
fn a_proxy_of_the_environment_does_not_see_the_token() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    if let Ok(root) = std::env::var(ROOT) {
        return runtime.block_on(async {
            send(acquire(&client(&root))).await.unwrap();
        });
    }
    let (named, proxy) = runtime.block_on(async {
        (
            Server::start([Answer::status(204)]).await,
            Server::start([]).await,
        )
    });
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", AGAIN])
        .env(ROOT, named.root())
        .envs(
            ["http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"].map(|name| (name, proxy.root())),
        )
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .output()
        .unwrap();
    assert!(
        status.status.success(),
        "{}",
        String::from_utf8_lossy(&status.stdout)
    );
    assert_eq!(
        named.take_request().header("authorization"),
        Some(bearer().as_str())
    );
    assert_eq!(runtime.block_on(proxy.connections()), 0);
}

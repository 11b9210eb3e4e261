//! TLS on loopback: roots of one's own, connections that are shared, and where a client of the
//! caller's making may lead.

mod server;

use graph_client::credential::StaticToken;
use graph_client::operation::Method;
use graph_client::reqwest::redirect::Policy;
use graph_client::reqwest::{Client, ClientBuilder, Proxy};
use graph_client::retry::RetryPolicy;
use graph_client::transport::ReqwestTransport;
use graph_client::{Error, ErrorKind, GraphClient, GraphClientBuilder};
use graph_tests::server::{End, Server};
use serde_json::Value;
use std::time::Duration;

use self::server::{NAME, Protocol, Secure, moved, serve, tunnel};

fn builder(transport: ReqwestTransport) -> GraphClientBuilder {
    GraphClient::builder()
        .credential(StaticToken::new("zebra"))
        .retry(RetryPolicy::none())
        .transport(transport)
}

fn client(root: &str, transport: ReqwestTransport) -> GraphClient {
    builder(transport).loopback(root).build().unwrap()
}

/// A builder that trusts the server and no proxy.
fn trusting(server: &Secure) -> ClientBuilder {
    Client::builder()
        .no_proxy()
        .add_root_certificate(server.certificate.clone())
}

async fn get(client: &GraphClient) -> Result<Value, Error> {
    client.request(Method::Get, "/v1.0/me").await
}

#[tokio::test]
async fn a_root_of_ones_own_is_trusted_and_no_other() {
    let server = serve(Protocol::Http1, []).await;
    let stranger = client(&server.root, ReqwestTransport::loopback().unwrap());
    let error = get(&stranger).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.to_string().contains("certificate"), "{error}");

    let transport = ReqwestTransport::loopback_from_builder(trusting(&server)).unwrap();
    get(&client(&server.root, transport)).await.unwrap();

    // The same without the bounds of loopback: https, wherever it is.
    let transport = ReqwestTransport::from_builder(trusting(&server)).unwrap();
    get(&client(&server.root, transport)).await.unwrap();
}

#[tokio::test]
async fn http2_is_agreed_on_and_one_connection_carries_many_requests() {
    let server = serve(Protocol::Http2, []).await;
    let transport = ReqwestTransport::from_builder(trusting(&server)).unwrap();
    let graph = client(&server.root, transport);
    get(&graph).await.unwrap();
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let graph = graph.clone();
        calls.spawn(async move { get(&graph).await });
    }
    for answer in calls.join_all().await {
        answer.unwrap();
    }
    assert_eq!(server.connections(), 1);
    let requests = server.requests();
    assert_eq!(requests.len(), 21);
    for request in &requests {
        assert_eq!(
            request,
            "GET /v1.0/me HTTP/2.0, authorization: Bearer zebra"
        );
    }
}

#[tokio::test]
async fn a_client_that_exists_shares_its_connections() {
    let server = serve(Protocol::Http1, []).await;
    let shared = trusting(&server).build().unwrap();
    let graph = client(&server.root, ReqwestTransport::from_client(shared.clone()));
    for _ in 0..3 {
        get(&graph).await.unwrap();
        // The pool takes a connection back after the answer is out.
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let answer = shared
        .get(format!("{}/", server.root))
        .send()
        .await
        .unwrap();
    assert!(answer.status().is_success());
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_builder_that_follows_redirects_and_a_pool_are_put_right() {
    let server = serve(Protocol::Http1, [moved("/v1.0/other")]).await;
    let following = trusting(&server)
        .redirect(Policy::limited(5))
        .pool_max_idle_per_host(0);
    let transport = ReqwestTransport::from_builder(following).unwrap();
    let graph = client(&server.root, transport);
    let error = get(&graph).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert_eq!(error.redirect_location(), Some("/v1.0/other"));
    get(&graph).await.unwrap();
    assert_eq!(server.requests().len(), 2);
    // What the builder says of its pool holds: nothing is kept.
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn what_a_client_that_exists_followed_is_no_answer() {
    let server = serve(Protocol::Http1, [moved("/v1.0/other")]).await;
    let following = trusting(&server).redirect(Policy::limited(5));
    let transport = ReqwestTransport::from_client(following.build().unwrap());
    let error = get(&client(&server.root, transport)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Destination);
    assert!(
        error.to_string().contains("redirect::Policy::none()"),
        "{error}"
    );
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn https_alone_is_sent_to_a_root_of_ones_own() {
    let server = serve(Protocol::Http1, []).await;
    let there = trusting(&server).resolve(NAME, server.address);
    let transport = ReqwestTransport::from_builder(there).unwrap();
    let root = format!("https://{NAME}:{}", server.address.port());
    let graph = builder(transport).root(root).build().unwrap();
    get(&graph).await.unwrap();
    assert_eq!(
        server.requests(),
        ["GET /v1.0/me HTTP/1.1, authorization: Bearer zebra"]
    );
    // Not to the loopback server of another scheme, whatever the transport was built for.
    let plain = Server::start([]).await;
    let transport = ReqwestTransport::from_builder(trusting(&server)).unwrap();
    let error = get(&client(&plain.root(), transport)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Destination);
    assert_eq!(plain.connections().await, 0);
}

#[tokio::test]
async fn a_proxy_carries_the_call_and_does_not_see_the_token() {
    let server = serve(Protocol::Http1, []).await;
    let proxy = tunnel(server.address).await;
    let through = Client::builder()
        .add_root_certificate(server.certificate.clone())
        .proxy(Proxy::https(&proxy.root).unwrap());
    let transport = ReqwestTransport::from_builder(through).unwrap();
    let graph = builder(transport)
        .root(format!("https://{NAME}"))
        .build()
        .unwrap();
    get(&graph).await.unwrap();
    assert_eq!(server.requests().len(), 1);
    let carried = proxy.carried();
    let expected = format!("CONNECT {NAME}:443 HTTP/1.1\r\n");
    assert!(carried.starts_with(expected.as_bytes()));
    let token = carried.windows(5).position(|part| part == b"zebra");
    assert_eq!(token, None);
}

#[tokio::test]
async fn a_connection_that_does_not_come_about_ends() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let root = format!("https://{}", silent.local_addr().unwrap());
    let graph = GraphClient::builder()
        .credential(StaticToken::new("t"))
        .retry(RetryPolicy::none())
        .timeouts(graph_client::pipeline::Timeouts::none())
        .connect_timeout(Duration::from_millis(50))
        .loopback(root)
        .build()
        .unwrap();
    // Without that limit it would be 30 seconds.
    let answer = tokio::time::timeout(Duration::from_secs(20), get(&graph));
    let error = answer.await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.is_retryable());
}

/// The pool lets go of what has ended, and of what does not answer as HTTP does.
#[tokio::test]
async fn a_connection_that_the_server_ended_is_not_used_again() {
    use graph_tests::server::Answer;

    let done = || Answer::json(200, "{}");
    let script = [done().then(End::Close), done().then(End::Close), done()];
    let server = Server::start(script).await;
    let graph = client(&server.root(), ReqwestTransport::loopback().unwrap());
    for _ in 0..3 {
        // Even a change: nothing of it was sent over the old connection.
        let post = graph.request::<Value>(Method::Post, "/v1.0/things");
        post.await.unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(server.connections().await, 3);
}

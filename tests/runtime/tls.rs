//! TLS on loopback: roots of one's own, and connections that are shared.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use graph_client::credential::StaticToken;
use graph_client::operation::Method;
use graph_client::reqwest::{Certificate, Client};
use graph_client::retry::RetryPolicy;
use graph_client::transport::ReqwestTransport;
use graph_client::{ErrorKind, GraphClient};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// A server for `localhost` whose certificate nobody knows.
struct Secure {
    root: String,
    certificate: Certificate,
    /// How many connections got through their handshake.
    connections: Arc<AtomicUsize>,
}

async fn serve() -> Secure {
    let pair = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(pair.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![pair.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, count) = (acceptor.clone(), Arc::clone(&count));
            tokio::spawn(async move {
                let mut stream = acceptor.accept(stream).await.ok()?;
                count.fetch_add(1, Ordering::SeqCst);
                let mut request = Vec::new();
                while stream.read_buf(&mut request).await.ok()? > 0 {
                    if request.ends_with(b"\r\n\r\n") {
                        request.clear();
                        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
                        stream.write_all(answer).await.ok()?;
                    }
                }
                Some(())
            });
        }
    });
    Secure {
        root: format!("https://localhost:{port}"),
        certificate: Certificate::from_der(pair.cert.der()).unwrap(),
        connections,
    }
}

fn client(root: &str, transport: ReqwestTransport) -> GraphClient {
    GraphClient::builder()
        .credential(StaticToken::new("t"))
        .retry(RetryPolicy::none())
        .transport(transport)
        .loopback(root)
        .build()
        .unwrap()
}

async fn get(client: &GraphClient) -> Result<Value, graph_client::Error> {
    client.request(Method::Get, "/v1.0/me").await
}

#[tokio::test]
async fn a_root_of_ones_own_is_trusted_and_no_other() {
    let server = serve().await;
    let stranger = client(&server.root, ReqwestTransport::loopback().unwrap());
    let error = get(&stranger).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.to_string().contains("certificate"), "{error}");

    let builder = Client::builder().add_root_certificate(server.certificate.clone());
    let transport = ReqwestTransport::loopback_from_builder(builder).unwrap();
    get(&client(&server.root, transport)).await.unwrap();

    // The same without the bounds of loopback: https, wherever it is.
    let builder = Client::builder()
        .no_proxy()
        .add_root_certificate(server.certificate.clone());
    let transport = ReqwestTransport::from_builder(builder).unwrap();
    get(&client(&server.root, transport)).await.unwrap();
}

#[tokio::test]
async fn a_client_that_exists_shares_its_connections() {
    let server = serve().await;
    let shared = Client::builder()
        .no_proxy()
        .add_root_certificate(server.certificate.clone())
        .build()
        .unwrap();
    let graph = client(&server.root, ReqwestTransport::from_client(shared.clone()));
    for _ in 0..3 {
        get(&graph).await.unwrap();
        // The pool takes a connection back after the answer is out.
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let answer = shared
        .get(format!("{}/", server.root))
        .send()
        .await
        .unwrap();
    assert!(answer.status().is_success());
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
}

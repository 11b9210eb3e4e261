//! A server with a certificate that nobody knows, and a proxy before it.

use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use graph_client::http;
use graph_client::reqwest::Certificate;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::server::TlsStream;

/// A name besides `localhost` that the server has a certificate for.
pub(super) const NAME: &str = "graph.example.test";

/// What the server agrees on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    Http1,
    Http2,
}

pub(super) struct Secure {
    pub(super) root: String,
    pub(super) address: SocketAddr,
    pub(super) certificate: Certificate,
    seen: Arc<Seen>,
}

#[derive(Default)]
struct Seen {
    /// How many connections got through their handshake.
    connections: AtomicUsize,
    /// First line and token of each request.
    requests: Mutex<Vec<String>>,
    script: Mutex<VecDeque<String>>,
}

impl Secure {
    pub(super) fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    pub(super) fn requests(&self) -> Vec<String> {
        self.seen.requests.lock().unwrap().clone()
    }
}

impl Seen {
    fn answer(&self, line: &str, token: &str) -> String {
        let request = format!("{line}, authorization: {token}");
        self.requests.lock().unwrap().push(request);
        let answer = self.script.lock().unwrap().pop_front();
        answer.unwrap_or_else(|| "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".to_owned())
    }
}

/// A redirect.
pub(super) fn moved(to: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n")
}

/// A server that answers HTTP/1.1 by this script and then `{}`, and HTTP/2 by `{}`.
pub(super) async fn serve(protocol: Protocol, script: impl IntoIterator<Item = String>) -> Secure {
    let names = ["localhost".to_owned(), NAME.to_owned()];
    let pair = rcgen::generate_simple_self_signed(names).unwrap();
    let key = PrivateKeyDer::try_from(pair.signing_key.serialize_der()).unwrap();
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![pair.cert.der().clone()], key)
        .unwrap();
    if protocol == Protocol::Http2 {
        config.alpn_protocols = vec![b"h2".to_vec()];
    }
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let seen = Arc::new(Seen {
        script: Mutex::new(script.into_iter().collect()),
        ..Seen::default()
    });
    let record = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, seen) = (acceptor.clone(), Arc::clone(&record));
            tokio::spawn(async move {
                let stream = acceptor.accept(stream).await.ok()?;
                seen.connections.fetch_add(1, Ordering::SeqCst);
                match protocol {
                    Protocol::Http1 => http1(stream, &seen).await,
                    Protocol::Http2 => http2(stream, &seen).await,
                }
            });
        }
    });
    Secure {
        root: format!("https://localhost:{}", address.port()),
        address,
        certificate: Certificate::from_der(pair.cert.der()).unwrap(),
        seen,
    }
}

async fn http1(mut stream: TlsStream<TcpStream>, seen: &Seen) -> Option<()> {
    let mut request = Vec::new();
    while stream.read_buf(&mut request).await.ok()? > 0 {
        if request.ends_with(b"\r\n\r\n") {
            let text = String::from_utf8(std::mem::take(&mut request)).ok()?;
            let token = text.lines().find_map(|line| {
                let (name, value) = line.split_once(": ")?;
                (name == "authorization").then_some(value)
            });
            let answer = seen.answer(text.lines().next()?, token.unwrap_or("none"));
            stream.write_all(answer.as_bytes()).await.ok()?;
        }
    }
    Some(())
}

async fn http2(stream: TlsStream<TcpStream>, seen: &Seen) -> Option<()> {
    let mut connection = h2::server::handshake(stream).await.ok()?;
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        let token = request.headers().get("authorization");
        let token = token
            .and_then(|token| token.to_str().ok())
            .unwrap_or("none");
        let path = request.uri().path();
        let line = format!("{} {path} {:?}", request.method(), request.version());
        seen.answer(&line, token);
        let mut body = respond.send_response(http::Response::new(()), false).ok()?;
        body.send_data("{}".into(), true).ok()?;
    }
    Some(())
}

pub(super) struct Tunnel {
    pub(super) root: String,
    carried: Arc<Mutex<Vec<u8>>>,
}

impl Tunnel {
    /// What the client sent, first to the proxy and then through it.
    pub(super) fn carried(&self) -> Vec<u8> {
        self.carried.lock().unwrap().clone()
    }
}

/// A proxy that leads to this address, whatever it is asked for.
pub(super) async fn tunnel(to: SocketAddr) -> Tunnel {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let root = format!("http://{}", listener.local_addr().unwrap());
    let carried = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&carried);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let record = Arc::clone(&record);
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(stream.read_u8().await.ok()?);
                }
                record.lock().unwrap().extend(head);
                let done = b"HTTP/1.1 200 Connection established\r\n\r\n";
                stream.write_all(done).await.ok()?;
                let (from_client, to_client) = stream.into_split();
                let (from_server, to_server) = TcpStream::connect(to).await.ok()?.into_split();
                tokio::spawn(copy(from_server, to_client, None));
                copy(from_client, to_server, Some(record)).await
            });
        }
    });
    Tunnel { root, carried }
}

async fn copy(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    record: Option<Arc<Mutex<Vec<u8>>>>,
) -> Option<()> {
    let mut buffer = Vec::new();
    while from.read_buf(&mut buffer).await.ok()? > 0 {
        if let Some(record) = &record {
            record.lock().unwrap().extend(&buffer);
        }
        to.write_all(&buffer).await.ok()?;
        buffer.clear();
    }
    Some(())
}

//! A server on this machine that gives one scripted answer to each connection, and keeps what it
//! was asked.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

pub(crate) struct Server {
    address: SocketAddr,
    requests: Receiver<String>,
}

impl Server {
    /// Answers with these bytes, one after the other, and then not at all.
    pub(crate) fn answering(answers: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let answers: Vec<Vec<u8>> = answers.into_iter().collect();
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, requests) = channel();
        thread::spawn(move || {
            for answer in answers {
                let (stream, _) = listener.accept().unwrap();
                let mut request = String::new();
                let mut reader = BufReader::new(&stream);
                while !request.ends_with("\r\n\r\n") && reader.read_line(&mut request).unwrap() > 0
                {
                }
                sender.send(request).unwrap();
                // Whoever has read enough is free to go.
                let _ = (&stream).write_all(&answer);
            }
        });
        Self { address, requests }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/openapi.yaml", self.address)
    }

    /// The next request, in lower case.
    pub(crate) fn request(&self) -> String {
        self.requests.recv().unwrap().to_ascii_lowercase()
    }
}

/// An answer of a status with these headers. The length that it tells is that of `body`, of which
/// the first `sent` bytes are sent.
pub(crate) fn answer(status: &str, headers: &str, body: &str, sent: usize) -> Vec<u8> {
    let length = body.len();
    let sent = &body[..sent];
    format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{sent}"
    )
    .into_bytes()
}

//! Answers, proper and improper.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What the server does for one request.
///
/// An answer begun with [`status`](Self::status) is well formed: its `Content-Length` is that of
/// its body, and the connection stays open for the next request; [`cut`](Self::cut) breaks it off.
/// [`raw`](Self::raw) sends any bytes. [`delay`](Self::delay) and [`then`](Self::then) fit both.
#[derive(Clone, Debug)]
#[must_use]
pub struct Answer {
    head: Vec<u8>,
    // Whether the head is one, to be completed with the body's length and an empty line.
    proper: bool,
    body: Option<Vec<u8>>,
    most: usize,
    delay: Duration,
    end: End,
}

/// What becomes of the connection after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It waits for the next request.
    Keep,
    /// It is closed as it should be.
    Close,
    /// It is reset, so that the client reads an error and not an end.
    Reset,
    /// Nothing more is sent until the client gives up.
    Hold,
}

impl Answer {
    /// An answer without a body.
    pub fn status(status: u16) -> Self {
        let mut answer = Self::raw(format!("HTTP/1.1 {status} \r\n"));
        answer.proper = true;
        answer.end = End::Keep;
        // These two have no body and no length of one.
        if !matches!(status, 204 | 304) {
            answer.body = Some(Vec::new());
        }
        answer
    }

    /// An answer with a JSON body.
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::status(status).body("application/json; charset=utf-8", body)
    }

    /// These bytes and nothing else, whatever they are; then the connection is closed.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            head: bytes.into(),
            proper: false,
            body: None,
            most: usize::MAX,
            delay: Duration::ZERO,
            end: End::Close,
        }
    }

    /// No answer at all: the connection ends in the way given.
    pub fn nothing(end: End) -> Self {
        Self::raw([]).then(end)
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.head
            .extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        self
    }

    /// Sets the body, with its type.
    pub fn body(mut self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self.header("Content-Type", content_type)
    }

    /// Sends only so many bytes of the body, though its whole length is announced, and closes the
    /// connection.
    pub fn cut(mut self, most: usize) -> Self {
        self.most = most;
        self.then(End::Close)
    }

    /// Waits before anything is sent.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Sets what becomes of the connection.
    pub fn then(mut self, end: End) -> Self {
        self.end = end;
        self
    }

    /// Sends the answer; gives the connection back when it waits for the next request.
    pub(super) async fn give(self, mut stream: TcpStream) -> Option<TcpStream> {
        if !self.delay.is_zero() {
            tokio::time::sleep(self.delay).await;
        }
        stream.write_all(&self.bytes()).await.ok()?;
        stream.flush().await.ok()?;
        match self.end {
            End::Keep => return Some(stream),
            End::Close => stream.shutdown().await.ok()?,
            End::Reset => stream.set_zero_linger().ok()?,
            End::Hold => while stream.read_u8().await.is_ok() {},
        }
        None
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.head.clone();
        if !self.proper {
            return bytes;
        }
        let body = self.body.as_deref();
        if let Some(body) = body {
            bytes.extend_from_slice(format!("Content-Length: {}\r\n", body.len()).as_bytes());
        }
        bytes.extend_from_slice(b"\r\n");
        let sent = body.map(|body| body.get(..self.most).unwrap_or(body));
        bytes.extend_from_slice(sent.unwrap_or_default());
        bytes
    }
}

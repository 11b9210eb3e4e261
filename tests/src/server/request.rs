//! A request as it was received.

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

const END_OF_HEAD: &[u8] = b"\r\n\r\n";

/// A request as it was received: names in the case, headers in the order, and bytes in the form
/// in which they came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    line: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    /// The first line, such as `GET /v1.0/me?$select=id HTTP/1.1`.
    pub fn line(&self) -> &str {
        &self.line
    }

    /// The method.
    pub fn method(&self) -> &str {
        self.word(0)
    }

    /// Path and query, still encoded.
    pub fn target(&self) -> &str {
        self.word(1)
    }

    /// Names and values of all headers.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// The value of the first header with this name, in whatever case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The body, in its chunks when it came in chunks.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body as text.
    ///
    /// # Panics
    ///
    /// When it is not UTF-8.
    pub fn body_text(&self) -> &str {
        str::from_utf8(&self.body).expect("a body in UTF-8")
    }

    fn word(&self, number: usize) -> &str {
        self.line.split(' ').nth(number).unwrap_or_default()
    }

    /// Reads a request; none when the client is done. `unread` holds what was received beyond it.
    pub(super) async fn read(stream: &mut TcpStream, unread: &mut Vec<u8>) -> Option<Self> {
        let end = loop {
            if let Some(end) = position(unread, END_OF_HEAD) {
                break end;
            }
            receive(stream, unread).await?;
        };
        let head: Vec<u8> = unread.drain(..end + END_OF_HEAD.len()).collect();
        let head = String::from_utf8_lossy(&head).into_owned();
        let mut lines = head.trim_end().split("\r\n");
        let mut request = Self {
            line: lines.next().unwrap_or_default().to_owned(),
            headers: lines.map(header).collect(),
            body: Vec::new(),
        };

        let chunked = request
            .header("transfer-encoding")
            .is_some_and(|value| value.contains("chunked"));
        let announced: Option<usize> = request
            .header("content-length")
            .and_then(|value| value.parse().ok());
        let length = loop {
            let found = if chunked {
                position(unread, b"0\r\n\r\n").map(|start| start + 5)
            } else {
                announced
                    .or(Some(0))
                    .filter(|length| *length <= unread.len())
            };
            if let Some(length) = found {
                break length;
            }
            receive(stream, unread).await?;
        };
        request.body = unread.drain(..length).collect();
        Some(request)
    }
}

fn header(line: &str) -> (String, String) {
    let (name, value) = line.split_once(':').unwrap_or((line, ""));
    (name.to_owned(), value.trim().to_owned())
}

fn position(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

/// Appends what arrives next; none at the end of the connection.
async fn receive(stream: &mut TcpStream, unread: &mut Vec<u8>) -> Option<()> {
    let count = stream.read_buf(unread).await.ok()?;
    (count > 0).then_some(())
}

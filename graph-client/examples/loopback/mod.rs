//! A stand-in for the service on this machine, so that the examples run without a tenant.

#![allow(dead_code, reason = "each example uses a part")]

use std::collections::HashMap;
use std::error::Error;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use graph_client::credential::StaticToken;
use graph_client::{GraphClient, GraphClientBuilder};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How a request begins (method, space, path), and the status and body that answer it.
///
/// The first entry that fits is taken, and those that begin alike in turn. `{root}` in a body is
/// where the stand-in listens; the body of a 202 is sent as its `Location`.
pub(crate) type Answer = (&'static str, u16, &'static str);

/// A client for the real service when `GRAPH_TOKEN` holds a token, and otherwise for a stand-in
/// that gives these answers until the program ends.
pub(crate) async fn client(answers: &'static [Answer]) -> Result<GraphClient, Box<dyn Error>> {
    Ok(builder(answers).await?.build()?)
}

/// The builder of such a client.
pub(crate) async fn builder(
    answers: &'static [Answer],
) -> Result<GraphClientBuilder, Box<dyn Error>> {
    if let Ok(token) = std::env::var("GRAPH_TOKEN") {
        let credential = StaticToken::new(token);
        return Ok(GraphClient::builder().credential(credential));
    }
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let root = format!("http://{}", listener.local_addr()?);
    println!("GRAPH_TOKEN is not set: a stand-in answers at {root}");
    let builder = GraphClient::builder()
        .credential(StaticToken::new("any token will do"))
        .loopback(&root);
    let turns = Turns::default();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, root.clone(), answers, turns.clone()));
        }
    });
    Ok(builder)
}

/// How often each beginning of a request has come.
#[derive(Clone, Default)]
struct Turns(Arc<Mutex<HashMap<&'static str, usize>>>);

impl Turns {
    fn next(&self, beginning: &'static str) -> usize {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = turns.entry(beginning).or_default();
        *turn += 1;
        *turn
    }
}

/// Answers requests on one connection until the client closes it.
async fn serve(
    stream: TcpStream,
    root: String,
    answers: &'static [Answer],
    turns: Turns,
) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let mut request = String::new();
        if stream.read_line(&mut request).await? == 0 {
            return Ok(());
        }
        let mut length = 0;
        loop {
            let mut header = String::new();
            stream.read_line(&mut header).await?;
            let Some((name, value)) = header.split_once(':') else {
                break;
            };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        stream.read_exact(&mut vec![0; length]).await?;

        let first = answers
            .iter()
            .find(|(start, ..)| request.starts_with(start));
        let known = first.and_then(|(start, ..)| {
            let alike = answers.iter().filter(|(it, ..)| it == start);
            alike.take(turns.next(start)).last()
        });
        let (status, body) = known.map_or((404, "{}"), |(_, status, body)| (*status, *body));
        let body = body.replace("{root}", &root);
        // A 204 has neither a body nor the length of one.
        let length = body.len();
        let answer = match status {
            204 => "HTTP/1.1 204 No Content\r\n\r\n".to_owned(),
            202 => format!(
                "HTTP/1.1 202 Accepted\r\nLocation: {body}\r\nRetry-After: 1\r\n\
                 Content-Length: 0\r\n\r\n"
            ),
            _ => format!(
                "HTTP/1.1 {status} \r\nContent-Type: application/json\r\n\
                 Content-Length: {length}\r\n\r\n{body}"
            ),
        };
        stream.write_all(answer.as_bytes()).await?;
    }
}

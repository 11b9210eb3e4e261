//! Clients for a server on loopback, and what it was sent.

use graph_client::GraphClient;
use graph_client::credential::StaticToken;

use crate::server::{Request, Server};

pub(crate) fn client(server: &Server) -> GraphClient {
    GraphClient::builder()
        .credential(StaticToken::new("token"))
        .loopback(server.root())
        .build()
        .unwrap()
}

/// Method and target, and the body.
pub(crate) fn sent(request: &Request) -> (&str, &str) {
    let line = request.line();
    let end = line.rfind(" HTTP/1.1").unwrap();
    (&line[..end], request.body_text())
}

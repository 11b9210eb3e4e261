//! A client and its server, and the promise that nothing said of an exchange gives a secret away.

use std::error::Error as _;
use std::fmt::{Debug, Write as _};

use graph_client::answer::Answer as Decoded;
use graph_client::credential::StaticToken;
use graph_client::{Error, GraphClient, Request, Response};
use graph_tests::server::{self, Answer, Server};

/// The bearer token.
pub(crate) const TOKEN: &str = "eyJ0b2tlbiI6InplYnJhIn0.c2ln";
/// The value of a synchronization secret.
pub(crate) const SECRET: &str = "hunter2-ocelot";
/// A key with what a path would misread.
pub(crate) const KEY: &str = "walrus a/b?c#d'e\"f%g é€😀";
/// The same, as it has to be in a path.
pub(crate) const ENCODED_KEY: &str =
    "walrus%20a%2Fb%3Fc%23d%27e%22f%25g%20%C3%A9%E2%82%AC%F0%9F%98%80";
/// Data of a query option.
pub(crate) const DATA: &str = "narwhal";

/// What must not be in any message: token and secret, and the keys and data of a request.
const PRIVATE: [&str; 4] = [TOKEN, SECRET, "walrus", DATA];

/// A client whose token goes to this root.
pub(crate) fn client(root: &str) -> GraphClient {
    GraphClient::builder()
        .credential(StaticToken::new(TOKEN))
        // A test that expects one request is not to see it repeated.
        .retry(graph_client::retry::RetryPolicy::none())
        .loopback(root)
        .build()
        .unwrap()
}

/// A server that answers from this script, and a client for it.
pub(crate) async fn wire(script: impl IntoIterator<Item = Answer>) -> (Server, GraphClient) {
    let server = Server::start(script).await;
    let client = client(&server.root());
    assert_discreet(&format!("{client:?} {client:#?}"));
    (server, client)
}

/// Sends a request and gives what came of it, after looking for private data in all that is
/// printed on the way.
pub(crate) async fn send<T: Decoded>(request: Request<T>) -> Result<Response<T>, Error> {
    assert_discreet(&format!("{request:?} {request:#?}"));
    let result = request.send().await;
    if let Err(error) = &result {
        assert_discreet(&all_that_is_said(error));
    }
    result
}

/// Sends a request to a server with this one answer, and gives the value.
pub(crate) async fn value<T, F>(answer: Answer, request: F) -> T
where
    T: Decoded,
    F: FnOnce(&GraphClient) -> Request<T>,
{
    let (_server, client) = wire([answer]).await;
    send(request(&client)).await.unwrap().into_value()
}

/// Sends a request to a server with this one answer, and gives the error.
pub(crate) async fn failure<T, F>(answer: Answer, request: F) -> Error
where
    T: Decoded + Debug,
    F: FnOnce(&GraphClient) -> Request<T>,
{
    let (server, client) = wire([answer]).await;
    let error = send(request(&client)).await.unwrap_err();
    assert_eq!(
        server.take_request().header("authorization"),
        Some(bearer().as_str())
    );
    assert_eq!(
        server.pending(),
        0,
        "the request should have been sent once"
    );
    error
}

/// The value of the `Authorization` header.
pub(crate) fn bearer() -> String {
    format!("Bearer {TOKEN}")
}

/// The headers of a request in the order of their names, `client-request-id` aside, whose value
/// has to be a UUID of version 4.
pub(crate) fn headers(request: &server::Request) -> Vec<(String, String)> {
    let mut headers = request.headers().to_vec();
    let ids = headers.extract_if(.., |(name, _)| name == "client-request-id");
    let ids: Vec<_> = ids.map(|(_, value)| value).collect();
    assert!(
        matches!(ids.as_slice(), [id] if is_random_uuid(id)),
        "client-request-id: {ids:?}"
    );
    headers.sort();
    headers
}

fn is_random_uuid(text: &str) -> bool {
    let shape = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
    text.len() == shape.len()
        && text
            .chars()
            .zip(shape.chars())
            .all(|(found, wanted)| match wanted {
                'x' => matches!(found, '0'..='9' | 'a'..='f'),
                'y' => matches!(found, '8' | '9' | 'a' | 'b'),
                other => found == other,
            })
}

/// Everything that an error and its causes print, in every way.
pub(crate) fn all_that_is_said(error: &Error) -> String {
    let mut said = format!("{error} {error:?} {error:#?} {:?}", error.odata());
    let mut cause = error.source();
    while let Some(error) = cause {
        write!(said, " {error} {error:?} {error:#?}").unwrap();
        cause = error.source();
    }
    said
}

/// Fails when the text holds anything private.
pub(crate) fn assert_discreet(said: &str) {
    for private in PRIVATE {
        assert!(
            !said.contains(private),
            "{private:?} should not be in: {said}"
        );
    }
}

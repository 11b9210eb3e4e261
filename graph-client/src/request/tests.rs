use http::header;
use serde_json::{Value, json};

use super::*;
use crate::client::testing::{Script, client, reply};
use crate::credential::{AccessToken, Credential, CredentialError, StaticToken, TokenRequest};
use crate::path::Path;
use crate::transport::{HttpRequest, TransportError, TransportErrorKind};
use crate::{ErrorKind, GraphClient};

const LIST: Operation = Operation::new(Method::Get, "/users/{user-id}/messages");
const ACTION: Operation = Operation::new(Method::Post, "/users/{user-id}/revoke");

#[must_use]
struct CollectionRequest<T>(Request<T>);

crate::request_traits!(CollectionRequest);

fn path(client: &GraphClient) -> Path {
    Path::new(client, "/v1.0")
        .join("/users/")
        .key("a b")
        .text("/messages")
}

fn header<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    request
        .headers()
        .get(name)
        .map(|value| value.to_str().unwrap())
}

#[test]
fn requests_are_small_data_for_any_thread() {
    fn any_thread<T: Send + Sync + 'static>() {}
    fn sent<T: Send>(_: &T) {}
    any_thread::<Request<std::rc::Rc<()>>>();
    any_thread::<GraphClient>();
    any_thread::<Path>();
    any_thread::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());

    let request = path(&client()).request::<Value>(LIST);
    let future = request.send();
    sent(&future);
    assert!(size_of_val(&future) < 1024, "{}", size_of_val(&future));
    // What is larger leaves the fast path of the system's allocator.
    let inner = path(&client()).request::<Value>(LIST).into_draft();
    let inner = inner.execute("*/*", true);
    assert!(size_of_val(&*inner) < 1024, "{}", size_of_val(&*inner));
}

#[tokio::test]
async fn a_get_has_token_ids_and_query() {
    let script = Script::new([reply(200, &[("request-id", "r1")], "{\"id\":1}")]);
    let request = CollectionRequest::<Value>(path(&script.client()).request(LIST))
        .query("$filter", "x eq 'y z'")
        .query("$top", "1")
        .query("$top", "2")
        .header("ConsistencyLevel", "eventual");
    assert_eq!(request.path(), "/v1.0/users/a%20b/messages");
    assert_eq!(
        request.url(),
        "https://graph.microsoft.com/v1.0/users/a%20b/messages?$filter=x%20eq%20%27y%20z%27&$top=2"
    );
    let response = request.clone().send().await.unwrap();
    assert_eq!(response.request_id(), Some("r1"));
    assert_eq!(response.into_value(), json!({"id": 1}));

    let seen = script.seen();
    assert_eq!(seen[0].method(), http::Method::GET);
    assert_eq!(seen[0].uri().to_string(), request.url());
    assert_eq!(header(&seen[0], "authorization"), Some("Bearer TOKEN"));
    assert!(seen[0].headers()[header::AUTHORIZATION].is_sensitive());
    assert_eq!(header(&seen[0], "accept"), Some("application/json"));
    assert_eq!(header(&seen[0], "consistencylevel"), Some("eventual"));
    assert_eq!(header(&seen[0], "content-type"), None);
    assert_eq!(header(&seen[0], "content-length"), None);
    assert_eq!(
        header(&seen[0], "user-agent"),
        Some(concat!("graph-client/", env!("CARGO_PKG_VERSION")))
    );
    let id = uuid::Uuid::parse_str(header(&seen[0], "client-request-id").unwrap()).unwrap();
    assert_eq!(id.get_version_num(), 4);
}

#[tokio::test]
async fn bodies_have_a_type_and_their_absence_a_length() {
    let script = Script::new((0..4).map(|_| reply(204, &[], "")));
    let path = path(&script.client());
    path.request::<()>(ACTION).await.unwrap();
    path.request::<()>(ACTION)
        .set_json(&json!({"a": 1}))
        .await
        .unwrap();
    path.request_with_bytes::<()>(ACTION, "text/plain", "x")
        .await
        .unwrap();
    path.request::<()>(ACTION)
        .header("Content-Type", "text/plain")
        .await
        .unwrap();
    let seen = script.seen();
    let facts: Vec<_> = seen
        .iter()
        .map(|request| {
            (
                header(request, "content-type"),
                header(request, "content-length"),
                request.body().as_bytes().map(|body| &body[..]),
            )
        })
        .collect();
    assert_eq!(
        facts,
        [
            (None, Some("0"), None),
            (Some("application/json"), None, Some(&b"{\"a\":1}"[..])),
            (Some("text/plain"), None, Some(&b"x"[..])),
            (None, Some("0"), None),
        ]
    );
}

#[test]
fn lists_are_joined_and_empty_ones_left_out() {
    let request = path(&client())
        .request::<()>(LIST)
        .query_list("$select", ["id", "displayName"]);
    assert_eq!(request.query_string(), "$select=id,displayName");
    let request = request.query_list("$select", Vec::<String>::new());
    assert_eq!(request.query_string(), "");
}

#[tokio::test]
async fn what_cannot_be_sent_is_reported_and_not_sent() {
    let script = Script::default();
    let client = script.client();
    let start = Path::new(&client, "/v1.0").join("/users/");
    let good = || path(&client).request::<Value>(LIST);
    let raw = |path: &str| client.request::<Value>(Method::Get, path);
    let table = [
        (
            start.clone().key("").text("/messages").request(LIST),
            "GET /users/{user-id}/messages: the value for {user-id} in the path is empty; \
             give the value of one",
        ),
        (
            start
                .key("..")
                .text("/messages")
                .request(LIST)
                .header("Host", "x"),
            "GET /users/{user-id}/messages: the value for {user-id} in the path is a dot segment, \
             which addresses another path; give the value of a key",
        ),
        (
            good().header("authorization", "SECRET"),
            "GET /users/{user-id}/messages: the header authorization is set by the client alone",
        ),
        (
            good().header("Prefer", "SECRET\r\nx: y"),
            "GET /users/{user-id}/messages: the value of the header prefer holds characters that \
             HTTP does not allow",
        ),
        (
            good().header("a b\n", "x"),
            "GET /users/{user-id}/messages: \"a b\\n\" is not a header name",
        ),
        (
            raw("me"),
            "GET /…: the path must start with /, such as /v1.0/me",
        ),
        (
            raw("https://example.com/v1.0"),
            "GET /…: the path must start with /, such as /v1.0/me",
        ),
        (
            raw("@example.com/"),
            "GET /…: the path must start with /, such as /v1.0/me",
        ),
        (
            raw("/v1.0/me#x"),
            "GET /…: the path holds # or a control character; percent-encode it",
        ),
        (
            raw("/beta/../v1.0/SECRET"),
            "GET /beta/…: the path is not in its normal form; percent-encode what is not a path \
             character, and leave out . and .. segments",
        ),
        (
            raw("/v1.0/%2e%2E/SECRET"),
            "GET /…: the path is not in its normal form; percent-encode what is not a path \
             character, and leave out . and .. segments",
        ),
        (
            raw("/v1.0\\..\\SECRET"),
            "GET /…: the path is not in its normal form; percent-encode what is not a path \
             character, and leave out . and .. segments",
        ),
    ];
    for (request, message) in table {
        let error = request.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
        assert_eq!(error.to_string(), message);
        assert!(!error.is_retryable());
    }
    assert!(script.seen().is_empty());
}

#[tokio::test]
async fn a_body_that_cannot_be_encoded_is_an_encode_error() {
    let unsupported = std::collections::BTreeMap::from([((1, 2), 3)]);
    let request = client()
        .request::<()>(Method::Post, "/v1.0/me")
        .set_json(&unsupported);
    let error = request.clone().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Encode);
    assert_eq!(
        error.to_string(),
        "POST /…: the body cannot be encoded: key must be a string"
    );
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn debug_output_has_names_only() {
    let request = path(&client())
        .request_with_bytes::<()>(ACTION, "text/plain", "BODY")
        .query("$filter", "DATA")
        .header("Prefer", "VALUE");
    assert_eq!(
        format!("{request:?}"),
        "Request { operation: POST /users/{user-id}/revoke, query: [\"$filter\"], \
         headers: [\"content-type\", \"prefer\"], .. }"
    );
}

#[tokio::test]
async fn a_path_of_ones_own_keeps_its_query() {
    let script = Script::new([reply(200, &[], "\u{feff}5")]);
    let count = script
        .client()
        .request::<i64>(Method::Get, "/v1.0/users/$count?$search=\"a\"")
        .query("$filter", "b")
        .await
        .unwrap();
    assert_eq!(count, 5);
    assert_eq!(
        script.seen()[0].uri().to_string(),
        "https://graph.microsoft.com/v1.0/users/$count?$search=%22a%22&$filter=b"
    );
    assert_eq!(
        header(&script.seen()[0], "accept"),
        Some("application/json, text/plain;q=0.9")
    );
}

#[tokio::test]
async fn what_was_set_and_what_came_can_be_looked_at() {
    let script = Script::new([reply(
        200,
        &[("request-id", "r"), ("client-request-id", "c")],
        "5",
    )]);
    let request = script
        .client()
        .request::<i64>(Method::Get, "/v1.0/users/$count")
        .query_each("a", ["0"])
        .query_each("a", ["1", "2"])
        .header("Prefer", "p");
    assert_eq!(request.headers()["prefer"], "p");
    assert!(request.url().ends_with("?a=1&a=2"), "{}", request.url());
    let response = request.send().await.unwrap();
    assert_eq!(response.request_id(), Some("r"));
    assert_eq!(response.client_request_id(), Some("c"));
    assert_eq!(
        format!("{response:?}"),
        "Response { status: 200, headers: [\"request-id\", \"client-request-id\"], value: 5, .. }"
    );
}

#[derive(Debug)]
struct Failing;

impl Credential for Failing {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        assert_eq!(request.scope, "https://graph.microsoft.us/.default");
        Box::pin(async {
            Err(
                CredentialError::new("AADSTS700016: no such application\r\n")
                    .with_source("the directory does not know it"),
            )
        })
    }
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let script = Script::default();
    let builder = || GraphClient::builder().transport(script.clone());
    let send = |client: GraphClient| async move {
        path(&client).request::<Value>(LIST).await.unwrap_err()
    };

    let client = builder()
        .credential(Failing)
        .cloud(crate::Cloud::UsGovernmentL4)
        .build()
        .unwrap();
    let error = send(client).await;
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert_eq!(
        error.to_string(),
        "GET /users/{user-id}/messages: the credential gave no token for \
         https://graph.microsoft.us/.default: AADSTS700016: no such application\\r\\n"
    );
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "AADSTS700016: no such application\r\n");
    let behind = source.source().unwrap();
    assert_eq!(behind.to_string(), "the directory does not know it");

    for token in ["", "SECRET\n"] {
        let error = send(
            builder()
                .credential(StaticToken::new(token))
                .build()
                .unwrap(),
        )
        .await;
        assert_eq!(error.kind(), ErrorKind::Credential);
        assert!(!format!("{error} {error:?}").contains("SECRET"));
    }
    assert!(script.seen().is_empty());
}

#[tokio::test]
async fn transport_failures_keep_their_kind() {
    let table = [
        (TransportErrorKind::Connect, ErrorKind::Connect, true, true),
        (TransportErrorKind::Timeout, ErrorKind::Timeout, true, false),
        (
            TransportErrorKind::Interrupted,
            ErrorKind::Transport,
            true,
            false,
        ),
        (
            TransportErrorKind::TooLarge,
            ErrorKind::Transport,
            false,
            false,
        ),
        (
            TransportErrorKind::Refused,
            ErrorKind::Destination,
            false,
            false,
        ),
    ];
    for (found, kind, get_retryable, post_retryable) in table {
        let script = Script::new((0..2).map(|_| Err(TransportError::new(found, "broken"))));
        let path = path(&script.client());
        let request = |operation| {
            path.request::<Value>(operation)
                .header("client-request-id", "c1")
        };
        let get = request(LIST).await.unwrap_err();
        let post = request(ACTION).await.unwrap_err();
        assert_eq!((get.kind(), post.kind()), (kind, kind));
        assert_eq!(
            (get.is_retryable(), post.is_retryable()),
            (get_retryable, post_retryable)
        );
        assert_eq!(
            get.to_string(),
            "GET /users/{user-id}/messages: broken (client request id c1)"
        );
        assert_eq!(get.client_request_id(), Some("c1"));
    }
}

#[test]
fn the_value_of_an_alias_is_a_string_literal() {
    let request = client()
        .request::<()>(Method::Get, "/v1.0/f(x=@x)")
        .query_literal("@x", "it's");
    assert_eq!(request.query_string(), "@x=%27it%27%27s%27");
}

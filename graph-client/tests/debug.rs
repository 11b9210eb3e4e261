//! What `Debug` shows: names, numbers and kinds, and nothing that may be data or a secret.

use std::sync::{Arc, Mutex};

use graph_client::credential::{AccessToken, StaticToken, TokenRequest};
use graph_client::http::{HeaderValue, StatusCode};
use graph_client::model::{Page, UntypedObject};
use graph_client::operation::{Method, Operation};
use graph_client::path::Path;
use graph_client::pipeline::{Exchange, from_fn};
use graph_client::secrecy::ExposeSecret;
use graph_client::transport::{Body, HttpRequest, HttpResponse, Transport, TransportError};
use graph_client::{BoxFuture, Error, GraphClient, GraphClientBuilder};

const USER: Operation = Operation::new(Method::Get, "/users/{user-id}");

/// Answers everything with a page of no items.
#[derive(Debug)]
struct Empty;

impl Transport for Empty {
    fn send(&self, _: HttpRequest) -> BoxFuture<'static, Result<HttpResponse, TransportError>> {
        Box::pin(std::future::ready(Ok(HttpResponse::new(
            "{\"value\":[]}".into(),
        ))))
    }
}

fn builder() -> GraphClientBuilder {
    GraphClient::builder()
        .credential(StaticToken::new("TOKEN"))
        .transport(Empty)
}

#[tokio::test]
async fn a_layer_sees_what_is_no_secret() -> Result<(), Error> {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let shown = Arc::clone(&seen);
    let layer = from_fn(move |request: HttpRequest, next| {
        let exchange = Exchange::of(&request);
        let operation = exchange.and_then(Exchange::operation);
        let template = operation.map(Operation::path_template);
        let text = format!("{exchange:?} {next:?} {template:?}");
        shown.lock().map(|mut shown| shown.push(text)).ok();
        next.run(request)
    });
    assert_eq!(format!("{layer:?}"), "FromFn { .. }");
    let client = builder().layer_per_call(layer).build()?;
    let users = Path::new(&client, "/v1.0").join("/users/").key("DATA");
    users.request::<Page<UntypedObject>>(USER).await?;
    assert_eq!(
        seen.lock().map(|seen| seen.join("")).unwrap_or_default(),
        "Some(Exchange { operation: GET /users/{user-id}, route: Graph, attempt: 0, .. }) \
         Next { .. } Some(\"/users/{user-id}\")"
    );
    Ok(())
}

#[tokio::test]
async fn what_leads_to_data_does_not_show_it() -> Result<(), Error> {
    let client = builder().build()?;
    let request = || client.request::<Page<UntypedObject>>(Method::Get, "/v1.0/DATA");
    assert_eq!(format!("{:?}", request().pages()), "Pages { .. }");
    assert_eq!(format!("{:?}", request().items()), "Items { .. }");
    let mut batch = client.batch();
    let handles = [batch.add(request()), batch.add(request())];
    assert_eq!(format!("{handles:?}"), "[BatchHandle(0), BatchHandle(1)]");
    assert_eq!(format!("{:?}", batch.send().await), "BatchAnswers { .. }");
    let path = Path::new(&client, "/v1.0").join("/DATA");
    assert_eq!(format!("{path:?}"), "Path { .. }");
    let pieces = Body::from("DATA").into_pieces();
    assert_eq!(format!("{pieces:?}"), "BodyPieces { length: Some(4), .. }");
    Ok(())
}

/// Accepts everything, and says where it goes on.
#[derive(Debug)]
struct Accepting;

impl Transport for Accepting {
    fn send(&self, _: HttpRequest) -> BoxFuture<'static, Result<HttpResponse, TransportError>> {
        let mut answer = HttpResponse::new("".into());
        *answer.status_mut() = StatusCode::ACCEPTED;
        let monitor = HeaderValue::from_static("https://storage.example.com/DATA");
        answer.headers_mut().insert("location", monitor);
        Box::pin(std::future::ready(Ok(answer)))
    }
}

#[tokio::test]
async fn a_monitor_shows_its_host() -> Result<(), Error> {
    let client = builder().transport(Accepting).build()?;
    let answer = client
        .request::<()>(Method::Post, "/v1.0/copy")
        .send()
        .await?;
    assert_eq!(
        format!("{:?}", client.monitor(&answer)),
        "Some(Monitor { host: Some(\"storage.example.com\"), .. })"
    );
    Ok(())
}

#[cfg(feature = "v1-applications")]
#[test]
fn a_builder_shows_its_kind() -> Result<(), Error> {
    let client = builder().build()?;
    let item = client.v1().applications().by_application_id("DATA");
    assert_eq!(format!("{item:?}"), "Item { .. }");
    Ok(())
}

#[test]
fn a_token_is_shown_to_who_asks_for_it() {
    let token = AccessToken::new("TOKEN", None);
    assert_eq!(
        format!("{token:?}"),
        "AccessToken { secret: [redacted], expires_on: None }"
    );
    assert_eq!(token.secret().expose_secret(), "TOKEN");
    let mut request = TokenRequest::new("SCOPE");
    request.claims = Some("DATA");
    assert_eq!(
        format!("{request:?}"),
        "TokenRequest { scope: \"SCOPE\", claims: true, renew: false }"
    );
}

#[cfg(feature = "reqwest")]
#[test]
fn a_transport_shows_how_far_it_reaches() -> Result<(), TransportError> {
    let transport = graph_client::transport::ReqwestTransport::loopback()?;
    assert_eq!(
        format!("{transport:?}"),
        "ReqwestTransport { reach: Loopback, .. }"
    );
    Ok(())
}

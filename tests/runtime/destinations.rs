//! The token goes to the client's own host, whatever the service says.

use graph_client::ErrorKind;
use graph_client::bytes::Bytes;
use graph_client::model::{Page, UntypedObject};
use graph_client::operation::Method;
use graph_tests::server::{Answer, Server};
use serde_json::Value;

use crate::setup::{done, scene};

fn moved(to: &str) -> Answer {
    Answer::status(302).header("Location", to)
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::start([done()]).await;
    let scene = scene([moved(&elsewhere.root())]).await;
    let error = scene.get().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert_eq!(elsewhere.connections().await, 0);
}

#[tokio::test]
async fn a_next_link_to_another_host_is_an_error() {
    let elsewhere = Server::start([done()]).await;
    let page = format!(
        r#"{{"value":[{{"id":"1"}}],"@odata.nextLink":"{}/v1.0/users?$skiptoken=a"}}"#,
        elsewhere.root()
    );
    let scene = scene([Answer::json(200, page)]).await;
    let users = scene
        .client
        .request::<Page<UntypedObject>>(Method::Get, "/v1.0/users");
    let mut items = users.items();
    assert!(items.next().await.unwrap().is_ok());
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Destination);
    assert!(items.next().await.is_none());
    assert_eq!(elsewhere.connections().await, 0);
}

#[tokio::test]
async fn a_given_address_of_another_host_is_an_error() {
    let elsewhere = Server::start([done()]).await;
    let scene = scene([]).await;
    let address = format!("{}/v1.0/me", elsewhere.root());
    let error = scene.get().with_url(&address).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Destination);
    let link = format!("{}/v1.0/users/delta()", elsewhere.root());
    let resumed = scene.client.resume::<UntypedObject>(&link);
    assert_eq!(resumed.await.unwrap_err().kind(), ErrorKind::Destination);
    assert_eq!(elsewhere.connections().await, 0);
    assert_eq!(scene.server.connections().await, 0);
}

#[tokio::test]
async fn an_upload_address_gets_no_token() {
    let elsewhere = Server::start([
        Answer::json(201, r#"{"id":"item"}"#),
        Answer::json(200, r#"{"nextExpectedRanges":[]}"#),
        Answer::status(204),
    ])
    .await;
    let scene = scene([]).await;
    let session = scene
        .client
        .upload_session(format!("{}/up?key=1", elsewhere.root()));
    let upload = session.clone().upload(Bytes::from_static(b"content"));
    let item: Value = upload.send().await.unwrap();
    assert_eq!(item["id"], "item");
    session.status().await.unwrap();
    session.cancel().await.unwrap();
    for method in ["PUT", "GET", "DELETE"] {
        let request = elsewhere.take_request();
        assert_eq!(request.method(), method);
        assert_eq!(request.header("authorization"), None);
    }
    assert!(scene.mint.asked().is_empty());
}

#[tokio::test]
async fn a_download_follows_a_redirect_without_the_token() {
    let elsewhere = Server::start([Answer::status(200).body("text/plain", "content")]).await;
    let scene = scene([moved(&format!("{}/store?key=1", elsewhere.root()))]).await;
    let request = scene
        .client
        .request::<Bytes>(Method::Get, "/v1.0/me/photo/$value");
    assert_eq!(request.download().all().await.unwrap(), "content");
    assert_eq!(scene.bearers().len(), 1);
    let request = elsewhere.take_request();
    assert_eq!(request.target(), "/store?key=1");
    assert_eq!(request.header("authorization"), None);
}

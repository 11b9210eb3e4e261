//! Calls that cannot succeed are not sent.

use graph_client::operation::{Caller, Operation, OperationSet};
use graph_client::v1::models::{AcquireAccessTokenPostRequestBody, OAuth2PermissionGrant};
use graph_client::{Cloud, ErrorKind, GraphClient, GraphClientBuilder, Request, v1};
use graph_tests::server::{Answer, Server};
use serde_json::Value;

use crate::exchange::{KEY, TOKEN, send};

const ACQUIRE: Operation = v1::applications::ItemSynchronizationAcquireAccessToken::POST;
const LIST: Operation = v1::service_principals::ServicePrincipals::GET;

// A program can have the compiler see to it that what it is granted does for what it uses.
const USED: OperationSet<'static> = OperationSet::new(&[ACQUIRE, LIST]);
const GRANTED: &[&str] = &["Application.ReadWrite.OwnedBy"];
const _: () = assert!(USED.refused(Caller::Application, GRANTED).is_none());
const _: () = assert!(USED.not_offered(Cloud::China).is_none());

fn builder(server: &Server) -> GraphClientBuilder {
    GraphClient::builder()
        .credential(graph_client::credential::StaticToken::new(TOKEN))
        .loopback(server.root())
}

fn acquire(client: &GraphClient) -> Request<()> {
    let application = client.v1().applications().by_application_id(KEY);
    let body = AcquireAccessTokenPostRequestBody::new();
    application
        .synchronization()
        .acquire_access_token()
        .post(&body)
}

fn change(client: &GraphClient) -> Request<Option<OAuth2PermissionGrant>> {
    let grants = client.v1().oauth2_permission_grants();
    let change = OAuth2PermissionGrant::new().set_scope("openid");
    grants.by_oauth2_permission_grant_id(KEY).patch(&change)
}

#[test]
fn the_constant_is_what_requests_carry() {
    let client = crate::exchange::client("http://127.0.0.1:1");
    assert_eq!(acquire(&client).operation(), Some(&ACQUIRE));
}

#[test]
fn a_set_of_operations_says_what_it_needs() {
    let delegated = USED.needs(Caller::DelegatedWork);
    assert_eq!(
        delegated.permissions,
        ["Application.Read.All", "Synchronization.ReadWrite.All"]
    );
    assert_eq!(
        USED.needs(Caller::Application).permissions,
        ["Application.ReadWrite.OwnedBy"]
    );
    assert_eq!(USED.needs(Caller::DelegatedPersonal).unsupported.len(), 2);
    let refused = USED.refused(Caller::DelegatedWork, &["Application.Read.All"]);
    assert_eq!(refused, Some(&ACQUIRE));
}

#[tokio::test]
async fn what_was_not_granted_is_not_sent() {
    let server = Server::start([]).await;
    let client = builder(&server)
        .granted(Caller::DelegatedWork, ["User.Read", "Directory.Read.All"])
        .build()
        .unwrap();
    let error = send(acquire(&client)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotGranted);
    assert_eq!(
        error.to_string(),
        "POST /applications/{application-id}/synchronization/acquireAccessToken: it needs \
         Synchronization.ReadWrite.All (delegated, least privileged first), and the client was \
         granted none of them; nothing was sent; see \
         https://learn.microsoft.com/graph/api/synchronization-synchronization-acquireaccesstoken?view=graph-rest-1.0"
    );
    assert_eq!(server.connections().await, 0);
}

#[tokio::test]
async fn in_a_batch_the_others_are_sent() {
    let answer = r#"{"responses":[{"id":"1","status":200,"headers":{"content-type":"application/json"},"body":{"value":[]}}]}"#;
    let server = Server::start([Answer::json(200, answer)]).await;
    let client = builder(&server)
        .granted(Caller::DelegatedWork, ["Directory.Read.All"])
        .build()
        .unwrap();
    let mut batch = client.batch();
    let refused = batch.add(change(&client));
    let list = batch.add(client.v1().service_principals().get());
    let mut answers = batch.send().await;
    assert_eq!(
        answers.take(refused).unwrap_err().kind(),
        ErrorKind::NotGranted
    );
    assert_eq!(answers.take(list).unwrap().value.len(), 0);
    let body: Value = serde_json::from_slice(server.take_request().body()).unwrap();
    assert_eq!(body["requests"].as_array().unwrap().len(), 1);
    assert_eq!(server.pending(), 0);
}

mod elsewhere {
    //! An operation that one cloud alone offers.

    graph_macros::graph_api! {
        pub(crate) mod notes {
            spec: "wire/elsewhere.yaml",
        }
    }
}

#[tokio::test]
async fn what_the_cloud_does_not_offer_is_not_sent() {
    let server = Server::start([Answer::status(204)]).await;
    let client = builder(&server).cloud(Cloud::China).build().unwrap();
    let notes = elsewhere::notes::Api::new(&client).notes();
    let error = send(notes.get()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotOffered);
    assert_eq!(
        error.to_string(),
        "GET /notes: it is not offered in China operated by 21Vianet, only in the global service and \
         US Government L4; nothing was sent; if it has come there since, call it by its path with \
         GraphClient::request"
    );
    assert_eq!(error.operation().unwrap().path_template(), "/notes");
    assert_eq!(server.connections().await, 0);
    assert_eq!(server.pending(), 0);

    let client = builder(&server)
        .cloud(Cloud::UsGovernmentL4)
        .build()
        .unwrap();
    let notes = elsewhere::notes::Api::new(&client).notes();
    send(notes.get()).await.unwrap();
    assert_eq!(server.take_request().target(), "/v1.0/notes");
}

//! A group gets an owner and a member, and tells who is in it; two questions in one exchange.

use serde_json::json;
use untuned::models::{AnyDirectoryObject, Group, ReferenceCreate};

use crate::server::{Answer, Server};
use crate::setup::{client, sent};

#[tokio::test]
async fn a_group_is_made_and_gets_a_member() {
    let server = Server::start([
        Answer::json(201, r#"{"id":"g1","displayName":"Golf"}"#),
        Answer::status(204),
        Answer::json(
            200,
            r##"{"value":[
                {"@odata.type":"#microsoft.graph.user","id":"u1","mail":"ada@contoso.com"},
                {"@odata.type":"#microsoft.graph.group","id":"g2","displayName":"Nested"},
                {"@odata.type":"#microsoft.graph.device","id":"d1"},
                {"@odata.type":"#microsoft.graph.robot","id":"r1"}]}"##,
        ),
    ])
    .await;
    let client = client(&server);
    let groups = untuned::Api::new(&client).groups();

    let mut group = Group::new()
        .set_display_name("Golf")
        .set_group_types(["Unified"])
        .set_mail_enabled(true)
        .set_mail_nickname("golf")
        .set_security_enabled(false);
    let owner = "https://graph.microsoft.com/v1.0/users/u1";
    group.additional.insert("owners@odata.bind", json!([owner]));
    let made = groups.post(&group).await.unwrap();
    let id = made.id.unwrap();

    let member = "https://graph.microsoft.com/v1.0/directoryObjects/u1";
    let reference = ReferenceCreate::new().set_odata_id(member);
    let golf = groups.by_group_id(&id);
    golf.members().r#ref().post(&reference).await.unwrap();

    let mut members = golf.members().get().items();
    let mut names = Vec::new();
    while let Some(member) = members.try_next().await.unwrap() {
        names.push(match &member {
            AnyDirectoryObject::User(user) => user.mail.as_deref().unwrap().to_owned(),
            AnyDirectoryObject::Group(group) => group.display_name.as_deref().unwrap().to_owned(),
            other => other.id().unwrap().to_owned(),
        });
    }
    assert_eq!(names, ["ada@contoso.com", "Nested", "d1", "r1"]);

    let request = server.take_request();
    assert_eq!(
        sent(&request),
        (
            "POST /v1.0/groups",
            concat!(
                r#"{"displayName":"Golf","groupTypes":["Unified"],"mailEnabled":true,"#,
                r#""mailNickname":"golf","securityEnabled":false,"#,
                r#""owners@odata.bind":["https://graph.microsoft.com/v1.0/users/u1"]}"#
            )
        )
    );
    let request = server.take_request();
    let body = r#"{"@odata.id":"https://graph.microsoft.com/v1.0/directoryObjects/u1"}"#;
    assert_eq!(sent(&request), ("POST /v1.0/groups/g1/members/$ref", body));
    assert_eq!(sent(&server.take_request()), ("GET /v1.0/groups/g1/members", ""));
}

#[tokio::test]
async fn two_questions_go_in_one_exchange() {
    let server = Server::start([Answer::json(
        200,
        r#"{"responses":[
            {"id":"1","status":404,"headers":{"Content-Type":"application/json"},
             "body":{"error":{"code":"Request_ResourceNotFound","message":"None."}}},
            {"id":"0","status":200,"headers":{"Content-Type":"application/json"},
             "body":{"id":"g1","displayName":"Golf"}}]}"#,
    )])
    .await;
    let client = client(&server);
    let groups = untuned::Api::new(&client).groups();

    let mut batch = client.batch();
    let golf = batch.add(groups.by_group_id("g1").get().select(["id", "displayName"]));
    let tennis = batch.add(groups.by_group_id("g9").get());
    let mut answers = batch.send().await;
    assert_eq!(answers.take(golf).unwrap().display_name.as_deref(), Some("Golf"));
    let error = answers.take(tennis).unwrap_err();
    assert_eq!(error.code(), Some("Request_ResourceNotFound"));

    let request = server.take_request();
    assert_eq!(
        sent(&request),
        (
            "POST /v1.0/$batch",
            concat!(
                r#"{"requests":[{"id":"0","method":"GET","url":"/groups/g1?$select=id,displayName"},"#,
                r#"{"id":"1","method":"GET","url":"/groups/g9"}]}"#
            )
        )
    );
}

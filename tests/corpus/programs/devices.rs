//! Disables the devices that nobody has used for long, and hands one to another owner.

use graph_client::{Error, GraphClient};
use untuned::Api;
use untuned::models::{AnyDirectoryObject, Device, ReferenceCreate};

use crate::server::{Answer, Server};
use crate::setup::{client, sent};

async fn disable_unused(client: &GraphClient, since: &str) -> Result<Vec<String>, Error> {
    let devices = Api::new(client).devices();
    let mut unused = devices
        .get()
        .filter(format!("approximateLastSignInDateTime le {since}"))
        .select(["id", "displayName", "registeredOwners"])
        .count(true)
        .consistency_level("eventual")
        .items();
    let mut disabled = Vec::new();
    while let Some(device) = unused.try_next().await? {
        let Some(id) = &device.id else { continue };
        let change = Device::new()
            .set_account_enabled(false)
            .set_device_category(None);
        devices.by_device_id(id).patch(&change).await?;
        let owners = device.registered_owners.iter().flatten();
        for owner in owners {
            match owner {
                AnyDirectoryObject::User(user) => {
                    disabled.extend(user.user_principal_name.as_ref().cloned());
                }
                other => disabled.extend(other.id().map(str::to_owned)),
            }
        }
    }
    Ok(disabled)
}

#[tokio::test]
async fn unused_devices_are_disabled() {
    let page = r##"{
        "@odata.count": 2,
        "@odata.nextLink": "ROOT/v1.0/devices?$skiptoken=2",
        "value": [{"id": "d/1", "registeredOwners": [
            {"@odata.type": "#microsoft.graph.user", "id": "u1", "userPrincipalName": "a@contoso.com"},
            {"@odata.type": "#microsoft.graph.unheardOf", "id": "x1"}
        ]}]
    }"##;
    let server = Server::start([]).await;
    server.push(Answer::json(200, page.replace("ROOT", &server.root())));
    server.push(Answer::status(204));
    let last = r#"{"value": [{"id": "d2", "displayName": null}]}"#;
    server.push(Answer::json(200, last));
    server.push(Answer::json(
        200,
        r#"{"id": "d2", "accountEnabled": false}"#,
    ));
    let disabled = disable_unused(&client(&server), "2026-01-01T00:00:00Z")
        .await
        .unwrap();
    assert_eq!(disabled, ["a@contoso.com", "x1"]);
    let (list, change) = (server.take_request(), server.take_request());
    assert_eq!(
        list.target(),
        "/v1.0/devices?$filter=approximateLastSignInDateTime%20le%202026-01-01T00:00:00Z\
         &$select=id,displayName,registeredOwners&$count=true"
    );
    assert_eq!(list.header("consistencylevel"), Some("eventual"));
    assert_eq!(
        sent(&change),
        (
            "PATCH /v1.0/devices/d%2F1",
            r#"{"accountEnabled":false,"deviceCategory":null}"#
        )
    );
    let next = server.take_request();
    assert_eq!(next.target(), "/v1.0/devices?$skiptoken=2");
    assert_eq!(next.header("consistencylevel"), Some("eventual"));
}

#[tokio::test]
async fn a_device_gets_an_owner() {
    let server = Server::start([Answer::status(204), Answer::status(204)]).await;
    let client = client(&server);
    let device = Api::new(&client).devices().by_device_id("d1");
    let owner = ReferenceCreate::new().set_odata_id("https://graph.microsoft.com/v1.0/users/u2");
    device
        .registered_owners()
        .r#ref()
        .post(&owner)
        .await
        .unwrap();
    let owners = device.registered_owners();
    owners
        .by_directory_object_id("u1")
        .r#ref()
        .delete()
        .if_match("*")
        .await
        .unwrap();

    assert_eq!(
        sent(&server.take_request()),
        (
            "POST /v1.0/devices/d1/registeredOwners/$ref",
            r#"{"@odata.id":"https://graph.microsoft.com/v1.0/users/u2"}"#
        )
    );
    let removal = server.take_request();
    assert_eq!(
        sent(&removal).0,
        "DELETE /v1.0/devices/d1/registeredOwners/u1/$ref"
    );
    assert_eq!(removal.header("if-match"), Some("*"));
}

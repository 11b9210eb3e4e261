//! A collection whose items are of several types.

use graph_client::GraphClient;
use graph_client::v1::models::AnyDirectoryObject;
use graph_tests::server::Answer;
use serde_json::{Value, json};

use crate::exchange::{KEY, value};

async fn owners(items: &Value) -> Vec<AnyDirectoryObject> {
    let body = json!({"value": items});
    let page = value(
        Answer::json(200, body.to_string()),
        |client: &GraphClient| {
            let principals = client.v1().service_principals();
            principals
                .by_service_principal_id(KEY)
                .owners()
                .get()
                .into_inner()
        },
    )
    .await;
    assert_eq!(
        serde_json::to_value(&page).unwrap(),
        body,
        "sent back as it came"
    );
    page.value
}

#[tokio::test]
async fn each_owner_has_the_type_that_it_names() {
    let items = json!([
        {
            "@odata.type": "#microsoft.graph.user",
            "id": "u",
            "displayName": "Adele",
            "businessPhones": ["1"],
            "manager": {"@odata.type": "#microsoft.graph.user", "id": "m", "mail": "m@contoso.com"}
        },
        {"@odata.type": "#microsoft.graph.servicePrincipal", "id": "s", "appId": "a"},
        {"@odata.type": "#microsoft.graph.directoryObject", "id": "d", "deletedDateTime": null},
    ]);
    let owners = owners(&items).await;
    let [
        AnyDirectoryObject::User(user),
        AnyDirectoryObject::ServicePrincipal(principal),
        AnyDirectoryObject::DirectoryObject(base),
    ] = owners.as_slice()
    else {
        panic!("a user, a service principal and a directory object, not {owners:?}");
    };
    assert_eq!(user.display_name.as_deref(), Some("Adele"));
    assert!(matches!(
        user.manager.get().unwrap(),
        Some(AnyDirectoryObject::User(manager)) if manager.mail.as_deref() == Some("m@contoso.com")
    ));
    assert_eq!(principal.app_id.as_deref(), Some("a"));
    assert!(base.deleted_date_time.is_null());
    let ids: Vec<_> = owners.iter().map(AnyDirectoryObject::id).collect();
    assert_eq!(ids, [Some("u"), Some("s"), Some("d")]);
}

#[tokio::test]
async fn an_unknown_type_is_kept_with_all_of_its_json() {
    let items = json!([{
        "@odata.type": "#microsoft.graph.agentIdentity",
        "id": "x",
        "deletedDateTime": "2024-02-30T00:00:00Z",
        "blueprint": {"name": "n", "limits": [1, 2.5, null]},
        "displayName": 7
    }]);
    let owners = owners(&items).await;
    let [AnyDirectoryObject::Unknown(object)] = owners.as_slice() else {
        panic!("an unknown object, not {owners:?}");
    };
    assert_eq!(owners[0].id(), Some("x"));
    let kept = &object.additional;
    assert_eq!(
        kept.text("@odata.type"),
        Some("#microsoft.graph.agentIdentity")
    );
    assert_eq!(kept.get("blueprint"), Some(&items[0]["blueprint"]));
    assert_eq!(kept.get("displayName"), Some(&json!(7)));
    // No such day: the text is kept, and reading it is the error.
    assert!(owners[0].deleted_date_time().unwrap().get().is_err());
}

#[tokio::test]
async fn the_type_may_come_last_without_hash_or_not_at_all() {
    let items = json!([
        {"id": "g", "mailNickname": "g", "@odata.type": "microsoft.graph.group"},
        {"id": "b"},
    ]);
    // Written out by hand: the order of the properties matters here.
    let text = r#"{"value":[
        {"id":"g","mailNickname":"g","@odata.type":"microsoft.graph.group"},
        {"id":"b"}]}"#;
    let page = value(Answer::json(200, text), |client: &GraphClient| {
        let principals = client.v1().service_principals();
        principals
            .by_service_principal_id(KEY)
            .owners()
            .get()
            .into_inner()
    })
    .await;
    assert!(matches!(
        page.value.as_slice(),
        [AnyDirectoryObject::Group(group), AnyDirectoryObject::DirectoryObject(base)]
            if group.mail_nickname.as_deref() == Some("g") && base.id.as_deref() == Some("b")
    ));
    assert_eq!(
        serde_json::to_value(&page).unwrap(),
        json!({"value": items})
    );
}

//! Pages of a collection.

use graph_client::GraphClient;
use graph_tests::server::Answer;
use serde_json::{Value, json};

use crate::exchange::value;

#[tokio::test]
async fn a_page_has_items_count_and_the_link_to_the_next_one() {
    let body = json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#servicePrincipals(id,tags)",
        "@odata.count": 5_000_000_000_i64,
        "@odata.nextLink": "https://graph.microsoft.com/v1.0/servicePrincipals?$skiptoken=a%2Bb",
        "value": [
            {"@odata.id": "…/1", "id": "1", "tags": ["x", "y"], "accountEnabled": true},
            {
                "id": "2",
                "displayName": null,
                "appOwnerOrganizationId": "943603E4-e787-4fe9-93d1-e30f749aae39",
                "appRoles": [{"id": "r", "isEnabled": false, "value": null}],
                "info": {"termsOfServiceUrl": "https://contoso.com", "logoUrl": null}
            }
        ]
    });
    let page = value(
        Answer::json(200, body.to_string()),
        |client: &GraphClient| client.v1().service_principals().get().into_inner(),
    )
    .await;

    assert_eq!(page.count, Some(5_000_000_000));
    assert_eq!(
        page.next_link.as_deref(),
        Some("https://graph.microsoft.com/v1.0/servicePrincipals?$skiptoken=a%2Bb")
    );
    assert_eq!(page.delta_link, None);
    assert!(page.additional.text("@odata.context").is_some());
    let [first, second] = page.value.as_slice() else {
        panic!("two items, not {}", page.value.len());
    };
    assert_eq!(first.id.as_deref(), Some("1"));
    assert_eq!(first.tags.as_deref().unwrap(), ["x", "y"]);
    assert_eq!(first.account_enabled.copied(), Some(true));
    assert!(first.display_name.is_absent());
    assert!(second.display_name.is_null());
    let organization = second.app_owner_organization_id.as_ref().unwrap();
    let uuid = organization.get().unwrap().to_string();
    assert_eq!(uuid, "943603e4-e787-4fe9-93d1-e30f749aae39");
    let role = &second.app_roles.as_ref().unwrap()[0];
    assert_eq!(role.is_enabled, Some(false));
    assert!(role.value.is_null());
    assert_eq!(serde_json::to_value(&page).unwrap(), body);
}

#[tokio::test]
async fn the_last_page_of_a_delta_has_the_link_to_the_next_round() {
    let body = json!({
        "@odata.deltaLink": "https://graph.microsoft.com/v1.0/oauth2PermissionGrants/delta()?$deltatoken=x",
        "value": [{"id": "1", "@removed": {"reason": "deleted"}}]
    });
    let page = value(
        Answer::json(200, body.to_string()),
        |client: &GraphClient| {
            client
                .v1()
                .oauth2_permission_grants()
                .delta()
                .get()
                .into_inner()
        },
    )
    .await;
    assert!(
        page.delta_link
            .as_deref()
            .unwrap()
            .ends_with("$deltatoken=x")
    );
    assert_eq!(page.next_link, None);
    assert_eq!(page.count, None);
    assert_eq!(
        page.value[0].additional.get("@removed"),
        Some(&json!({"reason": "deleted"}))
    );
    assert_eq!(serde_json::to_value(&page).unwrap(), body);
}

#[tokio::test]
async fn an_empty_page_and_a_byte_order_mark_are_read() {
    let page = value(
        Answer::json(200, "\u{feff}{\"value\":[]}"),
        |client: &GraphClient| client.v1().service_principals().get().into_inner(),
    )
    .await;
    assert_eq!(page.value.len(), 0);
    assert_eq!(
        serde_json::to_value(&page).unwrap(),
        json!({"value": Value::Array(vec![])})
    );
}

//! Objects of several types: by variant, or by what all of them have.

use graph_client::model::Page;
use graph_client::v1::models::{AnyDirectoryObject, DirectoryObject, User};

fn main() {
    let text = r##"{"value": [
        {"@odata.type": "#microsoft.graph.user", "id": "1", "userPrincipalName": "adele@contoso.com"},
        {"@odata.type": "#microsoft.graph.servicePrincipal", "id": "2", "appId": "app"},
        {"@odata.type": "#microsoft.graph.newcomer", "id": "3", "colour": "blue"},
        {"id": "4"}
    ]}"##;
    let page: Page<AnyDirectoryObject> = serde_json::from_str(text).unwrap();

    let ids: Vec<&str> = page
        .value
        .iter()
        .filter_map(AnyDirectoryObject::id)
        .collect();
    assert_eq!(ids, ["1", "2", "3", "4"]);

    let described: Vec<String> = page.into_iter().map(describe).collect();
    assert_eq!(
        described,
        [
            "user adele@contoso.com",
            "application app",
            "unknown blue",
            "object"
        ]
    );

    let any: AnyDirectoryObject = User::new().set_id("5").into();
    assert_eq!(any.id(), Some("5"));
    assert!(any.deleted_date_time().is_none());
    let base: AnyDirectoryObject = DirectoryObject::new().into();
    assert_ne!(any, base);
}

fn describe(owner: AnyDirectoryObject) -> String {
    match owner {
        AnyDirectoryObject::User(user) => {
            format!(
                "user {}",
                user.user_principal_name.as_deref().unwrap_or_default()
            )
        }
        AnyDirectoryObject::ServicePrincipal(principal) => {
            format!(
                "application {}",
                principal.app_id.as_deref().unwrap_or_default()
            )
        }
        AnyDirectoryObject::Unknown(object) => {
            format!(
                "unknown {}",
                object.additional.text("colour").unwrap_or_default()
            )
        }
        _ => "object".to_owned(),
    }
}

//! Properties that a model always sends with one value.

use graph_client::model;
use graph_client::v1::models::OAuth2PermissionGrantCreateAllPrincipals;
use serde_json::Value;

/// Encodes what was decoded from a grant with these entries besides those that it needs.
fn encoded(entries: &str) -> String {
    let text = format!(r#"{{"clientId":"c","resourceId":"r","scope":"s",{entries}}}"#);
    let grant: OAuth2PermissionGrantCreateAllPrincipals =
        model::from_json(text.as_bytes()).unwrap();
    String::from_utf8(model::to_json(&grant).unwrap()).unwrap()
}

#[test]
fn the_last_of_duplicates_wins() {
    for (entries, last) in [
        (
            r#""consentType":"other","consentType":"AllPrincipals""#,
            "AllPrincipals",
        ),
        (
            r#""consentType":"AllPrincipals","consentType":"other""#,
            "other",
        ),
    ] {
        let text = encoded(entries);
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["consentType"], last, "{entries}");
        assert_eq!(text.matches("consentType").count(), 1, "{text}");
    }
}

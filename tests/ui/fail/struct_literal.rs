//! What is only sent cannot be put together around its constructor, which knows what is required.

use graph_client::model::Additional;
use graph_client::v1::models::OAuth2PermissionGrantCreatePrincipal;

fn main() {
    let _ = OAuth2PermissionGrantCreatePrincipal {
        client_id: "client".into(),
        principal_id: "user".into(),
        resource_id: "resource".into(),
        scope: "openid".into(),
        additional: Additional::new(),
    };
}

//! A grant for one user needs that user.

use graph_client::v1::models::OAuth2PermissionGrantCreate;

fn main() {
    let _ = OAuth2PermissionGrantCreate::principal("client", "resource", "openid");
}

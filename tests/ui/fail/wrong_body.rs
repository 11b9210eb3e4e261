//! The body of another operation, and that of the other version.

use graph_client::{GraphClient, beta, v1};

fn send(
    client: &GraphClient,
    secrets: &v1::models::SecretsPutRequestBody,
    grant: &beta::models::OAuth2PermissionGrantCreate,
) {
    let application = client.v1().applications().by_application_id("1");
    let _ = application
        .synchronization()
        .acquire_access_token()
        .post(secrets);
    let _ = client.v1().oauth2_permission_grants().post(grant);
}

fn main() {}

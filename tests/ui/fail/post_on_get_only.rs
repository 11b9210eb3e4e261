//! Service principals can be listed here, not created.

use graph_client::GraphClient;
use graph_client::v1::models::ServicePrincipal;

fn create(client: &GraphClient) {
    let _ = client
        .v1()
        .service_principals()
        .post(&ServicePrincipal::new());
}

fn main() {}

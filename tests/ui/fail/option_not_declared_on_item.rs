//! A single item has no top.

use graph_client::GraphClient;

fn read(client: &GraphClient) {
    let _ = client
        .v1()
        .service_principals()
        .by_service_principal_id("1")
        .get()
        .top(1);
}

fn main() {}

//! Synchronization belongs to one application.

use graph_client::GraphClient;

fn acquire(client: &GraphClient) {
    let _ = client.v1().applications().synchronization();
}

fn main() {}

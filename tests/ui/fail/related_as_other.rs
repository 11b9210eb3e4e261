//! A navigation property is no value: what came is read from it.

use graph_client::v1::models::ServicePrincipal;

fn main() {
    let principal = ServicePrincipal::new();
    for owner in principal.owners {
        let _ = owner;
    }
}

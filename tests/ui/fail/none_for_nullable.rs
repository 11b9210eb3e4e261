//! What the service takes `null` for tells absent from null.

use graph_client::v1::models::ServicePrincipal;

fn main() {
    let mut principal = ServicePrincipal::new();
    principal.display_name = None;
}

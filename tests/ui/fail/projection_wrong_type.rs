//! Fields whose type is not the property's.

use graph_client::query::Projection;
use graph_client::v1::models::ServicePrincipal;

#[derive(Projection)]
#[projection(of = ServicePrincipal)]
struct App {
    id: i64,
    tags: Option<String>,
    account_enabled: Option<String>,
}

fn main() {}

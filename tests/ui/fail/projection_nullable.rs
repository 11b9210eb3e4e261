//! A field that is always there, of a property that may be null.

use graph_client::query::Projection;
use graph_client::v1::models::ServicePrincipal;

#[derive(Projection)]
#[projection(of = ServicePrincipal)]
struct App {
    id: String,
    app_id: String,
}

fn main() {}

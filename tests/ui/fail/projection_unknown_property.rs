//! Fields that the model has not.

use graph_client::query::Projection;
use graph_client::v1::models::ServicePrincipal;

#[derive(Projection)]
#[projection(of = ServicePrincipal)]
struct App {
    id: String,
    app_idd: Option<String>,
    #[projection(property = display_nam)]
    name: Option<String>,
    age: Option<i32>,
}

fn main() {}

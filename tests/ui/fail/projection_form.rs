//! Structs that are no projections.

use graph_client::query::Projection;
use graph_client::v1::models::ServicePrincipal;

#[derive(Projection)]
struct WithoutModel {
    id: String,
}

#[derive(Projection)]
#[projection(from = ServicePrincipal)]
struct WrongAttribute {
    id: String,
}

#[derive(Projection)]
#[projection(of = ServicePrincipal)]
struct Twice {
    id: String,
    #[projection(property = id)]
    again: String,
}

#[derive(Projection)]
#[projection(of = ServicePrincipal)]
struct WrongField {
    #[projection(rename = "appId")]
    id: String,
}

#[derive(Projection)]
#[projection(of = ServicePrincipal)]
enum NoStruct {
    Id(String),
}

#[derive(Projection)]
#[projection(of = ServicePrincipal)]
struct Generic<T> {
    id: T,
}

fn main() {}

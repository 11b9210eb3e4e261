//! A projection for a request that returns something else.

use graph_client::GraphClient;
use graph_client::query::Projection;
use graph_client::v1::models::User;

#[derive(Projection)]
#[projection(of = User)]
struct Person {
    id: String,
}

struct NoProjection;

fn list(client: &GraphClient) {
    let _wrong = client.v1().service_principals().get().project::<Person>();
    let _none = client.v1().service_principals().get().project::<NoProjection>();
}

fn main() {}

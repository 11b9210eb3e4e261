//! Filters and orders for a request that returns something else.

use graph_client::GraphClient;
use graph_client::query::{filter, order_by};
use graph_client::v1::models::User;

fn list(client: &GraphClient) {
    let principals = client.v1().service_principals().get();
    let _filter = principals.filter(filter!(User: display_name == "x"));
    let principals = client.v1().service_principals().get();
    let _order = principals.orderby(order_by!(User: display_name));
}

fn main() {}

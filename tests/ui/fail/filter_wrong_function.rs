//! Functions on properties that they are not for.

use graph_client::query::{filter, order_by};
use graph_client::v1::models::ServicePrincipal;

fn main() {
    let _text = filter!(ServicePrincipal: starts_with(account_enabled, "x"));
    let _items = filter!(ServicePrincipal: display_name.any(|it| it == "x"));
    let _null = filter!(ServicePrincipal: id == null);
    let _order = order_by!(ServicePrincipal: tags desc);
    let _field = filter!(ServicePrincipal: additional == "x");
}

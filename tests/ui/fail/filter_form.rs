//! What is no condition.

use graph_client::query::{filter, order_by};
use graph_client::v1::models::ServicePrincipal;

fn main() {
    let name = "x";
    let _value_first = filter!(ServicePrincipal: "x" == name);
    let _sum = filter!(ServicePrincipal: display_name + name);
    let _function = filter!(ServicePrincipal: to_lower(display_name) == "x");
    let _unknown = filter!(ServicePrincipal: length(display_name));
    let _arguments = filter!(ServicePrincipal: starts_with(display_name));
    let _lambda = filter!(ServicePrincipal: tags.any("x"));
    let _method = filter!(ServicePrincipal: tags.contains("x"));
    let _twice = filter!(ServicePrincipal: app_roles.any(|t| t.allowed_member_types.any(|t| t == "x")));
    let _no_model = filter!(display_name == "x");
    let _literal = filter!(ServicePrincipal: true);
    let _direction = order_by!(ServicePrincipal: display_name down);
}

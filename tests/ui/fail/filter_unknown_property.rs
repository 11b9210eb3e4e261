//! Properties that the model has not.

use graph_client::query::{filter, order_by, select};
use graph_client::v1::models::ServicePrincipal;

fn main() {
    let _filter = filter!(ServicePrincipal: app_idd == "x");
    let _nested = filter!(ServicePrincipal: info.logo_ur == "x");
    let _item = filter!(ServicePrincipal: app_roles.any(|role| role.valu == "x"));
    let _order = order_by!(ServicePrincipal: display_nam desc);
    let _select = select!(ServicePrincipal: id, displayName);
}

//! Values that properties cannot be compared with.

use graph_client::query::filter;
use graph_client::v1::models::ServicePrincipal;

fn main() {
    let count = 5;
    let _number = filter!(ServicePrincipal: display_name == count);
    let _text = filter!(ServicePrincipal: account_enabled == "yes");
    let _date = filter!(ServicePrincipal: deleted_date_time < "2025-01-01");
    let _list = filter!(ServicePrincipal: is_in(app_id, [1, 2]));
    let _collection = filter!(ServicePrincipal: tags == "x");
    let _truth = filter!(ServicePrincipal: display_name && account_enabled);
}

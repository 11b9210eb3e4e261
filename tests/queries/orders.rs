//! Orders and selections.

use graph_client::query::{order_by, select};
use graph_tests::odata;

use crate::sample::Sample;

#[test]
fn an_order_has_the_names_on_the_wire() {
    let order = order_by!(Sample: name desc, detail.name, size asc);
    assert_eq!(order.to_string(), "sampleName desc,detail/partName,size");
    let keys = [
        ("sampleName", true),
        ("detail/partName", false),
        ("size", false),
    ];
    let keys = keys.map(|(path, descending)| (path.to_owned(), descending));
    assert_eq!(odata::order(&order.to_string()).unwrap(), keys);
}

#[test]
fn a_selection_has_the_names_on_the_wire() {
    let names: Vec<String> = select!(Sample: id, name, parts, all_related).collect();
    assert_eq!(names, ["id", "sampleName", "parts", "allRelated"]);
}

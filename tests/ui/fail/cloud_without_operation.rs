//! A program for a cloud that does not offer what it uses.

use graph_client::Cloud;
use graph_client::operation::{Method, Operation, OperationSet, Requirements};

const ELSEWHERE: &Requirements =
    &Requirements::UNKNOWN.with_clouds(&[Cloud::Global, Cloud::UsGovernmentL4]);
const USED: OperationSet<'static> =
    OperationSet::new(&[Operation::new(Method::Get, "/things").with_requirements(ELSEWHERE)]);
const _: () = USED.assert_offered(Cloud::China);

fn main() {}

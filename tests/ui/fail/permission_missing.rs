//! A program uses an operation that what it is granted does not do for.

use graph_client::operation::{Caller, OperationSet};
use graph_client::v1::applications::ItemSynchronizationAcquireAccessToken;
use graph_client::v1::service_principals::ServicePrincipals;

const USED: OperationSet<'static> = OperationSet::new(&[
    ItemSynchronizationAcquireAccessToken::POST,
    ServicePrincipals::GET,
]);
const GRANTED: &[&str] = &["Synchronization.ReadWrite.All"];
const _: () = USED.assert_granted(Caller::Application, GRANTED);

fn main() {}

//! A program uses an operation that no permission opens to its kind of caller.

use graph_client::operation::{Caller, OperationSet};
use graph_client::v1::applications::ItemSynchronizationAcquireAccessToken;

const USED: OperationSet<'static> =
    OperationSet::new(&[ItemSynchronizationAcquireAccessToken::POST]);
const _: () = USED.assert_granted(Caller::DelegatedPersonal, &["Synchronization.ReadWrite.All"]);

fn main() {}

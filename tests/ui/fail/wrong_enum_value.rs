//! A member that the enumeration does not have.

use graph_client::v1::models::{SynchronizationSecret, SynchronizationSecretKeyStringValuePair};

fn main() {
    let _ = SynchronizationSecretKeyStringValuePair::new().set_key(SynchronizationSecret::UserNam);
}

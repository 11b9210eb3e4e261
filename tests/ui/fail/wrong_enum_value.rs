//! A member that the enumeration does not have.

use graph_client::v1::models::SynchronizationSecret::UserNam;
use graph_client::v1::models::SynchronizationSecretKeyStringValuePair;

fn main() {
    let _ = SynchronizationSecretKeyStringValuePair::new().set_key(UserNam);
}

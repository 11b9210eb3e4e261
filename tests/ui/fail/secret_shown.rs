//! A secret is not text, and is not shown by mistake.

use graph_client::v1::models::SynchronizationSecretKeyStringValuePair;

fn main() {
    let pair = SynchronizationSecretKeyStringValuePair::new().set_value("s3cret");
    if let Some(value) = pair.value.as_ref() {
        println!("{value}");
    }
}

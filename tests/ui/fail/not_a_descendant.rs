//! Only what derives from a type can be read from it or sent in its place.

use graph_client::v1::models::{AddIn, AnyDirectoryObject, User};

fn main() {
    let _: AnyDirectoryObject = User::new().into();
    let _: AnyDirectoryObject = AddIn::new().into();
}

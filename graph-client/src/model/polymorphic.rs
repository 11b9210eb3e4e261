//! Properties of a base type, read from whichever descendant an object is.

use std::any::Any;

use super::{Content, Model, Nullable};

/// The value of a property that a model shares with its descendants, where it has the same
/// number, since the properties of ancestors come first.
pub fn base_property<T: Content>(model: &dyn Model, index: usize) -> Option<&T> {
    let slot = model.property(index)? as &dyn Any;
    if let Some(value) = slot.downcast_ref::<Nullable<T>>() {
        value.as_ref()
    } else if let Some(value) = slot.downcast_ref::<Option<T>>() {
        value.as_ref()
    } else {
        slot.downcast_ref()
    }
}

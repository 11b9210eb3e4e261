//! What the setters of models do.

use super::Nullable;

/// Sets a property.
pub fn assign<T>(property: &mut Option<T>, value: impl Into<T>) {
    *property = Some(value.into());
}

/// Sets a nullable property.
pub fn assign_nullable<T>(property: &mut Nullable<T>, value: impl Into<Nullable<T>>) {
    *property = value.into();
}

/// Sets a collection.
pub fn assign_items<T>(
    property: &mut Option<Vec<T>>,
    items: impl IntoIterator<Item = impl Into<T>>,
) {
    *property = Some(items.into_iter().map(Into::into).collect());
}

/// Sets a nullable collection.
pub fn assign_nullable_items<T>(
    property: &mut Nullable<Vec<T>>,
    items: impl IntoIterator<Item = impl Into<T>>,
) {
    *property = Nullable::Value(items.into_iter().map(Into::into).collect());
}

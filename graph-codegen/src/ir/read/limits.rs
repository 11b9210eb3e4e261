//! The limits that schemas set to values.

use crate::ir::{PropertyLimit as Limit, TypeRef};
use crate::source::Node;

/// The limits of a schema on values of this type. Those that the type has anyway are left out.
pub(super) fn limits(node: &Node, type_ref: &TypeRef) -> Vec<Limit> {
    let length = |key| node.get(key).and_then(Node::as_u64);
    let number = |key| {
        node.get(key)
            .and_then(Node::as_f64)
            .filter(|limit| limit.is_finite())
    };
    let natural: Option<(f64, f64)> = match type_ref {
        TypeRef::U8 => Some((f64::from(u8::MIN), f64::from(u8::MAX))),
        TypeRef::I16 => Some((f64::from(i16::MIN), f64::from(i16::MAX))),
        TypeRef::I32 => Some((f64::from(i32::MIN), f64::from(i32::MAX))),
        #[allow(clippy::cast_precision_loss)]
        TypeRef::I64 => Some((i64::MIN as f64, i64::MAX as f64)),
        TypeRef::Double => Some((f64::MIN, f64::MAX)),
        _ => None,
    };
    let mut limits = Vec::new();
    match type_ref {
        TypeRef::String | TypeRef::Secret => {
            limits.extend(length("maxLength").map(Limit::MaxLength));
            limits.extend(
                length("minLength")
                    .filter(|least| *least > 0)
                    .map(Limit::MinLength),
            );
        }
        TypeRef::Array { .. } => {
            limits.extend(length("maxItems").map(Limit::MaxItems));
            limits.extend(
                length("minItems")
                    .filter(|least| *least > 0)
                    .map(Limit::MinItems),
            );
        }
        _ => {}
    }
    if let Some((smallest, largest)) = natural {
        limits.extend(
            number("maximum")
                .filter(|limit| *limit < largest)
                .map(Limit::Maximum),
        );
        limits.extend(
            number("minimum")
                .filter(|limit| *limit > smallest)
                .map(Limit::Minimum),
        );
    }
    limits
}

//! The limits that schemas set to values.

use crate::ir::{Limit, TypeRef};
use crate::openapi::Schema;

/// The limits of a schema on values of this type, also those that stand in parts of its `allOf`.
/// Those that the type has anyway are left out.
pub(super) fn limits(schema: &Schema<'_>, type_ref: &TypeRef) -> Vec<Limit> {
    let mut limits = own_limits(schema, type_ref);
    for part in schema.all_of() {
        limits.extend(own_limits(&part, type_ref));
    }
    limits
}

fn own_limits(schema: &Schema<'_>, type_ref: &TypeRef) -> Vec<Limit> {
    let mut limits = Vec::new();
    let mut counts = |most: &str, least: &str, to: [fn(u64) -> Limit; 2]| {
        let [to_most, to_least] = to;
        limits.extend(schema.count(most).map(to_most));
        let least = schema.count(least).filter(|least| *least > 0);
        limits.extend(least.map(to_least));
    };
    match type_ref {
        TypeRef::String | TypeRef::Secret => {
            counts(
                "maxLength",
                "minLength",
                [Limit::MaxLength, Limit::MinLength],
            );
        }
        TypeRef::Array { .. } => {
            counts("maxItems", "minItems", [Limit::MaxItems, Limit::MinItems]);
        }
        _ => {}
    }
    if let Some((smallest, largest)) = natural(type_ref) {
        // An exclusive limit is the next number that a double can be.
        let maximum = schema
            .maximum()
            .map(|(limit, exclusive)| if exclusive { limit.next_down() } else { limit });
        let minimum = schema
            .minimum()
            .map(|(limit, exclusive)| if exclusive { limit.next_up() } else { limit });
        limits.extend(maximum.filter(|limit| *limit < largest).map(Limit::Maximum));
        limits.extend(
            minimum
                .filter(|limit| *limit > smallest)
                .map(Limit::Minimum),
        );
    }
    limits
}

/// The smallest and the largest value of a type of numbers.
fn natural(type_ref: &TypeRef) -> Option<(f64, f64)> {
    Some(match type_ref {
        TypeRef::Byte => (f64::from(u8::MIN), f64::from(u8::MAX)),
        TypeRef::Int16 => (f64::from(i16::MIN), f64::from(i16::MAX)),
        TypeRef::Int32 => (f64::from(i32::MIN), f64::from(i32::MAX)),
        #[allow(clippy::cast_precision_loss)]
        TypeRef::Int64 => (i64::MIN as f64, i64::MAX as f64),
        TypeRef::Double => (f64::MIN, f64::MAX),
        _ => return None,
    })
}

//! Scalars: numbers and strings by their formats.

use super::Reader;
use crate::ir::TypeRef;
use crate::openapi::Schema;

impl Reader<'_, '_> {
    /// The type of a number.
    pub(super) fn number(&mut self, schema: &Schema<'_>, default: TypeRef) -> TypeRef {
        match schema.format() {
            "uint8" => TypeRef::Byte,
            "int8" | "int16" => TypeRef::Int16,
            "int32" | "uint16" => TypeRef::Int32,
            "int64" | "uint32" => TypeRef::Int64,
            "float" | "double" | "decimal" => TypeRef::Double,
            "" => default,
            other => {
                self.findings.warning(
                    &schema.pointer,
                    format!("the format `{other}` of a number is not known, and is passed over"),
                    "",
                );
                default
            }
        }
    }
}

/// The type of a string; formats that are not known leave it a string.
pub(super) fn string(schema: &Schema<'_>) -> TypeRef {
    if schema.format() == "password" || schema.write_only() {
        return TypeRef::Secret;
    }
    match schema.format() {
        "date-time" => TypeRef::DateTimeOffset,
        "date" => TypeRef::Date,
        "time" => TypeRef::TimeOfDay,
        "duration" => TypeRef::Duration,
        "uuid" => TypeRef::Guid,
        "base64url" | "byte" | "base64" => TypeRef::Binary,
        _ => TypeRef::String,
    }
}

//! Enumerations of strings.

use super::documentation::documentation;
use crate::ir::{Enumeration, Key, Member, Name};
use crate::openapi::Schema;

/// An enumeration with these values, which descriptions may stand beside.
pub(super) fn enumeration(
    key: Key,
    name: Name,
    schema: &Schema<'_>,
    values: &[&str],
) -> Enumeration {
    let mut members: Vec<Member> = Vec::new();
    for value in values {
        if members.iter().any(|member| member.value == *value) {
            continue;
        }
        members.push(Member {
            value: (*value).to_owned(),
            description: schema.describe_value(value).map(str::to_owned),
        });
    }
    Enumeration {
        key,
        name,
        place: schema.pointer.clone(),
        documentation: documentation(schema.node()),
        members,
        is_flags: schema.is_flags(),
    }
}

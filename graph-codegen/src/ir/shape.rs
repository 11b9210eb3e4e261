//! Whether inline types are the same, whatever is said about them and wherever they stand.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Key, ToldBy, Type, TypeRef};

/// Deeper than this no inline type lies within another: the reader refuses it.
const DEEPEST: usize = 80;

/// A text that two types of values share exactly when they look the same: component schemas are
/// told by their names, inline ones by what they hold.
pub(crate) fn shape(types: &BTreeMap<Key, Type>, type_ref: &TypeRef) -> String {
    let mut text = String::new();
    write_ref(types, type_ref, 0, &mut text);
    text
}

// Writing to a string cannot fail.
fn write_ref(types: &BTreeMap<Key, Type>, type_ref: &TypeRef, depth: usize, text: &mut String) {
    match type_ref {
        TypeRef::Named(key) => match types.get(key) {
            Some(declared) if declared.name().schema().is_none() && depth < DEEPEST => {
                write_type(types, declared, depth + 1, text);
            }
            _ => {
                let _ = write!(text, "<{key}>");
            }
        },
        TypeRef::Array { item, nullable } => {
            let _ = write!(text, "[{nullable} ");
            write_ref(types, item, depth, text);
            text.push(']');
        }
        TypeRef::Map { value, nullable } => {
            let _ = write!(text, "map[{nullable} ");
            write_ref(types, value, depth, text);
            text.push(']');
        }
        TypeRef::Page(item) => {
            text.push_str("page[");
            write_ref(types, item, depth, text);
            text.push(']');
        }
        scalar => {
            let _ = write!(text, "{scalar:?}");
        }
    }
}

fn write_type(types: &BTreeMap<Key, Type>, declared: &Type, depth: usize, text: &mut String) {
    match declared {
        Type::Object(object) => {
            let _ = write!(text, "object({:?}", object.parent);
            for property in &object.properties {
                let _ = write!(
                    text,
                    ",{:?} {} {} {} {:?} {:?} {:?} ",
                    property.name,
                    property.nullable,
                    property.read_only,
                    property.write_only,
                    property.navigation,
                    property.constant,
                    property.limits
                );
                write_ref(types, &property.type_ref, depth, text);
            }
            let mut required: Vec<&String> = object.required.iter().collect();
            required.sort_unstable();
            let _ = write!(text, ";{required:?})");
        }
        Type::Enumeration(enumeration) => {
            let values: Vec<&str> = enumeration
                .members
                .iter()
                .map(|member| member.value.as_str())
                .collect();
            let _ = write!(text, "enum({} {values:?})", enumeration.is_flags);
        }
        Type::Choice(choice) => match &choice.told_by {
            ToldBy::Discriminator {
                property,
                alternatives,
            } => {
                let _ = write!(text, "choice({property:?}");
                for alternative in alternatives {
                    let _ = write!(text, ",{:?} ", alternative.values);
                    let object = TypeRef::Named(alternative.object.clone());
                    write_ref(types, &object, depth, text);
                }
                text.push(')');
            }
            ToldBy::Shape(alternatives) => {
                text.push_str("either(");
                for alternative in alternatives {
                    write_ref(types, alternative, depth, text);
                    text.push(',');
                }
                text.push(')');
            }
        },
    }
}

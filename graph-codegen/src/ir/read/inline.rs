//! Types of schemas that have no name: those of bodies, answers and nested objects.

use super::Reader;
use super::enumerations::members;
use super::shape::ODATA_TYPE;
use super::text::documentation;
use crate::ir::{Enumeration, Object, Type, TypeId, TypeRef};
use crate::source::{Node, Pointer};

impl<'d> Reader<'d> {
    /// The type of an inline object. One with the same name and properties is the same type.
    pub(super) fn inline_object(
        &mut self,
        node: &'d Node,
        pointer: &Pointer,
        names: &[String],
    ) -> TypeRef {
        let (first, others) = split(names);
        let (properties, constants) = self.read_properties(node, pointer, &first, true);
        let known = self.inline.get(&first).into_iter().flatten().find(|id| {
            matches!(
                self.types.get(id.0),
                Some(Type::Object(object))
                    if object.properties == properties && object.constants == constants
            )
        });
        if let Some(id) = known {
            return TypeRef::Named(*id);
        }
        self.declare_inline(
            first.clone(),
            Type::Object(Object {
                name: first,
                other_names: others,
                documentation: documentation(node),
                parent: None,
                properties,
                inherited: 0,
                constants,
                only_sent: false,
                discriminator: ODATA_TYPE.to_owned(),
                descendants: Vec::new(),
                size: 0,
            }),
        )
    }

    /// The type of an inline enumeration.
    pub(super) fn inline_enumeration(
        &mut self,
        node: &Node,
        values: &[Node],
        names: &[String],
    ) -> TypeRef {
        let (first, others) = split(names);
        let members = members(node, values);
        let known = self.inline.get(&first).into_iter().flatten().find(|id| {
            matches!(
                self.types.get(id.0),
                Some(Type::Enumeration(enumeration)) if enumeration.members == members
            )
        });
        if let Some(id) = known {
            return TypeRef::Named(*id);
        }
        self.declare_inline(
            first.clone(),
            Type::Enumeration(Enumeration {
                name: first,
                other_names: others,
                documentation: documentation(node),
                members,
                is_flags: node.get("x-ms-enum-flags").is_some(),
            }),
        )
    }

    fn declare_inline(&mut self, name: String, declared: Type) -> TypeRef {
        let id = TypeId(self.types.len());
        self.types.push(declared);
        self.inline.entry(name).or_default().push(id);
        TypeRef::Named(id)
    }
}

fn split(names: &[String]) -> (String, Vec<String>) {
    match names.split_first() {
        Some((first, others)) => (first.clone(), others.to_vec()),
        None => (String::new(), Vec::new()),
    }
}

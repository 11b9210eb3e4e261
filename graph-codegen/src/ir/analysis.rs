//! What the whole of the types tells about each: where it is used, whether it can be one of
//! several, and where a value must be behind a pointer.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Alternative, Answer, Api, AreaId, Areas, Body, Operation, Presence, Type, TypeId, TypeRef,
};
use crate::select::Descendants;

/// A value larger than this goes behind a pointer: an object with a hundred properties inside
/// of another would be moved about on the stack with it.
const LARGEST_INLINE: usize = 256;

pub(super) fn analyse(api: &mut Api, keep: &[String]) {
    let mut kept: Vec<TypeId> = Vec::new();
    for (index, declared) in api.types.iter().enumerate() {
        let name = declared.name();
        let short = name.strip_prefix("microsoft.graph.").unwrap_or(name);
        if keep.iter().any(|wanted| wanted == name || wanted == short) {
            kept.push(TypeId(index));
        }
    }
    keep_declared_families(api, &kept);
    let sent = reach(api, api.operations.iter().filter_map(sent_type));
    let received = reach(api, api.operations.iter().filter_map(received_type));
    assign_areas(api, &kept);
    let kept = reach(api, kept.into_iter());
    for (index, declared) in api.types.iter_mut().enumerate() {
        if let Type::Object(object) = declared {
            let id = TypeId(index);
            object.only_sent = is_in(&sent, id) && !is_in(&received, id) && !is_in(&kept, id);
            if !object.only_sent {
                for property in &mut object.properties {
                    if property.presence == Presence::Required {
                        property.presence = Presence::Optional;
                    }
                }
            }
        }
    }
    let reached: Vec<bool> = (0..api.types.len())
        .map(TypeId)
        .map(|id| is_in(&sent, id) || is_in(&received, id) || is_in(&kept, id))
        .collect();
    remove_unreached(api, &reached);
    box_values(api);
}

fn sent_type(operation: &Operation) -> Option<TypeId> {
    match &operation.body {
        Some(Body::Json(type_ref)) => type_ref.named(),
        _ => None,
    }
}

fn received_type(operation: &Operation) -> Option<TypeId> {
    match &operation.answer {
        Answer::Json { type_ref, .. } => type_ref.named(),
        _ => None,
    }
}

/// The types that a type refers to, but for its descendants.
fn parts(declared: &Type) -> Vec<TypeId> {
    match declared {
        Type::Object(object) => object
            .properties
            .iter()
            .filter_map(|property| property.type_ref.named())
            .collect(),
        Type::Union(union) => alternatives(&union.alternatives).collect(),
        Type::Enumeration(_) => Vec::new(),
    }
}

/// The types that a type refers to.
fn needs(declared: &Type) -> Vec<TypeId> {
    let mut types = parts(declared);
    if let Type::Object(object) = declared {
        types.extend(alternatives(&object.descendants));
    }
    types
}

/// The types without which a type cannot be: all but the descendants of a large family.
fn needs_always(declared: &Type) -> Vec<TypeId> {
    match declared {
        Type::Object(object) if object.descendants.len() > Descendants::FEW => parts(declared),
        _ => needs(declared),
    }
}

fn alternatives(alternatives: &[Alternative]) -> impl Iterator<Item = TypeId> {
    alternatives.iter().map(|alternative| alternative.object)
}

/// Leaves descendants only to objects that something is declared as, or that are asked for by
/// name: the others are structs that nothing but a descendant's inheritance refers to.
fn keep_declared_families(api: &mut Api, kept: &[TypeId]) {
    let mut declared = vec![false; api.types.len()];
    let mut mark = |id: Option<TypeId>| {
        if let Some(flag) = id.and_then(|id| declared.get_mut(id.0)) {
            *flag = true;
        }
    };
    for id in kept {
        mark(Some(*id));
    }
    for operation in &api.operations {
        mark(sent_type(operation));
        mark(received_type(operation));
    }
    for kind in &api.types {
        if let Type::Object(object) = kind {
            for property in &object.properties {
                mark(property.type_ref.named());
            }
        }
    }
    for (kind, is_declared) in api.types.iter_mut().zip(declared) {
        if let Type::Object(object) = kind
            && !is_declared
        {
            object.descendants.clear();
        }
    }
}

fn is_in(reached: &[bool], id: TypeId) -> bool {
    reached.get(id.0).copied().unwrap_or(false)
}

/// For every type whether one of the roots leads to it.
fn reach(api: &Api, roots: impl Iterator<Item = TypeId>) -> Vec<bool> {
    reach_by(api, roots, needs)
}

fn reach_by(
    api: &Api,
    roots: impl Iterator<Item = TypeId>,
    needs: impl Fn(&Type) -> Vec<TypeId>,
) -> Vec<bool> {
    let mut reached = vec![false; api.types.len()];
    let mut work: Vec<TypeId> = roots.collect();
    while let Some(id) = work.pop() {
        match reached.get_mut(id.0) {
            Some(flag) if !*flag => *flag = true,
            _ => continue,
        }
        work.extend(api.type_of(id).map(&needs).unwrap_or_default());
    }
    reached
}

/// Divides the paths into areas, and notes for every type which of them lead to it: none for a
/// type that is asked for by name, or needed by one, as it is there whatever the area.
///
/// The descendants of a large family do not count as reached through it: each has a variant where
/// it is reached otherwise. One that nothing else reaches comes along with its family.
fn assign_areas(api: &mut Api, kept: &[TypeId]) {
    api.areas = Areas::of(&api.tree);
    let mut roots: BTreeMap<Option<AreaId>, Vec<TypeId>> = BTreeMap::new();
    roots.insert(None, kept.to_vec());
    for operation in &api.operations {
        let types = roots.entry(api.areas.of_node(operation.node)).or_default();
        types.extend(sent_type(operation));
        types.extend(received_type(operation));
    }
    let without_families: Vec<Vec<bool>> = roots
        .values()
        .map(|types| reach_by(api, types.iter().copied(), needs_always))
        .collect();
    let types = (0..api.types.len()).map(TypeId);
    let only_in_families: Vec<TypeId> = types
        .filter(|id| !without_families.iter().any(|reached| is_in(reached, *id)))
        .collect();
    let mut reached_from = vec![BTreeSet::new(); api.types.len()];
    for ((area, types), reached) in roots.iter().zip(without_families) {
        let families = reach(api, types.iter().copied());
        let members = only_in_families.iter().filter(|id| is_in(&families, **id));
        let with_members = reach_by(api, members.copied(), needs_always);
        let both = reached.into_iter().zip(with_members);
        for (areas, (reached, with_members)) in reached_from.iter_mut().zip(both) {
            if reached || with_members {
                areas.insert(*area);
            }
        }
    }
    api.reached_from = reached_from
        .into_iter()
        // All of them, or none at all when one of them is not an area.
        .map(|areas| areas.into_iter().collect::<Option<_>>().unwrap_or_default())
        .collect();
}

/// Removes what no operation reaches: the error types, which the runtime decodes, and parts of
/// schemas that became something simpler.
fn remove_unreached(api: &mut Api, reached: &[bool]) {
    let mut numbers = Vec::with_capacity(reached.len());
    let mut next = 0;
    for is_reached in reached {
        numbers.push(is_reached.then_some(TypeId(next)));
        next += usize::from(*is_reached);
    }
    let new = |id: TypeId| numbers.get(id.0).copied().flatten();
    let mut flags = reached.iter();
    api.types.retain(|_| *flags.next().unwrap_or(&false));
    let mut flags = reached.iter();
    api.reached_from.retain(|_| *flags.next().unwrap_or(&false));

    for declared in &mut api.types {
        match declared {
            Type::Object(object) => {
                object.parent = object.parent.and_then(new);
                for descendant in &mut object.descendants {
                    descendant.object = new(descendant.object).unwrap_or(descendant.object);
                }
                for property in &mut object.properties {
                    renumber(&mut property.type_ref, &new);
                }
            }
            Type::Union(union) => {
                for alternative in &mut union.alternatives {
                    alternative.object = new(alternative.object).unwrap_or(alternative.object);
                }
            }
            Type::Enumeration(_) => {}
        }
    }
    for operation in &mut api.operations {
        if let Some(Body::Json(type_ref)) = &mut operation.body {
            renumber(type_ref, &new);
        }
        if let Answer::Json { type_ref, .. } = &mut operation.answer {
            renumber(type_ref, &new);
        }
    }
}

fn renumber(type_ref: &mut TypeRef, new: &impl Fn(TypeId) -> Option<TypeId>) {
    match type_ref {
        TypeRef::Named(id) => *id = new(*id).unwrap_or(*id),
        TypeRef::Array { item, .. } | TypeRef::Page(item) => renumber(item, new),
        _ => {}
    }
}

/// Decides which properties are behind a pointer.
fn box_values(api: &mut Api) {
    let order = objects_after_their_parts(api);
    // An object that holds one which is not sized yet holds, by way of others, itself.
    let mut sized = vec![false; api.types.len()];
    for id in order {
        let mut size = size_of::<Vec<u8>>();
        let mut boxes = Vec::new();
        if let Some(object) = api.object(id) {
            for property in &object.properties {
                let (bytes, boxed) = match &property.type_ref {
                    TypeRef::Named(part) => match api.type_of(*part) {
                        Some(Type::Object(object)) if !object.is_polymorphic() => {
                            let cycle = !sized.get(part.0).copied().unwrap_or(false);
                            let boxed = cycle || object.size > LARGEST_INLINE;
                            (if boxed { 8 } else { object.size + 8 }, boxed)
                        }
                        Some(Type::Enumeration(_)) => (24, false),
                        _ => (16, false),
                    },
                    TypeRef::Boolean | TypeRef::U8 => (2, false),
                    TypeRef::I16 => (4, false),
                    TypeRef::I32 => (8, false),
                    TypeRef::I64
                    | TypeRef::Double
                    | TypeRef::DateTime
                    | TypeRef::Date
                    | TypeRef::TimeOfDay
                    | TypeRef::Duration
                    | TypeRef::Uuid
                    | TypeRef::Base64 => (16, false),
                    _ => (24, false),
                };
                size += bytes;
                boxes.push(boxed);
            }
        }
        if let Some(Type::Object(object)) = api.types.get_mut(id.0) {
            object.size = size;
            for (property, boxed) in object.properties.iter_mut().zip(boxes) {
                property.boxed = boxed;
            }
        }
        if let Some(flag) = sized.get_mut(id.0) {
            *flag = true;
        }
    }
}

/// The objects, each after those that it holds by value, as far as there is such an order: a
/// depth-first search without recursion.
fn objects_after_their_parts(api: &Api) -> Vec<TypeId> {
    let parts = |id: TypeId| -> Vec<TypeId> {
        api.object(id)
            .into_iter()
            .flat_map(|object| &object.properties)
            .filter_map(|property| match property.type_ref {
                TypeRef::Named(part) => Some(part),
                _ => None,
            })
            .filter(|part| {
                api.object(*part)
                    .is_some_and(|object| !object.is_polymorphic())
            })
            .collect()
    };
    let mut seen = vec![false; api.types.len()];
    let mut order = Vec::new();
    for start in (0..api.types.len()).map(TypeId) {
        if api.object(start).is_none() {
            continue;
        }
        let mut stack: Vec<(TypeId, Vec<TypeId>)> = Vec::new();
        if let Some(flag) = seen.get_mut(start.0)
            && !*flag
        {
            *flag = true;
            stack.push((start, parts(start)));
        }
        while let Some((id, rest)) = stack.last_mut() {
            let id = *id;
            match rest.pop() {
                Some(part) => {
                    if let Some(flag) = seen.get_mut(part.0)
                        && !*flag
                    {
                        *flag = true;
                        stack.push((part, parts(part)));
                    }
                }
                None => {
                    order.push(id);
                    stack.pop();
                }
            }
        }
    }
    order
}

//! Whether values of a type are received, or only ever sent.

use std::collections::HashSet;

use crate::ir::{Answer, Api, BodyContent, Key, ToldBy, Type, TypeRef};

/// The types that no operation of the whole document answers with, and that some operation takes.
/// What a schema requires of these is always there.
pub(super) fn only_sent(api: &Api) -> HashSet<Key> {
    let sent = reach(
        api,
        api.operations
            .iter()
            .filter_map(|operation| match &operation.body.as_ref()?.content {
                BodyContent::Json(type_ref) => type_ref.named(),
                BodyContent::Binary(_) => None,
            }),
    );
    let received = reach(
        api,
        api.operations
            .iter()
            .filter_map(|operation| match &operation.answer {
                Answer::Json { type_ref, .. } => type_ref.named(),
                _ => None,
            }),
    );
    sent.difference(&received)
        .map(|key| (*key).clone())
        .collect()
}

/// All that a value of these types can hold, navigation properties and descendants included.
fn reach<'a>(api: &'a Api, roots: impl Iterator<Item = &'a Key>) -> HashSet<&'a Key> {
    let mut reached = HashSet::new();
    let mut work: Vec<&Key> = roots.collect();
    while let Some(key) = work.pop() {
        // A navigation property may lead to a schema that a trimmed document does not have.
        let Some((key, kind)) = api.types.get_key_value(key) else {
            continue;
        };
        if !reached.insert(key) {
            continue;
        }
        match kind {
            Type::Object(object) => {
                for property in &object.properties {
                    work.extend(property.type_ref.named());
                    work.extend(property.navigation.as_ref().map(|target| &target.schema));
                }
                work.extend(object.descendants.iter().map(|one| &one.object));
            }
            Type::Choice(choice) => match &choice.told_by {
                ToldBy::Discriminator { alternatives, .. } => {
                    work.extend(alternatives.iter().map(|one| &one.object));
                }
                ToldBy::Shape(alternatives) => {
                    work.extend(alternatives.iter().filter_map(TypeRef::named));
                }
            },
            Type::Enumeration(_) => {}
        }
    }
    reached
}

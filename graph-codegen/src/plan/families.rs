//! Which types with descendants are an enum, and which a struct.
//!
//! A description does not say which types are abstract. What it does say tells the two apart well:
//! a base that is nothing but what its members share declares little beside what they add, while a
//! concrete type has most of what its descendants have. See `docs/families.md` for what the rule
//! makes of every family of Graph.

use std::collections::HashSet;

use crate::ir::{Answer, Api, BodyContent, Key, Object, ToldBy, Type, TypeRef};

/// What the declared type of a value becomes where it has descendants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Form {
    /// Its own struct, which keeps what a descendant brought.
    Struct,
    /// An enum with a variant for each descendant.
    Enum,
}

/// The forms of families, by what the whole of a document says.
pub(super) struct Families<'a> {
    api: &'a Api,
    /// What something is declared as: a property, a body, an answer, an item of these.
    declared: HashSet<&'a Key>,
    /// What a structural property is declared as.
    declared_by_property: HashSet<&'a Key>,
}

impl<'a> Families<'a> {
    pub(super) fn of(api: &'a Api) -> Self {
        let mut declared: HashSet<&Key> = HashSet::new();
        let mut declared_by_property: HashSet<&Key> = HashSet::new();
        for kind in api.types.values() {
            match kind {
                Type::Object(object) => {
                    for property in &object.properties {
                        match &property.navigation {
                            Some(target) => declared.extend(
                                api.types.get_key_value(&target.schema).map(|(key, _)| key),
                            ),
                            None => declared_by_property.extend(property.type_ref.named()),
                        }
                    }
                }
                Type::Choice(choice) => {
                    if let ToldBy::Shape(alternatives) = &choice.told_by {
                        declared.extend(alternatives.iter().filter_map(TypeRef::named));
                    }
                }
                Type::Enumeration(_) => {}
            }
        }
        for operation in &api.operations {
            if let Some(BodyContent::Json(type_ref)) =
                operation.body.as_ref().map(|body| &body.content)
            {
                declared.extend(type_ref.named());
            }
            if let Answer::Json { type_ref, .. } = &operation.answer {
                declared.extend(type_ref.named());
            }
        }
        declared.extend(declared_by_property.iter().copied());
        Self {
            api,
            declared,
            declared_by_property,
        }
    }

    /// What becomes of a type with descendants.
    ///
    /// It is an enum when it has no structural property at all; or when it has at least two direct
    /// descendants, one of them adds at least half as many structural properties as it has itself,
    /// and fewer than half of its descendants are what another property is declared as: a
    /// description that refers to the descendants by name treats their base as one of them.
    pub(super) fn form(&self, object: &Object) -> Form {
        if !self.declared.contains(&object.key) {
            return Form::Struct;
        }
        let own: usize = self
            .api
            .lineage(object)
            .iter()
            .map(|ancestor| structural(ancestor))
            .sum();
        if own == 0 {
            return Form::Enum;
        }
        let descendants = || {
            object
                .descendants
                .iter()
                .filter_map(|one| self.api.object(&one.object))
        };
        let direct = || descendants().filter(|one| one.parent.as_ref() == Some(&object.key));
        let most_added = direct().map(structural).max().unwrap_or_default();
        let by_name = descendants()
            .filter(|one| self.declared_by_property.contains(&one.key))
            .count();
        let only_shares = direct().count() >= 2
            && most_added * 2 >= own
            && by_name * 2 < object.descendants.len();
        if only_shares {
            Form::Enum
        } else {
            Form::Struct
        }
    }
}

/// How many properties an object declares that are no navigation properties.
fn structural(object: &Object) -> usize {
    let properties = object.properties.iter();
    properties
        .filter(|property| property.navigation.is_none())
        .count()
}

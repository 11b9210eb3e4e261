//! What objects take over from their ancestors by `allOf`.

use std::collections::HashSet;

use super::Reader;
use crate::ir::{Key, Type};
use crate::openapi::Schema;
use crate::source::Pointer;

/// Every object has the properties of all its ancestors, so that a longer chain would be as much
/// code as its length squared.
pub(in crate::ir) const MOST_ANCESTORS: usize = 64;

impl<'d> Reader<'_, 'd> {
    /// Reports `allOf`s that lead back to where they began.
    pub(super) fn refuse_inheritance_loops(&mut self, schemas: &[(&'d str, Schema<'d>)]) {
        let mut known: HashSet<String> = HashSet::new();
        for (name, _) in schemas {
            let mut chain: Vec<String> = Vec::new();
            let mut next = Some((*name).to_owned());
            while let Some(name) = next {
                if known.contains(&name) {
                    break;
                }
                if let Some(start) = chain.iter().position(|seen| *seen == name) {
                    let cycle = chain.get(start..).unwrap_or_default().join(" -> ");
                    self.findings.error(
                        &at_schema(&name),
                        format!("`allOf` leads back to itself: {cycle} -> {name}"),
                        "remove one of these `$ref`s: a type cannot be its own ancestor",
                    );
                    break;
                }
                let schema = Schema::component(&self.description.components, &name);
                next = schema.and_then(|schema| self.parent_of(&schema));
                chain.push(name);
            }
            known.extend(chain);
        }
    }

    /// Reports objects with too many ancestors.
    pub(super) fn bound_inheritance(&mut self) {
        let too_long: Vec<Key> = self
            .types
            .iter()
            .filter(|(_, kind)| {
                let mut next = parent(kind);
                for _ in 0..MOST_ANCESTORS {
                    let Some(ancestor) = next.and_then(|key| self.types.get(key)) else {
                        return false;
                    };
                    next = parent(ancestor);
                }
                next.is_some()
            })
            .map(|(key, _)| key.clone())
            .collect();
        for key in too_long {
            // A loop has been reported; its members have no end.
            if self.is_in_loop(&key) {
                continue;
            }
            self.findings.error(
                &at_schema(key.as_str()),
                format!("`{key}` has more than {MOST_ANCESTORS} ancestors"),
                "derive it from a schema that is nearer to the root",
            );
        }
    }

    fn is_in_loop(&self, key: &Key) -> bool {
        let mut seen = HashSet::new();
        let mut next = Some(key);
        while let Some(key) = next {
            if !seen.insert(key) {
                return true;
            }
            next = self.types.get(key).and_then(parent);
        }
        false
    }
}

fn parent(kind: &Type) -> Option<&Key> {
    match kind {
        Type::Object(object) => object.parent.as_ref(),
        _ => None,
    }
}

fn at_schema(name: &str) -> Pointer {
    Pointer::of(["components", "schemas", name])
}

//! The names of the modules of path builders.

use std::collections::{BTreeMap, HashMap};

use super::areas::{Area, Areas, Extent};
use super::pins::Pins;
use crate::naming::{Convention, Identifier, Scope};

/// The names that modules of path builders use for what is around them.
const SURROUNDINGS: [&str; 5] = ["models", "operation", "path", "requests", "requirements"];

/// The modules of segments by the segment, those of their parts by segment and part.
pub(super) type Modules = BTreeMap<String, Identifier>;

/// What identifies the module of an area below that of its segment; none for a segment that is
/// whole.
pub(super) fn part_key(area: &Area) -> Option<String> {
    match &area.extent {
        Extent::Whole => None,
        Extent::Base => Some(format!("{}//base", area.segment)),
        Extent::Part(name) => Some(format!("{}/{name}", area.segment)),
    }
}

/// Names the modules of all areas.
pub(super) fn name_modules(areas: &Areas, pins: &Pins) -> Modules {
    let mut files = Scope::with_reserved(&["models", "requests", "requirements"]);
    let mut parts: HashMap<&str, Scope> = HashMap::new();
    let mut named = Modules::new();
    // What was decided before comes first.
    for decided_before in [true, false] {
        for (_, area) in areas.iter() {
            let mut name = |key: &str, scope: &mut Scope, words: &str| {
                let pinned = pins.module(key);
                if pinned.is_some() != decided_before || named.contains_key(key) {
                    return;
                }
                let identifier = pinned
                    .and_then(|pinned| scope.claim(Convention::File, pinned).ok())
                    .unwrap_or_else(|| scope.mint(Convention::File, [words]));
                named.insert(key.to_owned(), identifier);
            };
            name(&area.segment, &mut files, &area.segment);
            if let Some(key) = part_key(area) {
                let scope = parts
                    .entry(&area.segment)
                    .or_insert_with(|| Scope::with_reserved(&SURROUNDINGS));
                let words = match &area.extent {
                    Extent::Part(name) => name.as_str(),
                    Extent::Whole | Extent::Base => "base",
                };
                name(&key, scope, words);
            }
        }
    }
    named
}

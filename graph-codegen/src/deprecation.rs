//! What goes away, and when: `x-ms-deprecation` of what a slice uses.

use std::collections::HashSet;

use serde::Serialize;
use time::Date;
use time::macros::format_description;

use crate::ir::Deprecation;
use crate::plan::Surface;
use crate::plan::surface::{Item, ItemKind};
use crate::source::Pointer;

/// Reads a date as descriptions write it: `2022-02-28`, or a time of that day such as
/// `2022-02-28T00:00:00Z`.
pub fn read_date(text: &str) -> Option<Date> {
    let day = text.trim().split(['T', ' ']).next().unwrap_or_default();
    Date::parse(day, format_description!("[year]-[month]-[day]")).ok()
}

/// An item that is deprecated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Deprecated {
    /// Where it is in Rust.
    pub path: String,
    /// What it is in the description, such as `GET /users/{}`.
    pub origin: String,
    /// Where it stands in the description.
    #[serde(skip)]
    pub place: Pointer,
    /// What is said of that.
    pub deprecation: Deprecation,
}

impl Deprecated {
    /// The day on which it goes away; none where the description does not say, or not in a way that
    /// can be read.
    pub fn removal(&self) -> Option<Date> {
        read_date(self.deprecation.removal_date.as_deref()?)
    }

    /// Whether the description names a day that cannot be read.
    pub fn is_unreadable(&self) -> bool {
        self.deprecation.removal_date.is_some() && self.removal().is_none()
    }
}

impl Surface {
    /// All that is deprecated in the surface, each thing once: a field and not its setter, an
    /// operation and not its constant.
    pub fn deprecated(&self) -> Vec<Deprecated> {
        let items = self.items();
        let fields = items.iter().filter(|item| item.kind == ItemKind::Field);
        let fields: HashSet<String> = fields.map(|item| item.origin.clone()).collect();
        let repeats = |item: &Item| match item.kind {
            ItemKind::Constant => true,
            ItemKind::Function => fields.contains(&item.origin) || item.origin.contains(" family/"),
            _ => false,
        };
        let items = items.into_iter().filter(|item| !repeats(item));
        items
            .filter_map(|item| {
                Some(Deprecated {
                    deprecation: item.documentation.deprecation?,
                    path: item.path,
                    origin: item.origin,
                    place: item.place,
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn dates_are_read_with_and_without_a_time() {
        for text in ["2023-03-15", " 2023-03-15", "2023-03-15T00:00:00.000Z"] {
            assert_eq!(read_date(text), Some(date!(2023 - 03 - 15)), "{text}");
        }
        for text in ["", "2023-3-15", "2023-02-30", "March 2023", "20230315"] {
            assert_eq!(read_date(text), None, "{text}");
        }
    }
}

//! Types that have another path, and what follows from that for the paths and signatures of others.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::plan::surface::Item;

/// The new paths of types by their old ones.
#[derive(Default)]
pub(super) struct Renames(HashMap<String, String>);

impl Renames {
    /// The renames among pairs of paths.
    pub(super) fn of<'a>(paths: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let moved = paths.filter(|(old, new)| old != new);
        Self(
            moved
                .map(|(old, new)| (old.to_owned(), new.to_owned()))
                .collect(),
        )
    }

    /// The path that an item would have if nothing but types had been renamed.
    pub(super) fn path(&self, path: &str) -> String {
        if let Some(new) = self.0.get(path) {
            return new.clone();
        }
        let moved = path
            .rsplit_once("::")
            .and_then(|(parent, name)| Some(format!("{}::{name}", self.0.get(parent)?)));
        moved.unwrap_or_else(|| path.to_owned())
    }

    /// The signature that an item would have if nothing but types had been renamed.
    pub(super) fn signature(&self, item: &Item) -> String {
        if self.0.is_empty() {
            return item.signature.clone();
        }
        let module = item.path.split("::").next().unwrap_or_default();
        let mut renamed = String::with_capacity(item.signature.len());
        for (token, is_path) in tokens(&item.signature) {
            match self.0.get(&*full_path(token, module)) {
                Some(new) if is_path => renamed.push_str(as_written(new, token, module)),
                _ => renamed.push_str(token),
            }
        }
        renamed
    }
}

/// The path of a type from the way in which a signature in `module` writes it.
fn full_path<'a>(token: &'a str, module: &str) -> Cow<'a, str> {
    if token.starts_with("targets::") {
        return format!("models::{token}").into();
    }
    if token.contains("::") {
        return token.into();
    }
    format!("{module}::{token}").into()
}

/// The part of a path that is written where `token` was.
fn as_written<'a>(path: &'a str, token: &str, module: &str) -> &'a str {
    let prefix = if token.starts_with("targets::") {
        "models::"
    } else {
        ""
    };
    let path = path.strip_prefix(prefix).unwrap_or(path);
    if token.contains("::") {
        return path;
    }
    path.strip_prefix(module)
        .and_then(|rest| rest.strip_prefix("::"))
        .unwrap_or(path)
}

/// A signature in pieces, each with whether it is a name or a path.
fn tokens(signature: &str) -> Vec<(&str, bool)> {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | ':' | '#');
    let mut tokens = Vec::new();
    let mut rest = signature;
    while let Some(first) = rest.chars().next() {
        let is_path = is_part(first);
        let end = rest
            .find(|letter| is_part(letter) != is_path)
            .unwrap_or(rest.len());
        let (token, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        tokens.push((token, is_path));
        rest = after;
    }
    // The colon after the name of an argument is none of its own.
    tokens
        .into_iter()
        .flat_map(|(token, is_path)| match token.strip_suffix(':') {
            Some(name) if is_path => vec![(name, false), (":", false)],
            _ => vec![(token, is_path)],
        })
        .collect()
}

/// The paths of the generated types in a signature of an item.
pub(super) fn types_in(item: &Item) -> impl Iterator<Item = Cow<'_, str>> {
    let module = item.path.split("::").next().unwrap_or_default();
    let generated = ["models::", "targets::", "requests::"];
    tokens(&item.signature)
        .into_iter()
        .filter(move |(token, is_path)| {
            *is_path && generated.iter().any(|prefix| token.starts_with(prefix))
        })
        .map(move |(token, _)| full_path(token, module))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::surface::ItemKind;

    fn item(path: &str, signature: &str) -> Item {
        Item {
            path: path.to_owned(),
            kind: ItemKind::Function,
            signature: signature.to_owned(),
            origin: String::new(),
            place: crate::source::Pointer::root(),
            documentation: crate::ir::Documentation::default(),
            condition: crate::plan::surface::Condition::default(),
        }
    }

    #[test]
    fn signatures_follow_the_types_in_them() {
        let renames = Renames::of(
            [
                ("models::User", "models::Account"),
                ("models::targets::User", "models::targets::Account"),
                ("users::Item", "users::ItemOne"),
                ("models::Same", "models::Same"),
            ]
            .into_iter(),
        );
        for (path, signature, expected) in [
            (
                "users::Users::get",
                "fn(&self) -> Request<model::Page<models::User>>",
                "fn(&self) -> Request<model::Page<models::Account>>",
            ),
            (
                "users::Users::by_id",
                "fn(&self, Item: impl AsRef<str>) -> Builder<Item>",
                "fn(&self, Item: impl AsRef<str>) -> Builder<ItemOne>",
            ),
            ("groups::Groups::by_id", "Builder<Item>", "Builder<Item>"),
            (
                "Api::users",
                "Builder<users::Item>",
                "Builder<users::ItemOne>",
            ),
            (
                "models::Group::owner",
                "model::Related<[targets::User]>",
                "model::Related<[targets::Account]>",
            ),
            (
                "models::UserSet::all",
                "Vec<models::Users>",
                "Vec<models::Users>",
            ),
        ] {
            assert_eq!(renames.signature(&item(path, signature)), expected);
        }
        assert_eq!(renames.path("models::User::id"), "models::Account::id");
        assert_eq!(renames.path("models::Other::id"), "models::Other::id");
    }

    #[test]
    fn generated_types_are_found_in_signatures() {
        let one = item(
            "models::Group::set_owner",
            "fn(self, impl Into<model::Nullable<Box<models::a::B>>>, targets::C) -> Self",
        );
        let types: Vec<_> = types_in(&one).collect();
        assert_eq!(types, ["models::a::B", "models::targets::C"]);
    }
}

//! Which changes come from how a description is written, and not from what it describes.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Style;
use super::conventions::Conventions;
use crate::plan::Surface;
use crate::plan::surface::Definition;

/// The conventions in which two descriptions differ.
pub(super) struct Differences {
    found: Vec<Style>,
    /// The enums of families by their paths: the struct of each base.
    families: HashMap<String, String>,
}

impl Differences {
    pub(super) fn between(
        (old, old_surface): (&Conventions<'_>, &Surface),
        (new, new_surface): (&Conventions<'_>, &Surface),
    ) -> Self {
        let differs = [
            (
                Style::Discriminators,
                old.discriminators != new.discriminators,
            ),
            (
                Style::NullableReferences,
                old.nullable_references != new.nullable_references,
            ),
            (Style::Doubles, old.doubles != new.doubles),
            (Style::Flags, old.flags != new.flags),
            (
                Style::UpdateAnswers,
                old.update_answers != new.update_answers,
            ),
            // No property of a type becomes a way to the same type: a description that marks some of
            // these ways and not others is seen to differ here, too.
            (Style::Navigation, true),
        ];
        let families = old_surface.models.iter().chain(&new_surface.models);
        let families = families.filter_map(|model| {
            let Definition::Struct(object) = &model.definition else {
                return None;
            };
            let mut path = model.path.clone();
            path.identifier = object.family.as_ref()?.identifier.clone();
            Some((path.to_string(), model.path.to_string()))
        });
        Self {
            found: differs
                .into_iter()
                .filter_map(|(style, differs)| differs.then_some(style))
                .collect(),
            families: families.collect(),
        }
    }

    pub(super) fn has(&self, style: Style) -> bool {
        self.found.contains(&style)
    }

    /// The conventions by which two signatures differ; none when they differ in more than those.
    pub(super) fn explain(&self, old: &str, new: &str) -> Vec<Style> {
        let same = |styles: &[Style]| self.plain(old, styles) == self.plain(new, styles);
        let is_related = [old, new].iter().any(|one| one.contains("model::Related<"));
        let fits = |style: &Style| is_related || *style != Style::Navigation;
        let found: Vec<Style> = self.found.iter().copied().filter(fits).collect();
        if let Some(one) = found.iter().find(|one| same(&[**one])) {
            return vec![*one];
        }
        if !same(&found) {
            return Vec::new();
        }
        // Leaves out each convention without which they are the same just so.
        let mut needed = found.clone();
        for style in &found {
            let fewer: Vec<Style> = needed.iter().copied().filter(|one| one != style).collect();
            if same(&fewer) {
                needed = fewer;
            }
        }
        needed
    }

    /// A signature without what these conventions show in.
    fn plain(&self, signature: &str, styles: &[Style]) -> String {
        let mut text = Cow::Borrowed(signature);
        for style in styles {
            text = match style {
                Style::Discriminators => self.without_families(&text).into(),
                Style::NullableReferences => {
                    unwrap(&text, &["Option<", "model::Nullable<"], is_reference).into()
                }
                Style::Doubles => unwrap(&text, &["Option<", "model::Nullable<"], |inner| {
                    inner == "f64"
                })
                .into(),
                Style::Flags => unwrap(&text, &["model::FlagSet<"], |_| true).into(),
                Style::Navigation => without_navigation(&text).into(),
                Style::UpdateAnswers => {
                    let inner = unwrap(&text, &["Request<"], |_| true);
                    match inner.rsplit_once(" -> ") {
                        Some((arguments, _)) if inner.len() < text.len() => {
                            format!("{arguments} -> answer").into()
                        }
                        _ => text,
                    }
                }
                Style::KeyNames | Style::Casts => text,
            };
        }
        text.into_owned()
    }

    fn without_families(&self, signature: &str) -> String {
        let mut text = signature.to_owned();
        // A family that is an enum is in no box; one that is a struct may be.
        for (family, base) in &self.families {
            if text.contains(family.as_str()) {
                text = replace_path(&text, family, base);
            }
        }
        unwrap(&text, &["Box<"], |_| true)
    }
}

/// Whether a type is a generated one, behind a pointer or not.
fn is_reference(inner: &str) -> bool {
    let bare = ["Box<", "model::FlagSet<"]
        .iter()
        .fold(inner, |inner, prefix| {
            inner.strip_prefix(prefix).unwrap_or(inner)
        });
    bare.starts_with("models::")
}

/// A holder of what a navigation property brought as a plain value of that type.
fn without_navigation(signature: &str) -> String {
    if !signature.contains("targets::") && !signature.contains("models::") {
        return signature.to_owned();
    }
    let text = match signature.strip_prefix("model::Related<[targets::") {
        Some(rest) => format!("Vec<models::{}", rest.replacen(']', "", 1)),
        None => match signature.strip_prefix("model::Related<targets::") {
            Some(rest) => format!("models::{}", rest.strip_suffix('>').unwrap_or(rest)),
            None => signature.to_owned(),
        },
    };
    unwrap(&text, &["Option<", "model::Nullable<", "Box<"], |_| true)
}

/// Takes away wrappers around what `is_meant`.
fn unwrap(text: &str, wrappers: &[&str], is_meant: impl Fn(&str) -> bool + Copy) -> String {
    let mut text = text.to_owned();
    for wrapper in wrappers {
        let mut from = 0;
        while let Some(start) = text.get(from..).and_then(|rest| rest.find(wrapper)) {
            let start = from + start;
            let inner_start = start + wrapper.len();
            // The wrapper is a word of its own.
            let is_word = text
                .get(..start)
                .and_then(|before| before.chars().next_back())
                .is_none_or(|before| !before.is_alphanumeric() && !matches!(before, ':' | '_'));
            let end = closing(&text, inner_start);
            let inner = end.and_then(|end| text.get(inner_start..end));
            match (inner.map(str::to_owned), end) {
                (Some(inner), Some(end)) if is_word && is_meant(&inner) => {
                    text.replace_range(start..=end, &inner);
                    from = start;
                }
                _ => from = inner_start,
            }
        }
    }
    text
}

/// Where the bracket closes that was opened before `start`.
fn closing(text: &str, start: usize) -> Option<usize> {
    let mut depth = 1_usize;
    let mut before = ' ';
    for (index, letter) in text.get(start..)?.char_indices() {
        match letter {
            '<' => depth += 1,
            // Not that of an arrow.
            '>' if before != '-' => {
                depth -= 1;
                if depth == 0 {
                    return Some(start + index);
                }
            }
            _ => {}
        }
        before = letter;
    }
    None
}

/// Replaces a path where it is one of its own, and not the beginning of another.
fn replace_path(text: &str, from: &str, to: &str) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(from) {
        let is_whole = !after.starts_with(|next: char| next.is_alphanumeric() || next == '_')
            && !before.ends_with(|last: char| last.is_alphanumeric() || last == '_');
        replaced.push_str(before);
        replaced.push_str(if is_whole { to } else { from });
        rest = after;
    }
    replaced + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differences() -> Differences {
        Differences {
            found: vec![
                Style::Discriminators,
                Style::NullableReferences,
                Style::Doubles,
                Style::Flags,
                Style::UpdateAnswers,
                Style::Navigation,
            ],
            families: [("models::AnyAttachment", "models::Attachment")]
                .map(|(family, base)| (family.to_owned(), base.to_owned()))
                .into(),
        }
    }

    #[test]
    fn signatures_that_differ_in_style_say_in_which() {
        for (old, new, styles) in [
            (
                "Option<Box<models::ItemBody>>",
                "model::Nullable<Box<models::ItemBody>>",
                vec![Style::NullableReferences],
            ),
            (
                "fn(self, impl Into<models::ItemBody>) -> Self",
                "fn(self, impl Into<model::Nullable<models::ItemBody>>) -> Self",
                vec![Style::NullableReferences],
            ),
            ("Option<f64>", "model::Nullable<f64>", vec![Style::Doubles]),
            ("Option<String>", "model::Nullable<String>", vec![]),
            (
                "Option<Vec<models::Attachment>>",
                "model::Related<[targets::Attachment]>",
                vec![Style::Navigation],
            ),
            (
                "Option<Box<models::User>>",
                "model::Related<targets::User>",
                vec![Style::Navigation],
            ),
            (
                "Option<Box<models::User>>",
                "model::Related<targets::Group>",
                vec![],
            ),
            (
                "Option<Vec<models::Attachment>>",
                "Option<Vec<models::AnyAttachment>>",
                vec![Style::Discriminators],
            ),
            (
                "Option<models::Kind>",
                "model::Nullable<model::FlagSet<models::Kind>>",
                vec![Style::NullableReferences, Style::Flags],
            ),
            (
                "fn(&self, body: &models::A) -> Request<()>",
                "fn(&self, body: &models::A) -> Request<Option<models::A>>",
                vec![Style::UpdateAnswers],
            ),
            (
                "fn(&self, body: &models::A) -> Request<()>",
                "fn(&self, body: &models::B) -> Request<Option<models::A>>",
                vec![],
            ),
        ] {
            assert_eq!(differences().explain(old, new), styles, "{old} / {new}");
        }
    }
}

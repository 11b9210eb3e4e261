//! Where an action applies: `JSONPath`, as RFC 9535 has it.

use jsonpath_rust::parser::model::{JpQuery, Segment, Selector};
use jsonpath_rust::parser::parse_json_path;
use jsonpath_rust::query::js_path_process;
use jsonpath_rust::query::queryable::Queryable;

use super::limits;
use crate::source::{Node, Pointer};

/// What is shown of a target that is too long.
const SHOWN: usize = 60;

/// A `JSONPath` whose evaluation is bounded.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) text: String,
    pub(super) query: JpQuery,
}

/// A value that a path selects.
pub(super) struct Located<'d> {
    pub(super) pointer: Pointer,
    /// Its path in the one form that RFC 9535 calls normalized.
    pub(super) path: String,
    pub(super) node: &'d Node,
}

impl Target {
    /// Reads a path.
    ///
    /// # Errors
    ///
    /// What is wrong, and what to write.
    pub(super) fn parse(text: &str) -> Result<Self, (String, &'static str)> {
        const WRITE: &str = "write a path of RFC 9535, such as `$.paths['/users'].get` or \
                             `$.components.schemas.*`";
        if let Some(found) = limits::of_text(text) {
            return Err((found, "split the action into several"));
        }
        let query = parse_json_path(text).map_err(|error| {
            let place = position(&error.to_string())
                .map(|column| format!(" (character {column})"))
                .unwrap_or_default();
            (format!("`{}` is no JSONPath{place}", shown(text)), WRITE)
        })?;
        if let Some((found, help)) = limits::of_query(&query) {
            return Err((format!("`{}` {found}", shown(text)), help));
        }
        Ok(Self {
            text: text.to_owned(),
            query,
        })
    }

    /// What it selects in a document.
    pub(super) fn locate<'d>(&self, root: &'d Node) -> Vec<Located<'d>> {
        locate(&self.query, root)
    }
}

/// What a path selects in a document.
pub(super) fn locate<'d>(query: &JpQuery, root: &'d Node) -> Vec<Located<'d>> {
    // Only a path that is a computed value fails, and none that was read is.
    let found = js_path_process(query, root).unwrap_or_default();
    let located = found.into_iter().filter_map(|one| {
        Some(Located {
            pointer: pointer(&one.path)?,
            node: one.val,
            path: one.path,
        })
    });
    located.collect()
}

/// The pointer that a normalized path is.
fn pointer(path: &str) -> Option<Pointer> {
    let mut pointer = Pointer::root();
    for segment in parse_json_path(path).ok()?.segments {
        match segment {
            Segment::Selector(Selector::Name(name)) => pointer.push(&name),
            Segment::Selector(Selector::Index(index)) => {
                pointer.push_index(usize::try_from(index).ok()?);
            }
            _ => return None,
        }
    }
    Some(pointer)
}

/// The column that a parser's message points at: ` --> 1:7`.
fn position(message: &str) -> Option<usize> {
    let line = message.lines().find(|line| line.contains("--> 1:"))?;
    line.rsplit_once(':')?.1.trim().parse().ok()
}

/// As much of a target as a message should show.
pub(super) fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

impl Queryable for Node {
    fn get(&self, key: &str) -> Option<&Self> {
        Self::get(self, key)
    }

    fn as_array(&self) -> Option<&Vec<Self>> {
        match self {
            Self::Sequence(items) => Some(items),
            _ => None,
        }
    }

    fn as_object(&self) -> Option<Vec<(&str, &Self)>> {
        Some(self.as_mapping()?.iter().collect())
    }

    fn as_str(&self) -> Option<&str> {
        Self::as_str(self)
    }

    fn as_i64(&self) -> Option<i64> {
        Self::as_i64(self)
    }

    fn as_f64(&self) -> Option<f64> {
        Self::as_f64(self)
    }

    fn as_bool(&self) -> Option<bool> {
        Self::as_bool(self)
    }

    fn null() -> Self {
        Self::Null
    }
}

//! Parts of a document that are of another kind than OpenAPI has them: a number for a list, a text for
//! a mapping. Whoever reads them would see nothing there, and say nothing.

use super::shape::{COMPONENT_KINDS, Held, Shape};
use super::walk::{Step, pointer};
use crate::source::{Document, Finding, Mapping, Node};

/// What is of the wrong kind among the paths and components. Where objects stand, that is an error; a
/// keyword is passed over with a warning. `null` is nothing at all.
pub(crate) fn misplaced(document: &Document) -> Vec<Finding> {
    let mut search = Search {
        way: Vec::new(),
        findings: Vec::new(),
    };
    let root = document.root().as_mapping();
    for (key, value) in root.into_iter().flat_map(Mapping::iter) {
        match key {
            "paths" => search.within(key, |search| {
                search.held(value, Held::MapWithExtensions, Shape::PathItem);
            }),
            "components" => search.within(key, |search| search.components(value)),
            _ => {}
        }
    }
    search.findings
}

/// What a keyword that is read holds.
#[derive(Clone, Copy)]
enum Keyword {
    Boolean,
    Count,
    Discriminator,
    Number,
    Text,
    Texts,
    TextOrTexts,
    Values,
}

impl Keyword {
    const fn of(shape: Shape, key: &str) -> Option<Self> {
        Some(match (shape, key.as_bytes()) {
            (Shape::Schema, b"enum") => Self::Values,
            (Shape::Schema, b"type") => Self::TextOrTexts,
            (Shape::Schema, b"required") => Self::Texts,
            (Shape::Schema, b"format") | (Shape::Parameter, b"name" | b"in") => Self::Text,
            (Shape::Schema, b"discriminator") => Self::Discriminator,
            (Shape::Schema, b"maxLength" | b"minLength" | b"maxItems" | b"minItems") => Self::Count,
            (Shape::Schema, b"maximum" | b"minimum") => Self::Number,
            (Shape::Schema, b"nullable" | b"readOnly" | b"writeOnly" | b"deprecated")
            | (Shape::Parameter, b"required" | b"deprecated")
            | (Shape::RequestBody, b"required")
            | (Shape::Operation, b"deprecated") => Self::Boolean,
            _ => return None,
        })
    }

    fn is(self, node: &Node) -> bool {
        let is_texts = |node: &Node| {
            let items = node.as_sequence();
            items.is_some_and(|items| items.iter().all(|item| item.as_str().is_some()))
        };
        match self {
            Self::Boolean => node.as_bool().is_some(),
            Self::Count => node.as_u64().is_some(),
            Self::Discriminator => node.as_mapping().is_some_and(|discriminator| {
                let name = discriminator.get("propertyName");
                let mapping = discriminator.get("mapping");
                name.is_some_and(|name| name.as_str().is_some())
                    && mapping.is_none_or(|mapping| mapping.as_mapping().is_some())
            }),
            Self::Number => node.as_f64().is_some(),
            Self::Text => node.as_str().is_some(),
            Self::Texts => is_texts(node),
            Self::TextOrTexts => node.as_str().is_some() || is_texts(node),
            Self::Values => node.as_sequence().is_some(),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Boolean => "`true` or `false`",
            Self::Count => "a number of things",
            Self::Discriminator => {
                "a mapping with the text `propertyName` and perhaps the mapping `mapping`"
            }
            Self::Number => "a number",
            Self::Text => "a text",
            Self::Texts => "a list of texts",
            Self::TextOrTexts => "a text, or a list of texts",
            Self::Values => "a list",
        }
    }
}

/// It calls itself once per level of the document, of which there are at most
/// [`MAX_DEPTH`](crate::source::MAX_DEPTH).
struct Search<'d> {
    way: Vec<Step<'d>>,
    findings: Vec<Finding>,
}

impl<'d> Search<'d> {
    fn within(&mut self, key: &'d str, look: impl FnOnce(&mut Self)) {
        self.way.push(Step::Key(key));
        look(self);
        self.way.pop();
    }

    fn components(&mut self, components: &'d Node) {
        let Some(kinds) = components.as_mapping() else {
            return self.error(components, "a mapping");
        };
        for (key, value) in kinds.iter() {
            let known = COMPONENT_KINDS.iter().find(|(kind, _)| *kind == key);
            if let Some((_, shape)) = known.filter(|(_, shape)| is_read(*shape)) {
                self.within(key, |search| search.held(value, Held::Map, *shape));
            }
        }
    }

    fn held(&mut self, value: &'d Node, held: Held, shape: Shape) {
        if matches!(value, Node::Null) {
            return;
        }
        match (held, value) {
            (Held::One, _) => self.object(value, shape),
            (Held::List, Node::Sequence(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.way.push(Step::Index(index));
                    self.object(item, shape);
                    self.way.pop();
                }
            }
            (Held::Map | Held::MapWithExtensions, Node::Mapping(entries)) => {
                for (key, entry) in entries.iter() {
                    if held == Held::Map || !key.starts_with("x-") {
                        self.within(key, |search| search.object(entry, shape));
                    }
                }
            }
            (Held::List, _) => self.error(value, "a list"),
            (Held::Map | Held::MapWithExtensions, _) => self.error(value, "a mapping"),
        }
    }

    fn object(&mut self, node: &'d Node, shape: Shape) {
        let object = match node {
            Node::Mapping(object) => object,
            Node::Null => return,
            // A schema may be as little as that.
            Node::Bool(_) if shape == Shape::Schema => return,
            _ => return self.error(node, name(shape)),
        };
        // 3.1 has other keywords beside a reference to a schema.
        if shape != Shape::Schema && object.contains_key("$ref") {
            return;
        }
        for (key, value) in object.iter() {
            if let Some((held, child)) = shape.child(key).filter(|(_, child)| is_read(*child)) {
                self.within(key, |search| search.held(value, held, child));
            } else if let Some(keyword) = Keyword::of(shape, key)
                && !keyword.is(value)
                && !matches!(value, Node::Null)
            {
                self.within(key, |search| search.passed_over(value, keyword));
            }
        }
    }

    fn error(&mut self, found: &Node, accepted: &str) {
        let message = format!("found {}, expected {accepted}", found.kind());
        self.findings
            .push(Finding::error(pointer(&self.way), message));
    }

    fn passed_over(&mut self, found: &Node, keyword: Keyword) {
        let message = format!(
            "found {}, expected {}: it is passed over",
            found.kind(),
            keyword.name()
        );
        self.findings
            .push(Finding::warning(pointer(&self.way), message));
    }
}

/// Whether anything is made of objects of this kind.
const fn is_read(shape: Shape) -> bool {
    !matches!(
        shape,
        Shape::Header | Shape::Encoding | Shape::Example | Shape::Link | Shape::Callback
    )
}

const fn name(shape: Shape) -> &'static str {
    match shape {
        Shape::PathItem => "a path item: a mapping",
        Shape::Operation => "an operation",
        Shape::Parameter => "a parameter",
        Shape::RequestBody => "a request body",
        Shape::Response => "a response",
        Shape::MediaType => "a media type",
        Shape::Schema => "a schema",
        Shape::Header | Shape::Encoding | Shape::Example | Shape::Link | Shape::Callback => {
            "a mapping"
        }
    }
}

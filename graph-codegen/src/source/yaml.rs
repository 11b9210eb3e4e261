//! YAML text to nodes.
//!
//! The tree is built from parser events with a stack of its own, so that depth and size are checked while reading:
//! a hostile text is refused at the limit, not after it was taken in.

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use super::mapping::duplicate;
use super::node::MAX_DEPTH;
use super::scalar::plain_scalar;
use super::{Mapping, Node, Pointer};

/// How much aliases may add to what the text itself says, in bytes of memory, roughly.
const ALIAS_ALLOWANCE: usize = 64 << 20;

/// Why a text could not be read, and where.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) pointer: Pointer,
    pub(super) message: String,
    pub(super) help: Option<&'static str>,
}

/// Reads the one YAML document in a text.
pub(super) fn read(text: &str) -> Result<Node, Box<Fault>> {
    let mut parser = Parser::new_from_str(text);
    let mut builder = Builder::default();
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| {
            let message = format!("found text that is not YAML: {}", error.info());
            builder.fault(*error.marker(), message, None)
        })?;
        builder.event(event, span.start)?;
    }
    Ok(builder.root.unwrap_or_default())
}

#[derive(Default)]
struct Builder {
    open: Vec<Frame>,
    root: Option<Node>,
    documents: usize,
    anchors: HashMap<usize, Anchored>,
    spent: usize,
    /// Where the keys of the open mappings stand, to name the place of a duplicate.
    keys: Vec<Marker>,
}

/// A sequence or mapping whose end has not come yet.
struct Frame {
    anchor: usize,
    items: Items,
}

enum Items {
    Sequence(Vec<Node>),
    Mapping {
        entries: Vec<(Box<str>, Node)>,
        key: Option<Box<str>>,
        /// How many marks of keys belong to the mappings around this one.
        marks_before: usize,
    },
}

/// A node that aliases may repeat, with what repeating it costs.
struct Anchored {
    node: Node,
    cost: usize,
    depth: usize,
}

impl Builder {
    fn event(&mut self, event: Event<'_>, mark: Marker) -> Result<(), Box<Fault>> {
        let tagged = match &event {
            Event::Scalar(.., tag) | Event::SequenceStart(_, tag) | Event::MappingStart(_, tag) => {
                tag.as_ref()
            }
            _ => None,
        };
        if let Some(tag) = tagged {
            return Err(self.fault(
                mark,
                format!("found the YAML tag `{tag}`, expected a value without a tag"),
                Some("remove the tag: OpenAPI uses the values of JSON, which YAML tells apart by itself"),
            ));
        }
        match event {
            Event::Nothing | Event::StreamStart | Event::DocumentEnd | Event::StreamEnd => Ok(()),
            Event::DocumentStart(_) => self.document(mark),
            Event::Scalar(text, style, anchor, _) => {
                let plain = style == ScalarStyle::Plain;
                if self.awaits_key() {
                    if plain && text == "<<" {
                        return Err(self.fault(
                            mark,
                            "found a YAML merge key `<<`, expected plain keys".into(),
                            Some("write the merged keys out"),
                        ));
                    }
                    if anchor != 0 {
                        self.remember(anchor, &Node::from(&*text), mark)?;
                    }
                    self.key(text.into(), mark);
                    return Ok(());
                }
                let node = if plain {
                    plain_scalar(&text)
                } else {
                    Node::String(text.into())
                };
                self.finished(node, anchor, mark)
            }
            Event::SequenceStart(anchor, _) => self.open(anchor, Items::Sequence(Vec::new()), mark),
            Event::MappingStart(anchor, _) => {
                let items = Items::Mapping {
                    entries: Vec::new(),
                    key: None,
                    marks_before: self.keys.len(),
                };
                self.open(anchor, items, mark)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(mark),
            Event::Alias(anchor) => self.alias(anchor, mark),
        }
    }

    fn document(&mut self, mark: Marker) -> Result<(), Box<Fault>> {
        self.documents += 1;
        if self.documents > 1 {
            return Err(self.fault(
                mark,
                "found a second YAML document, expected one document in the file".into(),
                Some("split the file at `---`"),
            ));
        }
        Ok(())
    }

    fn awaits_key(&self) -> bool {
        matches!(
            self.open.last().map(|frame| &frame.items),
            Some(Items::Mapping { key: None, .. })
        )
    }

    fn key(&mut self, text: Box<str>, mark: Marker) {
        if let Some(Items::Mapping { key, .. }) = self.open.last_mut().map(|frame| &mut frame.items)
        {
            *key = Some(text);
            self.keys.push(mark);
        }
    }

    fn open(&mut self, anchor: usize, items: Items, mark: Marker) -> Result<(), Box<Fault>> {
        if self.awaits_key() {
            let kind = match items {
                Items::Sequence(_) => "a sequence",
                Items::Mapping { .. } => "a mapping",
            };
            return Err(self.fault(mark, format!("found {kind} as a key, expected text"), None));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(self.too_deep(mark));
        }
        self.open.push(Frame { anchor, items });
        Ok(())
    }

    fn close(&mut self, mark: Marker) -> Result<(), Box<Fault>> {
        let Some(frame) = self.open.pop() else {
            return Ok(());
        };
        let node = match frame.items {
            Items::Sequence(mut items) => {
                items.shrink_to_fit();
                Node::Sequence(items)
            }
            Items::Mapping {
                mut entries,
                marks_before,
                ..
            } => {
                if let Some(position) = duplicate(&entries) {
                    let mark = self
                        .keys
                        .get(marks_before + position)
                        .copied()
                        .unwrap_or(mark);
                    let key = entries.get(position).map_or("", |(key, _)| &**key);
                    let message = format!("found the key `{key}` twice in one mapping");
                    let mut fault = self.fault(mark, message, Some("keep one of the two"));
                    fault.pointer.push(key);
                    return Err(fault);
                }
                self.keys.truncate(marks_before);
                entries.shrink_to_fit();
                Node::Mapping(Mapping::from_distinct(entries))
            }
        };
        self.finished(node, frame.anchor, mark)
    }

    /// Puts a node where it belongs: into the innermost open sequence or mapping.
    fn finished(&mut self, node: Node, anchor: usize, mark: Marker) -> Result<(), Box<Fault>> {
        if anchor != 0 {
            self.remember(anchor, &node, mark)?;
        }
        match self.open.last_mut().map(|frame| &mut frame.items) {
            None => self.root = Some(node),
            Some(Items::Sequence(items)) => items.push(node),
            Some(Items::Mapping { entries, key, .. }) => {
                if let Some(key) = key.take() {
                    entries.push((key, node));
                }
            }
        }
        Ok(())
    }

    fn remember(&mut self, anchor: usize, node: &Node, mark: Marker) -> Result<(), Box<Fault>> {
        let (cost, depth) = node.measure();
        self.spend(cost, mark)?;
        let node = node.clone();
        self.anchors.insert(anchor, Anchored { node, cost, depth });
        Ok(())
    }

    fn alias(&mut self, anchor: usize, mark: Marker) -> Result<(), Box<Fault>> {
        let Some(anchored) = self.anchors.get(&anchor) else {
            return Err(self.fault(
                mark,
                "found an alias within the value that it names".into(),
                None,
            ));
        };
        if self.open.len() + anchored.depth > MAX_DEPTH {
            return Err(self.too_deep(mark));
        }
        let cost = anchored.cost;
        self.spend(cost, mark)?;
        let Some(node) = self
            .anchors
            .get(&anchor)
            .map(|anchored| anchored.node.clone())
        else {
            return Ok(());
        };
        if self.awaits_key() {
            return match node {
                Node::String(text) => {
                    self.key(text, mark);
                    Ok(())
                }
                other => Err(self.fault(
                    mark,
                    format!("found {} as a key, expected text", other.kind()),
                    None,
                )),
            };
        }
        self.finished(node, 0, mark)
    }

    fn spend(&mut self, cost: usize, mark: Marker) -> Result<(), Box<Fault>> {
        self.spent = self.spent.saturating_add(cost);
        if self.spent > ALIAS_ALLOWANCE {
            return Err(self.fault(
                mark,
                format!(
                    "found YAML aliases that add more than {} MiB",
                    ALIAS_ALLOWANCE >> 20
                ),
                Some("use `$ref` in place of aliases"),
            ));
        }
        Ok(())
    }

    #[allow(clippy::unnecessary_box_returns)] // Every caller returns it in a result, which must stay small.
    fn too_deep(&self, mark: Marker) -> Box<Fault> {
        let mut fault = self.fault(
            mark,
            format!("found more than {MAX_DEPTH} levels of nesting"),
            None,
        );
        fault.pointer = Pointer::root();
        fault
    }

    #[allow(clippy::unnecessary_box_returns)]
    fn fault(&self, mark: Marker, message: String, help: Option<&'static str>) -> Box<Fault> {
        let mut pointer = Pointer::root();
        for frame in &self.open {
            match &frame.items {
                Items::Sequence(items) => pointer.push_index(items.len()),
                Items::Mapping { key: Some(key), .. } => pointer.push(key),
                Items::Mapping { key: None, .. } => {}
            }
        }
        Box::new(Fault {
            line: mark.line(),
            column: mark.col() + 1,
            pointer,
            message,
            help,
        })
    }
}

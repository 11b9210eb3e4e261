//! JSON, written straight from models.

use serde_json::ser::{CompactFormatter, Formatter};

use super::buffer::Buffer;
use super::object::{PropertyWriter, in_place_of_object, write_properties};
use super::{EncodeError, Limits};
use crate::model::json_path::JsonPath;
use crate::model::related::Held;
use crate::model::validate::{LimitError, violated_limit};
use crate::model::{Descriptor, Item, Model, RawJson, Source, State};

/// Writes one value.
pub(super) struct Writer {
    out: Buffer,
    /// Whether a value outside of the limits of its schema ends it.
    limited: bool,
    /// Where that value is, on the way out.
    path: JsonPath,
}

/// Why writing ended.
enum Fault {
    /// A limit, in words that follow the path.
    Limit(String),
    Json(serde_json::Error),
}

type Written = Result<(), Fault>;

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Json(serde_json::Error::io(error))
    }
}

impl Writer {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            out: Buffer::new(),
            limited: limits == Limits::Checked,
            path: JsonPath::default(),
        }
    }

    pub(super) fn write(mut self, source: &Source<'_>) -> Result<Vec<u8>, EncodeError> {
        let written = self.source(source);
        self.end(written)
    }

    pub(super) fn write_items<T: Item>(mut self, items: &[T]) -> Result<Vec<u8>, EncodeError> {
        let written = self.array(items.len(), |writer, index| match items.get(index) {
            Some(item) => writer.state(&item.state()),
            None => writer.state(&State::Null),
        });
        self.end(written)
    }

    fn end(self, written: Written) -> Result<Vec<u8>, EncodeError> {
        match written {
            Ok(()) => Ok(self.out.into_bytes()),
            Err(Fault::Limit(problem)) => Err(LimitError::new(&self.path, problem).into()),
            Err(Fault::Json(error)) => Err(error.into()),
        }
    }

    fn source(&mut self, source: &Source<'_>) -> Written {
        match *source {
            Source::Boolean(value) => self.out.extend(if value { b"true" } else { b"false" }),
            Source::Integer(value) => CompactFormatter.write_i64(&mut self.out, value)?,
            Source::Double(value) if value.is_finite() => {
                CompactFormatter.write_f64(&mut self.out, value)?;
            }
            Source::Double(value) if value.is_nan() => self.out.extend(b"\"NaN\""),
            Source::Double(value) if value > 0.0 => self.out.extend(b"\"INF\""),
            Source::Double(_) => self.out.extend(b"\"-INF\""),
            Source::Text(value) | Source::Secret(value) => self.string(value)?,
            Source::Json(value) => serde_json::to_writer(&mut self.out, value)?,
            Source::Object(model) => self.object(model)?,
            Source::Array(array) => {
                self.array(array.len(), |writer, index| match &array.item(index) {
                    Some(state) => writer.state(state),
                    None => writer.state(&State::Null),
                })?;
            }
            Source::Map(map) => {
                let mut members = Members::new();
                for (name, state) in map.entries() {
                    members.key(self, name)?;
                    self.state(&state)
                        .inspect_err(|_| self.path.within_entry())?;
                }
                members.end(self);
            }
            Source::Related(related) => match related.held() {
                None => self.out.extend(b"null"),
                Some(Held::Raw(raw)) => self.raw(raw),
                Some(Held::Object(model)) => self.object(model)?,
                Some(Held::Items(models)) => {
                    self.array(models.len(), |writer, index| match models.get(index) {
                        Some(model) => writer.object(&**model),
                        None => writer.state(&State::Null),
                    })?;
                }
            },
        }
        Ok(())
    }

    fn state(&mut self, state: &State<'_>) -> Written {
        match state {
            State::Absent | State::Null => {
                self.out.extend(b"null");
                Ok(())
            }
            State::Value(source) => self.source(source),
        }
    }

    /// An array of so many items, each written where it is: a copy straight after a property has
    /// handed out its state is a read that the processor cannot forward from that write.
    fn array(
        &mut self,
        length: usize,
        mut write_item: impl FnMut(&mut Self, usize) -> Written,
    ) -> Written {
        self.out.push(b'[');
        for index in 0..length {
            if index > 0 {
                self.out.push(b',');
            }
            write_item(self, index).inspect_err(|_| self.path.within_item(index))?;
        }
        self.out.push(b']');
        Ok(())
    }

    fn object(&mut self, model: &dyn Model) -> Written {
        if let Some(raw) = in_place_of_object(model) {
            self.raw(raw);
            return Ok(());
        }
        let descriptor = model.descriptor();
        let limited = self.limited && !descriptor.limits().is_empty();
        let mut properties = Properties {
            writer: self,
            members: Members::new(),
            has_plain_names: descriptor.has_plain_names(),
            limits: limited.then_some(descriptor),
        };
        write_properties(model, &mut properties)?;
        let members = properties.members;
        members.end(self);
        Ok(())
    }

    fn raw(&mut self, raw: &RawJson) {
        self.out.extend(raw.text().as_bytes());
    }

    fn string(&mut self, text: &str) -> Written {
        if !self.out.string(text) {
            serde_json::to_writer(&mut self.out, text)?;
        }
        Ok(())
    }
}

/// Writes the properties of one object.
struct Properties<'a> {
    writer: &'a mut Writer,
    members: Members,
    has_plain_names: bool,
    /// Of the object, when there are any to be looked at.
    limits: Option<&'static Descriptor>,
}

impl Properties<'_> {
    fn key(&mut self, name: &str) -> Written {
        self.members.key(self.writer, name)
    }

    /// The key of a declared property.
    #[inline]
    fn declared_key(&mut self, name: &str) -> Written {
        if self.has_plain_names {
            self.members.plain_key(self.writer, name);
            return Ok(());
        }
        self.key(name)
    }
}

impl PropertyWriter for Properties<'_> {
    type Error = Fault;

    #[inline]
    fn null(&mut self, name: &str) -> Written {
        self.declared_key(name)?;
        self.writer.out.extend(b"null");
        Ok(())
    }

    fn text(&mut self, name: &str, text: &str) -> Written {
        self.key(name)?;
        self.writer.string(text)
    }

    fn type_name(&mut self, name: &str, type_name: &str) -> Written {
        self.text(name, &format!("#{type_name}"))
    }

    fn raw(&mut self, name: &str, raw: &RawJson) -> Written {
        self.key(name)?;
        self.writer.raw(raw);
        Ok(())
    }

    #[inline]
    fn property(&mut self, index: usize, name: &'static str, source: &Source<'_>) -> Written {
        self.declared_key(name)?;
        let violated = self
            .limits
            .and_then(|descriptor| violated_limit(descriptor, index, source));
        let written = match (violated, source) {
            (Some(problem), _) => Err(Fault::Limit(problem)),
            // What most properties are.
            (None, Source::Text(text)) => self.writer.string(text),
            (None, source) => self.writer.source(source),
        };
        written.inspect_err(|_| self.writer.path.within_property(name))
    }
}

/// The punctuation of an object: what comes before its next member.
struct Members {
    before: u8,
}

impl Members {
    const fn new() -> Self {
        Self { before: b'{' }
    }

    fn key(&mut self, writer: &mut Writer, name: &str) -> Written {
        writer.out.push(self.before);
        self.before = b',';
        writer.string(name)?;
        writer.out.push(b':');
        Ok(())
    }

    /// A key that needs no escapes.
    #[inline]
    fn plain_key(&mut self, writer: &mut Writer, name: &str) {
        writer.out.quoted([self.before, b'"'], name, *b"\":");
        self.before = b',';
    }

    fn end(self, writer: &mut Writer) {
        if self.before == b'{' {
            writer.out.push(b'{');
        }
        writer.out.push(b'}');
    }
}

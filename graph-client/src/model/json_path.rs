//! Where in a JSON document something is.

use std::fmt::{self, Display, Write};

/// A path such as `value[3].owners[0].createdDateTime`, from the root of a document.
#[derive(Clone, Debug, Default)]
pub(super) struct JsonPath {
    segments: Vec<Segment>,
}

#[derive(Clone, Debug)]
enum Segment {
    Property(&'static str),
    Index(usize),
}

impl JsonPath {
    pub(super) fn push_property(&mut self, name: &'static str) {
        self.segments.push(Segment::Property(name));
    }

    pub(super) fn push_index(&mut self, index: usize) {
        self.segments.push(Segment::Index(index));
    }

    pub(super) fn pop(&mut self) {
        self.segments.pop();
    }
}

/// An empty path, the whole document, is `$`.
impl Display for JsonPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.segments.is_empty() {
            return f.write_char('$');
        }
        for (position, segment) in self.segments.iter().enumerate() {
            match segment {
                Segment::Property(name) if position == 0 => f.write_str(name)?,
                Segment::Property(name) => write!(f, ".{name}")?,
                Segment::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

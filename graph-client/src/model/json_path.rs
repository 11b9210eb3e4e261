//! Where in a JSON document something is.

use std::fmt::{self, Display, Write};

/// A path such as `value[3].owners[0].createdDateTime`, from the root of a document.
///
/// It is made on the way out of an error, from the inside: where all is well it costs nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct JsonPath {
    /// The innermost first.
    segments: Vec<Segment>,
}

#[derive(Clone, Debug)]
enum Segment {
    Property(&'static str),
    Index(usize),
    Entry,
    /// A path that was put into words before, when it seemed that the error could be dealt with.
    Inner(Box<str>),
}

impl JsonPath {
    /// What has been named so far is in this property.
    pub(super) fn within_property(&mut self, name: &'static str) {
        self.segments.push(Segment::Property(name));
    }

    /// What has been named so far is under some name of a map. Names there are data.
    pub(super) fn within_entry(&mut self) {
        self.segments.push(Segment::Entry);
    }

    /// Names what an error that was dealt with had named, since it is one after all.
    pub(super) fn name_again(&mut self, path: &str) {
        self.clear();
        if path != "$" {
            self.segments.push(Segment::Inner(path.into()));
        }
    }

    /// Nothing has been named: the error was dealt with.
    pub(super) fn clear(&mut self) {
        self.segments.clear();
    }

    /// What has been named so far is in this item.
    pub(super) fn within_item(&mut self, index: usize) {
        self.segments.push(Segment::Index(index));
    }
}

/// An empty path, the whole document, is `$`.
impl Display for JsonPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.segments.is_empty() {
            return f.write_char('$');
        }
        for (position, segment) in self.segments.iter().rev().enumerate() {
            match segment {
                Segment::Property(name) if position == 0 => f.write_str(name)?,
                Segment::Property(name) => write!(f, ".{name}")?,
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Entry => f.write_str("[..]")?,
                Segment::Inner(path) if position == 0 || path.starts_with('[') => {
                    f.write_str(path)?;
                }
                Segment::Inner(path) => write!(f, ".{path}")?,
            }
        }
        Ok(())
    }
}

//! What was found wrong while a request was being built, kept until it is sent.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use crate::operation::Operation;

/// What is wrong with a value in a path.
#[derive(Clone, Copy, Debug)]
pub(crate) enum KeyFault {
    /// Nothing there: the path would be that of the collection.
    Empty,
    /// `.` or `..`, which every URL parser takes away.
    Dots,
    /// An argument without quotes that is no literal of OData.
    Literal,
}

#[derive(Clone, Debug)]
pub(crate) enum Problem {
    /// A value in the path, in the segment with this number, the version being the first.
    Key { segment: usize, fault: KeyFault },
    /// Something else, in words without data.
    Text(Cow<'static, str>),
    /// The address is not below this root.
    Destination(Box<str>),
    /// The address is one that nothing may be sent to.
    Elsewhere(&'static str),
    /// The body.
    Encode(Arc<dyn StdError + Send + Sync>),
}

impl Problem {
    pub(crate) fn text(text: impl Into<Cow<'static, str>>) -> Self {
        Self::Text(text.into())
    }

    /// In words, with the name of the key when the template has it.
    pub(super) fn describe(&self, operation: Option<&Operation>) -> String {
        match self {
            Self::Key { segment, fault } => {
                let name = KeyName(operation.and_then(|operation| key_name(operation, *segment)));
                match fault {
                    KeyFault::Empty => format!("{name} is empty; give the value of one"),
                    KeyFault::Dots => format!(
                        "{name} is a dot segment, which addresses another path; \
                         give the value of a key"
                    ),
                    KeyFault::Literal => format!(
                        "{name} holds an argument that is no literal of OData and could change the \
                         call; give a number, a boolean, a date, a duration, a GUID, null, or a \
                         text in single quotes with those inside doubled"
                    ),
                }
            }
            Self::Destination(root) => format!(
                "the address is not one of {root}, and the token may go nowhere else; nothing was \
                 sent"
            ),
            Self::Elsewhere(text) => (*text).to_owned(),
            Self::Text(text) => text.clone().into_owned(),
            Self::Encode(error) => format!("the body cannot be encoded: {error}"),
        }
    }
}

/// The part of the template where the key stands. The template begins below the version.
fn key_name(operation: &Operation, segment: usize) -> Option<&'static str> {
    let part = operation
        .path_template()
        .split('/')
        .nth(segment.checked_sub(1)?)?;
    part.contains('{').then_some(part)
}

struct KeyName(Option<&'static str>);

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(name) => write!(f, "the value for {name} in the path"),
            None => f.write_str("a value in the path"),
        }
    }
}

/// An error as a source, shared by clones of a request or by all who waited for a token.
#[derive(Debug)]
pub(super) struct SharedSource<E: ?Sized>(pub(super) Arc<E>);

impl<E: StdError + ?Sized> fmt::Display for SharedSource<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<E: StdError + ?Sized> StdError for SharedSource<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}

//! Enumerations of strings, and sets of their members.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use super::content::copy_by_clone;
use super::{Content, Nullable, Sink, Source, Text};

/// An enumeration whose members are strings on the wire.
///
/// Implemented by [`string_enum!`](crate::string_enum).
pub trait StringEnum: Clone + PartialEq + 'static {
    /// The member as it is on the wire.
    fn as_str(&self) -> &str;

    /// The member with this text, or the variant for unknown ones.
    fn from_text(text: &str) -> Self;
}

/// A set of members of an enumeration, on the wire one string with commas: an OData type with
/// `IsFlags`.
///
/// The text that was received stays as it is until the set is changed.
///
/// ```
/// # use graph_client::model::{FlagSet, StringEnum};
/// # #[derive(Clone, Debug, PartialEq)]
/// # struct Right(String);
/// # impl StringEnum for Right {
/// #     fn as_str(&self) -> &str { &self.0 }
/// #     fn from_text(text: &str) -> Self { Self(text.to_owned()) }
/// # }
/// let mut rights = FlagSet::from([Right("read".into())]);
/// rights.insert(Right("write".into()));
/// assert_eq!(rights.as_str(), "read,write");
/// assert!(rights.contains(&Right("write".into())));
/// ```
pub struct FlagSet<E> {
    text: Box<str>,
    members: PhantomData<fn() -> E>,
}

impl<E: StringEnum> FlagSet<E> {
    /// The members.
    pub fn iter(&self) -> impl Iterator<Item = E> {
        self.texts().map(E::from_text)
    }

    /// Whether this member is in the set.
    pub fn contains(&self, member: &E) -> bool {
        self.texts().any(|text| text == member.as_str())
    }

    /// Adds a member; whether it was not in the set before.
    pub fn insert(&mut self, member: E) -> bool {
        if self.contains(&member) {
            return false;
        }
        *self = self.iter().chain([member]).collect();
        true
    }

    /// Takes a member away; whether it was in the set before.
    pub fn remove(&mut self, member: &E) -> bool {
        let was_there = self.contains(member);
        if was_there {
            *self = self.iter().filter(|other| other != member).collect();
        }
        was_there
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.texts().count()
    }

    /// Whether there are no members.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.text
            .split(',')
            .map(str::trim)
            .filter(|text| !text.is_empty())
    }
}

impl<E> FlagSet<E> {
    /// The set as it is on the wire.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<E: StringEnum> FromIterator<E> for FlagSet<E> {
    fn from_iter<I: IntoIterator<Item = E>>(members: I) -> Self {
        let mut text = String::new();
        for member in members {
            if !text.is_empty() {
                text.push(',');
            }
            text.push_str(member.as_str());
        }
        Self {
            text: text.into(),
            members: PhantomData,
        }
    }
}

impl<E: StringEnum, const N: usize> From<[E; N]> for FlagSet<E> {
    fn from(members: [E; N]) -> Self {
        members.into_iter().collect()
    }
}

impl<E: StringEnum> From<E> for FlagSet<E> {
    fn from(member: E) -> Self {
        [member].into()
    }
}

impl<E: StringEnum> From<E> for Nullable<FlagSet<E>> {
    fn from(member: E) -> Self {
        Self::Value(member.into())
    }
}

impl<E: StringEnum, const N: usize> From<[E; N]> for Nullable<FlagSet<E>> {
    fn from(members: [E; N]) -> Self {
        Self::Value(members.into())
    }
}

impl<E> Clone for FlagSet<E> {
    fn clone(&self) -> Self {
        Self {
            text: self.text.clone(),
            members: PhantomData,
        }
    }
}

/// Equal when the texts are.
impl<E> PartialEq for FlagSet<E> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<E> Eq for FlagSet<E> {}

impl<E> Hash for FlagSet<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

/// The set without members.
impl<E> Default for FlagSet<E> {
    fn default() -> Self {
        Self {
            text: "".into(),
            members: PhantomData,
        }
    }
}

impl<E> fmt::Debug for FlagSet<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl<E: StringEnum> Text for E {
    fn set_text(&mut self, text: &str) {
        *self = Self::from_text(text);
    }
}

impl<E> Text for FlagSet<E> {
    fn set_text(&mut self, text: &str) {
        self.text = text.into();
    }
}

impl<E: 'static> Content for FlagSet<E> {
    fn empty() -> Self {
        Self::default()
    }

    fn source(&self) -> Source<'_> {
        Source::Text(&self.text)
    }

    fn sink(&mut self) -> Sink<'_> {
        Sink::Text(self)
    }

    copy_by_clone!();
}

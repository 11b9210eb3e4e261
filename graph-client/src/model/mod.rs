//! The core that decodes, encodes, compares and prints every model.
//!
//! A generated model is a plain struct. What this core needs to know of it is small: its
//! [`Descriptor`] (the names of its properties) and two functions that hand out a property by
//! number as a [`Slot`]. Everything else is written once, here, over `dyn Model`: that is what
//! lets thousands of models compile in seconds.
//!
//! # Nothing is lost
//!
//! Decoding JSON with [`from_json`] and encoding it with [`to_json`] gives back the same JSON value:
//!
//! - A property that the model does not declare is kept in its `additional`, annotations such as
//!   `@odata.etag` included, as the text that came: a number of any size keeps its digits.
//! - A navigation property keeps the text that came until it is read, see [`Related`].
//! - An unknown member of an enumeration, an unknown `@odata.type` and a date that is none keep
//!   their text; reading such a date gives an error, see [`Lexical::get`].
//! - A value that is not of the declared type (an object for a string, 1.5 for an integer, `1e400`
//!   for a double, half of a surrogate pair in a string, `null` where none is declared) leaves its
//!   property absent and costs nothing else. `additional` keeps it, and it goes back as it came
//!   until the property is set. [`Additional::error`] says what was wrong with one, and
//!   [`check_types`] finds the first in a whole answer, as `value[3].owners[0].id`.
//! - In a collection of objects, what is no object takes the place of one; see
//!   [`Additional::error_of_object`]. In a collection of scalars, or a map, one value that does not
//!   fit leaves the property absent that holds them all.
//! - `5.0` is the integer 5. `"5"` is too, and `"2.5"` is a double, since OData writes 64-bit integers
//!   and decimals so for those who ask for `IEEE754Compatible`. Such a text, and a number with more
//!   digits than a double has, goes back as it came until the property is set to another value.
//!
//! [`from_json`] fails when the text is not JSON, is no object, or lacks what the model must have:
//! a [`Page`] its `value`.
//!
//! Two numbers are the same value when they denote the same number: `1.0` may come back as `1.0`
//! where `1` was sent for a double.
//!
//! `Serialize` and `Deserialize`, with the feature `serde`, work with every format that describes itself. They know nothing of
//! JSON text, so there a value that does not fit is an error, and untyped numbers have the digits of
//! [`Json`].

mod additional;
mod array;
mod assign;
mod choice;
mod compare;
mod content;
mod decode;
mod descriptor;
mod duration;
mod encode;
mod enumeration;
mod form;
mod item;
mod json_path;
mod lexical;
mod map;
mod nullable;
mod number;
mod object_model;
mod page;
mod polymorphic;
mod print;
mod raw;
mod related;
mod secret;
mod serde_traits;
mod slot;
#[cfg(test)]
mod tests;
mod traits;
mod untyped;
mod validate;

pub use additional::Additional;
pub use array::Array;
pub use assign::{assign, assign_items, assign_nullable, assign_nullable_items};
pub use choice::{Alternative, Choice};
pub use compare::{clone_model, equal_models};
pub use content::{Content, Misfit, Sink, Source, Text};
pub use decode::{DecodeError, check_types, content_from_json, deserialize_content, from_json};
pub use descriptor::{Descriptor, Limit};
pub use duration::Duration;
pub use encode::{EncodeError, serialize_content, slice_to_json, source_to_json, to_json};
pub(crate) use encode::{Limits, encoded_slice, encoded_source};
pub use enumeration::{FlagSet, StringEnum};
pub use form::{Form, Formed, ObjectForm, TextForm};
pub use item::Item;
pub use lexical::{
    Base64, Date, DateTime, Lexical, LexicalDuration, LexicalError, LexicalValue, TimeOfDay, Uuid,
};
pub use map::Map;
pub use nullable::Nullable;
pub use page::Page;
pub use polymorphic::{DerivedFrom, downcast, shared_property, upcast, with_discriminator};
pub use print::{print_content, print_model};
pub use raw::RawJson;
pub use related::{Related, RelatedValue, Target, relate, relate_items};
pub use secret::Secret;
pub use slot::{Slot, State};
pub use untyped::UntypedObject;
pub use validate::LimitError;

/// A JSON value of no declared type.
pub type Json = serde_json::Value;

/// A part of a [`Model`].
#[derive(Clone, Copy)]
pub enum Part<'a> {
    /// The place of a property.
    Member(&'a dyn Slot),
    /// What describes the model, and the properties that are not declared.
    Rest(&'static Descriptor, &'a Additional),
}

/// A part of a [`Model`], to be written.
pub enum PartMut<'a> {
    /// The place of a property.
    Member(&'a mut dyn Slot),
    /// The properties that are not declared.
    Undeclared(&'a mut Additional),
    /// Nothing: the model keeps nothing that it does not declare.
    Nothing,
}

/// An object with named properties, as the core sees it.
///
/// Implemented by [`object_model!`](crate::object_model) and
/// [`polymorphic_model!`](crate::polymorphic_model). Generated models are `Send` and `Sync` as their
/// fields are; the trait does not ask for it, since to have each of thousands proven so costs the
/// compiler time.
pub trait Model: 'static {
    /// The part with this number: a property, or beyond the last one the rest. It is one function,
    /// as [`part_mut`](Self::part_mut) is, since each function of each model costs the compiler time.
    fn part(&self, index: usize) -> Part<'_>;

    /// The part with this number, to be written: a property, or beyond the last one what is not
    /// declared.
    fn part_mut(&mut self, index: usize) -> PartMut<'_>;

    /// What there is besides the values of properties.
    fn rest(&self) -> (&'static Descriptor, &Additional) {
        match self.part(usize::MAX) {
            Part::Rest(descriptor, additional) => (descriptor, additional),
            Part::Member(_) => (&Descriptor::NONE, Additional::none()),
        }
    }

    /// The names and the limits of this model's properties.
    fn descriptor(&self) -> &'static Descriptor {
        self.rest().0
    }

    /// A model with no property set.
    ///
    /// Properties that are always sent hold an empty value here, which is why this is not `new`.
    fn empty() -> Self
    where
        Self: Sized;

    /// The property with this number in [`Descriptor::properties`].
    fn property(&self, index: usize) -> Option<&dyn Slot> {
        match self.part(index) {
            Part::Member(slot) => Some(slot),
            Part::Rest(..) => None,
        }
    }

    /// The property with this number, to be written.
    fn property_mut(&mut self, index: usize) -> Option<&mut dyn Slot> {
        match self.part_mut(index) {
            PartMut::Member(slot) => Some(slot),
            PartMut::Undeclared(_) | PartMut::Nothing => None,
        }
    }

    /// The properties that were received and are not declared.
    fn additional(&self) -> &Additional {
        self.rest().1
    }

    /// The properties that are not declared, to be written; none where the model keeps none, as a
    /// projection does.
    ///
    /// Decoding such a model leaves out what it does not declare, and a value that is not of the
    /// declared type is an error.
    fn additional_mut(&mut self) -> Option<&mut Additional> {
        match self.part_mut(usize::MAX) {
            PartMut::Undeclared(additional) => Some(additional),
            PartMut::Member(_) | PartMut::Nothing => None,
        }
    }

    /// A copy.
    #[must_use]
    fn copy(&self) -> Self
    where
        Self: Sized,
    {
        clone_model(self)
    }

    /// The name of the property that says which of several types an object has, when this is a
    /// choice of types.
    fn discriminator(&self) -> Option<&'static str> {
        None
    }

    /// Becomes the type that the discriminator's value names, or the one for unknown types.
    ///
    /// The value of `@odata.type` is given without what stands before the name of the type.
    fn become_type(&mut self, _value: &str) {}

    /// The value of the discriminator that says which of the types this object has; none where
    /// the type is the one that is declared anyway, or not known.
    ///
    /// It is sent unless the object itself has a value for that property.
    fn discriminator_value(&self) -> Option<&'static str> {
        None
    }
}

impl<M: Model> Formed for Box<M> {
    type Form = ObjectForm;
}

impl<M: Model> Model for Box<M> {
    fn part(&self, index: usize) -> Part<'_> {
        (**self).part(index)
    }

    fn empty() -> Self {
        Self::new(M::empty())
    }

    fn part_mut(&mut self, index: usize) -> PartMut<'_> {
        (**self).part_mut(index)
    }

    fn copy(&self) -> Self {
        Self::new(M::copy(self))
    }

    fn discriminator(&self) -> Option<&'static str> {
        (**self).discriminator()
    }

    fn become_type(&mut self, discriminator: &str) {
        (**self).become_type(discriminator);
    }

    fn discriminator_value(&self) -> Option<&'static str> {
        (**self).discriminator_value()
    }
}

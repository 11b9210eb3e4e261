//! The forms that the contents of generated types have.

use super::{Content, Misfit, Model, Sink, Source, StringEnum, equal_models};

/// A type whose values are all objects, or all texts: [`Content`] by its form.
///
/// An implementation is one line. With an implementation of [`Content`] for each, enumerations would
/// cost the compiler two fifths more.
///
/// ```
/// use graph_client::model::{Content, Formed, StringEnum, TextForm};
///
/// #[derive(Clone, PartialEq)]
/// struct Colour(String);
///
/// impl StringEnum for Colour {
///     fn as_str(&self) -> &str {
///         &self.0
///     }
///
///     fn from_text(text: &str) -> Self {
///         Self(text.to_owned())
///     }
/// }
///
/// impl Formed for Colour {
///     type Form = TextForm;
/// }
///
/// assert!(Colour("red".to_owned()).equals(&Colour::from_text("red")));
/// ```
pub trait Formed: Sized + 'static {
    /// [`ObjectForm`] or [`TextForm`].
    type Form: Form<Self>;
}

/// What a form does in place of the functions of [`Content`] that have the same names.
pub trait Form<T> {
    /// A value to be filled by decoding.
    fn empty() -> T;

    /// The value to be encoded.
    fn source(value: &T) -> Source<'_>;

    /// The place that decoding fills.
    fn sink(value: &mut T) -> Sink<'_>;

    /// A copy.
    #[must_use]
    fn copy(value: &T) -> T;

    /// Whether both hold the same.
    fn equals(one: &T, other: &T) -> bool;

    /// Keeps a value that is not of this type.
    ///
    /// # Errors
    ///
    /// The value, when it cannot be kept.
    fn keep_misfit(value: &mut T, misfit: Misfit) -> Result<(), Misfit>;
}

/// The form of a [`Model`].
#[derive(Clone, Copy, Debug)]
pub struct ObjectForm;

impl<M: Model> Form<M> for ObjectForm {
    fn empty() -> M {
        M::empty()
    }

    fn source(value: &M) -> Source<'_> {
        Source::Object(value)
    }

    fn sink(value: &mut M) -> Sink<'_> {
        Sink::Object(value)
    }

    fn copy(value: &M) -> M {
        value.copy()
    }

    fn equals(one: &M, other: &M) -> bool {
        equal_models(one, other)
    }

    fn keep_misfit(value: &mut M, misfit: Misfit) -> Result<(), Misfit> {
        match value.additional_mut() {
            Some(additional) => {
                additional.keep_in_place_of_object(misfit);
                Ok(())
            }
            None => Err(misfit),
        }
    }
}

/// The form of a [`StringEnum`].
#[derive(Clone, Copy, Debug)]
pub struct TextForm;

impl<E: StringEnum> Form<E> for TextForm {
    fn empty() -> E {
        E::from_text("")
    }

    fn source(value: &E) -> Source<'_> {
        Source::Text(value.as_str())
    }

    fn sink(value: &mut E) -> Sink<'_> {
        Sink::Text(value)
    }

    fn copy(value: &E) -> E {
        value.clone()
    }

    fn equals(one: &E, other: &E) -> bool {
        one == other
    }

    fn keep_misfit(_: &mut E, misfit: Misfit) -> Result<(), Misfit> {
        Err(misfit)
    }
}

impl<T: Formed> Content for T {
    fn empty() -> Self {
        T::Form::empty()
    }

    fn source(&self) -> Source<'_> {
        T::Form::source(self)
    }

    fn sink(&mut self) -> Sink<'_> {
        T::Form::sink(self)
    }

    fn copy(&self) -> Self {
        T::Form::copy(self)
    }

    fn equals(&self, other: &Self) -> bool {
        T::Form::equals(self, other)
    }

    fn keep_misfit(&mut self, misfit: Misfit) -> Result<(), Misfit> {
        T::Form::keep_misfit(self, misfit)
    }
}

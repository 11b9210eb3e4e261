//! Macros that give a generated type the traits of the standard library, and of serde.
//!
//! They expand to calls of the shared core. Deriving these traits instead costs several times as
//! much compile time.

/// Implements `Clone`, `PartialEq` and `Debug` for a [`Model`](crate::model::Model), and with the
/// feature `serde` also `Serialize` and `Deserialize`.
#[macro_export]
macro_rules! model_traits {
    ($model:ident $(<$parameter:ident: $bound:path>)?) => {
        impl$(<$parameter: $bound>)? ::core::clone::Clone for $model$(<$parameter>)? {
            fn clone(&self) -> Self {
                $crate::model::clone_model(self)
            }
        }

        $crate::model_traits!(@but_clone $model$(<$parameter: $bound>)?);
    };
    (@but_clone $model:ident $(<$parameter:ident: $bound:path>)?) => {
        impl$(<$parameter: $bound>)? ::core::cmp::PartialEq for $model$(<$parameter>)? {
            fn eq(&self, other: &Self) -> bool {
                $crate::model::equal_models(self, other)
            }
        }

        impl$(<$parameter: $bound>)? ::core::fmt::Debug for $model$(<$parameter>)? {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::model::print_model(self, f)
            }
        }

        $crate::serde_traits!($model$(<$parameter: $bound>)?);
    };
}

/// Implements [`StringEnum`](crate::model::StringEnum), what the core needs besides, and the traits of
/// the standard library and of serde for an enum of strings with the variant `Unknown(Box<str>)`.
///
/// It takes the variants, each with its text. Values with the same text are equal, and `Debug` shows
/// the text.
///
/// ```
/// use graph_client::model::StringEnum;
///
/// #[non_exhaustive]
/// pub enum Colour {
///     Red,
///     Unknown(Box<str>),
/// }
///
/// graph_client::string_enum!(Colour {
///     Red: "red",
/// });
/// assert_eq!(Colour::from_text("red"), Colour::Red);
/// assert_eq!(Colour::from_text("blue").as_str(), "blue");
/// ```
#[macro_export]
macro_rules! string_enum {
    ($enumeration:ident { $($variant:ident: $text:literal),* $(,)? }) => {
        impl $crate::model::StringEnum for $enumeration {
            fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text,
                }
            }

            fn from_text(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(text.into()),
                }
            }
        }

        impl ::core::clone::Clone for $enumeration {
            fn clone(&self) -> Self {
                $crate::model::StringEnum::from_text($crate::model::StringEnum::as_str(self))
            }
        }

        impl ::core::cmp::PartialEq for $enumeration {
            fn eq(&self, other: &Self) -> bool {
                $crate::model::StringEnum::as_str(self) == $crate::model::StringEnum::as_str(other)
            }
        }

        impl ::core::cmp::Eq for $enumeration {}

        impl ::core::hash::Hash for $enumeration {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                ::core::hash::Hash::hash($crate::model::StringEnum::as_str(self), state);
            }
        }

        impl ::core::fmt::Debug for $enumeration {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt($crate::model::StringEnum::as_str(self), f)
            }
        }

        impl ::core::fmt::Display for $enumeration {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str($crate::model::StringEnum::as_str(self))
            }
        }

        impl $crate::model::Formed for $enumeration {
            type Form = $crate::model::TextForm;
        }

        $crate::serde_traits!($enumeration);
    };
}

/// Implements [`Model`](crate::model::Model), `From` each object and the traits of
/// [`model_traits!`](crate::model_traits) for an enum of objects in boxes.
///
/// It takes the discriminator and, for each variant, its object and the values of the discriminator
/// that mean it, of which the first is sent; names of OData types are given without `#`. In a
/// family, `base` is the variant of the type that is declared, which an object without the
/// discriminator has, and which is sent without one. `else` is the variant for all other values.
///
/// ```
/// use graph_client::model::{UntypedObject, to_json};
///
/// #[non_exhaustive]
/// pub enum Pet {
///     Cat(Box<UntypedObject>),
///     Unknown(Box<UntypedObject>),
/// }
///
/// graph_client::polymorphic_model!(Pet by "kind" {
///     Cat(UntypedObject): "cat" | "tiger",
/// } else Unknown(UntypedObject));
/// assert_eq!(to_json(&Pet::from(UntypedObject::new()))?, br#"{"kind":"cat"}"#);
/// # Ok::<(), graph_client::model::EncodeError>(())
/// ```
#[macro_export]
macro_rules! polymorphic_model {
    (
        $choice:ident by $discriminator:literal { $(
            $(#[$meta:meta])*
            $variant:ident($object:ty): $value:literal $(| $other:literal)*
        ),* $(,)? }
        $(base $base:ident($base_object:ty): $base_value:literal)?
        else $unknown:ident($unknown_object:ty)
    ) => {
        impl $crate::model::Formed for $choice {
            type Form = $crate::model::ObjectForm;
        }

        impl $crate::model::Model for $choice {
            fn part(&self, index: usize) -> $crate::model::Part<'_> {
                self.as_model().part(index)
            }

            fn empty() -> Self {
                Self::of_type("")
            }

            fn part_mut(&mut self, index: usize) -> $crate::model::PartMut<'_> {
                self.as_model_mut().part_mut(index)
            }

            fn copy(&self) -> Self {
                ::core::clone::Clone::clone(self)
            }

            fn discriminator(&self) -> Option<&'static str> {
                Some($discriminator)
            }

            fn discriminator_value(&self) -> Option<&'static str> {
                match self {
                    $($(#[$meta])* Self::$variant(_) => Some($value),)*
                    _ => None,
                }
            }

            fn become_type(&mut self, value: &str) {
                *self = Self::of_type(value);
            }
        }

        impl $choice {
            fn as_model(&self) -> &dyn $crate::model::Model {
                match self {
                    $($(#[$meta])* Self::$variant(object) => object,)*
                    $(Self::$base(object) => object,)?
                    Self::$unknown(object) => object,
                }
            }

            fn as_model_mut(&mut self) -> &mut dyn $crate::model::Model {
                match self {
                    $($(#[$meta])* Self::$variant(object) => object,)*
                    $(Self::$base(object) => object,)?
                    Self::$unknown(object) => object,
                }
            }

            fn of_type(value: &str) -> Self {
                match value {
                    $($(#[$meta])* $value $(| $other)* => {
                        Self::$variant($crate::model::Model::empty())
                    })*
                    $("" | $base_value => Self::$base($crate::model::Model::empty()),)?
                    _ => Self::$unknown($crate::model::Model::empty()),
                }
            }
        }

        impl ::core::clone::Clone for $choice {
            fn clone(&self) -> Self {
                match self {
                    $($(#[$meta])* Self::$variant(object) => Self::$variant(object.clone()),)*
                    $(Self::$base(object) => Self::$base(object.clone()),)?
                    Self::$unknown(object) => Self::$unknown(object.clone()),
                }
            }
        }

        $(
            $(#[$meta])*
            impl ::core::convert::From<$object> for $choice {
                fn from(object: $object) -> Self {
                    Self::$variant(::std::boxed::Box::new(object))
                }
            }
        )*

        $(
            impl ::core::convert::From<$base_object> for $choice {
                fn from(object: $base_object) -> Self {
                    Self::$base(::std::boxed::Box::new(object))
                }
            }
        )?

        $crate::model_traits!(@but_clone $choice);
    };
}

//! Macros that give a generated type the traits of the standard library and of serde.
//!
//! They expand to calls of the shared core. Deriving these traits instead costs several times as
//! much compile time.

/// Implements `Clone`, `PartialEq`, `Debug`, `Serialize` and `Deserialize` for a
/// [`Model`](crate::model::Model).
#[macro_export]
macro_rules! model_traits {
    ($model:ident $(<$parameter:ident: $bound:path>)?) => {
        impl$(<$parameter: $bound>)? ::core::clone::Clone for $model$(<$parameter>)? {
            fn clone(&self) -> Self {
                $crate::model::clone_model(self)
            }
        }

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

        impl$(<$parameter: $bound>)? $crate::serde::Serialize for $model$(<$parameter>)? {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::model::serialize_model(self, serializer)
            }
        }

        impl<'de $(, $parameter: $bound)?> $crate::serde::Deserialize<'de>
            for $model$(<$parameter>)?
        {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::model::deserialize_model(deserializer)
            }
        }
    };
}

/// Implements `Display`, `From<&str>`, `Serialize`, `Deserialize` and what the core needs for a
/// [`StringEnum`](crate::model::StringEnum).
#[macro_export]
macro_rules! string_enum_traits {
    ($enumeration:ident) => {
        impl ::core::fmt::Display for $enumeration {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str($crate::model::StringEnum::as_str(self))
            }
        }

        impl $crate::model::Text for $enumeration {
            fn set_text(&mut self, text: &str) {
                *self = $crate::model::StringEnum::from_text(text);
            }
        }

        impl $crate::model::Content for $enumeration {
            fn empty() -> Self {
                $crate::model::StringEnum::from_text("")
            }

            fn source(&self) -> $crate::model::Source<'_> {
                $crate::model::Source::Text($crate::model::StringEnum::as_str(self))
            }

            fn target(&mut self) -> $crate::model::Target<'_> {
                $crate::model::Target::Text(self)
            }
        }

        impl $crate::serde::Serialize for $enumeration {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::model::StringEnum::as_str(self))
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $enumeration {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::model::deserialize_enum(deserializer)
            }
        }
    };
}

/// Implements [`Model`](crate::model::Model) and the traits of [`model_traits!`](crate::model_traits)
/// for an enum of objects, which has the functions `as_model`, `as_model_mut`, `of_type` and
/// `is_derived`.
#[macro_export]
macro_rules! polymorphic_model {
    ($enumeration:ident, $discriminator:literal) => {
        impl $crate::model::Model for $enumeration {
            fn descriptor(&self) -> &'static $crate::model::Descriptor {
                self.as_model().descriptor()
            }

            fn empty() -> Self {
                Self::of_type("")
            }

            fn property(&self, index: usize) -> Option<&dyn $crate::model::Slot> {
                self.as_model().property(index)
            }

            fn property_mut(&mut self, index: usize) -> Option<&mut dyn $crate::model::Slot> {
                self.as_model_mut().property_mut(index)
            }

            fn additional(&self) -> &$crate::model::Additional {
                self.as_model().additional()
            }

            fn additional_mut(&mut self) -> &mut $crate::model::Additional {
                self.as_model_mut().additional_mut()
            }

            fn discriminator(&self) -> Option<&'static str> {
                Some($discriminator)
            }

            fn become_type(&mut self, name: &str) {
                *self = Self::of_type(name.strip_prefix('#').unwrap_or(name));
            }

            fn is_derived(&self) -> bool {
                self.is_derived()
            }
        }

        $crate::model_traits!($enumeration);
    };
}

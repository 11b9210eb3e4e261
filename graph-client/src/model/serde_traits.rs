//! Serde for generated types.
//!
//! The runtime encodes and decodes models by itself. An implementation for each of thousands of types
//! costs a tenth of the time that the compiler takes for them, so that a feature decides.

/// Implements `Serialize` and `Deserialize`, with the feature `serde` of this crate.
#[cfg(any(test, feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_traits {
    ($type:ident $(<$parameter:ident: $bound:path>)?) => {
        impl$(<$parameter: $bound>)? $crate::serde::Serialize for $type$(<$parameter>)? {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::model::serialize_content(self, serializer)
            }
        }

        impl<'de $(, $parameter: $bound)?> $crate::serde::Deserialize<'de>
            for $type$(<$parameter>)?
        {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::model::deserialize_content(deserializer)
            }
        }
    };
}

/// Without the feature `serde` it implements nothing.
#[cfg(not(any(test, feature = "serde")))]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_traits {
    ($($anything:tt)*) => {};
}

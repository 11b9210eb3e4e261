//! Values that are one of several alternatives, which nothing but their form tells apart.

use std::collections::HashMap;

use serde_json::value::RawValue;

use super::Sink;

/// A choice between alternatives without a property that names the one.
///
/// Implemented by [`untagged_choice!`](crate::untagged_choice).
pub trait Choice {
    /// The forms of the alternatives, in the order in which they are tried.
    fn alternatives(&self) -> &'static [Alternative];

    /// Becomes an empty value of the alternative with this number, beyond the last the one for
    /// unknown values, and gives the place that decoding fills.
    fn choose(&mut self, index: usize) -> Sink<'_>;
}

/// The form of the JSON values of one alternative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Alternative {
    /// `true` or `false`.
    Boolean,
    /// A number without fraction and exponent.
    Integer,
    /// Any number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object that has all of these properties.
    Object(&'static [&'static str]),
}

impl Alternative {
    /// Whether a JSON text has this form.
    pub(super) fn fits(self, text: &str) -> bool {
        let first = text.as_bytes().first().copied().unwrap_or_default();
        match self {
            Self::Boolean => matches!(first, b't' | b'f'),
            Self::Integer => is_digit_or_minus(first) && !text.contains(['.', 'e', 'E']),
            Self::Number => is_digit_or_minus(first),
            Self::String => first == b'"',
            Self::Array => first == b'[',
            Self::Object([]) => first == b'{',
            Self::Object(required) => {
                let properties = serde_json::from_str::<HashMap<String, &RawValue>>(text);
                properties.is_ok_and(|properties| {
                    let mut required = required.iter();
                    required.all(|name| properties.contains_key(*name))
                })
            }
        }
    }
}

fn is_digit_or_minus(byte: u8) -> bool {
    byte == b'-' || byte.is_ascii_digit()
}

/// Implements [`Content`](crate::model::Content), [`Choice`](crate::model::Choice), `From` each
/// alternative and the traits of the standard library and of serde for an enum with a variant for
/// each alternative and `Unknown(Json)`.
///
/// It takes the alternatives in the order in which they are tried, each with its content and its
/// [`Alternative`](crate::model::Alternative).
///
/// ```
/// use graph_client::model::{Json, UntypedObject};
///
/// #[non_exhaustive]
/// pub enum Value {
///     Text(String),
///     Number(f64),
///     Item(Box<UntypedObject>),
///     Unknown(Json),
/// }
///
/// graph_client::untagged_choice!(Value {
///     Text(String): String,
///     Number(f64): Number,
///     Item(Box<UntypedObject>): Object(&["id", "kind"]),
/// });
/// assert!(Value::from(1.5) == Value::Number(1.5));
/// ```
#[macro_export]
macro_rules! untagged_choice {
    ($choice:ident { $(
        $(#[$meta:meta])*
        $variant:ident($content:ty): $alternative:ident $(($required:expr))?
    ),* $(,)? }) => {
        impl $crate::model::Choice for $choice {
            fn alternatives(&self) -> &'static [$crate::model::Alternative] {
                &[$($(#[$meta])* $crate::model::Alternative::$alternative $(($required))?),*]
            }

            fn choose(&mut self, index: usize) -> $crate::model::Sink<'_> {
                let mut places = 0_usize..;
                *self = Self::Unknown($crate::model::Json::Null);
                $(
                    $(#[$meta])*
                    if places.next() == Some(index) {
                        *self = Self::$variant($crate::model::Content::empty());
                    }
                )*
                match self {
                    $($(#[$meta])* Self::$variant(content) => $crate::model::Content::sink(content),)*
                    Self::Unknown(json) => $crate::model::Content::sink(json),
                }
            }
        }

        impl $crate::model::Content for $choice {
            fn empty() -> Self {
                Self::Unknown($crate::model::Json::Null)
            }

            fn source(&self) -> $crate::model::Source<'_> {
                match self {
                    $($(#[$meta])* Self::$variant(content) => $crate::model::Content::source(content),)*
                    Self::Unknown(json) => $crate::model::Content::source(json),
                }
            }

            fn sink(&mut self) -> $crate::model::Sink<'_> {
                $crate::model::Sink::Choice(self)
            }

            fn copy(&self) -> Self {
                ::core::clone::Clone::clone(self)
            }

            fn equals(&self, other: &Self) -> bool {
                self == other
            }
        }

        impl ::core::clone::Clone for $choice {
            fn clone(&self) -> Self {
                match self {
                    $($(#[$meta])* Self::$variant(content) => Self::$variant(content.clone()),)*
                    Self::Unknown(json) => Self::Unknown(json.clone()),
                }
            }
        }

        impl ::core::cmp::PartialEq for $choice {
            fn eq(&self, other: &Self) -> bool {
                match (self, other) {
                    $($(#[$meta])* (Self::$variant(one), Self::$variant(other)) => one == other,)*
                    (Self::Unknown(one), Self::Unknown(other)) => one == other,
                    _ => false,
                }
            }
        }

        impl ::core::fmt::Debug for $choice {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::model::print_content($crate::model::Content::source(self), f)
            }
        }

        $crate::serde_traits!($choice);

        $(
            $(#[$meta])*
            impl ::core::convert::From<$content> for $choice {
                fn from(content: $content) -> Self {
                    Self::$variant(content)
                }
            }
        )*
    };
}

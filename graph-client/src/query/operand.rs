//! Values as OData writes them in an expression.

use std::borrow::Cow;

use time::OffsetDateTime;

use crate::model::{Duration, FlagSet, Lexical, LexicalValue, StringEnum};

/// A value as an OData string literal, in quotes, those in it doubled: for filters written by hand,
/// so that a value stays a value whatever it holds.
///
/// ```
/// use graph_client::request::literal;
///
/// let name = "O'Neil";
/// let filter = format!("startswith(displayName,{})", literal(name));
/// assert_eq!(filter, "startswith(displayName,'O''Neil')");
/// ```
pub fn literal(value: impl AsRef<str>) -> String {
    format!("'{}'", value.as_ref().replace('\'', "''"))
}

/// A value that a property that holds a `C` can be compared with.
///
/// Strings and members of enumerations, numbers, truth values, dates, times, durations and UUIDs are,
/// and references to them.
// What can be compared with what is said in the message; a list of these would hide it.
#[diagnostic::on_unimplemented(
    message = "a property that holds `{C}` cannot be compared with a value of the type `{Self}`",
    label = "this value is `{Self}`, and the property holds `{C}`"
)]
pub trait Operand<C> {
    /// The value as a literal of OData: a value whatever it holds.
    fn literal(&self) -> String;
}

/// What is an operand is one behind a reference, too. (Not so members of enumerations, which are
/// known by a trait: they are written as `*member` there.)
macro_rules! behind_reference {
    ($($operand:ty: $content:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl Operand<$content> for &$operand {
            fn literal(&self) -> String {
                Operand::<$content>::literal(*self)
            }
        }
    )*};
}

#[diagnostic::do_not_recommend]
impl Operand<String> for str {
    fn literal(&self) -> String {
        literal(self)
    }
}

macro_rules! strings {
    ($($string:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl Operand<String> for $string {
            fn literal(&self) -> String {
                literal(self)
            }
        }

        behind_reference!($string: String);
    )*};
}

strings!(&str, String, Box<str>, Cow<'_, str>);

#[diagnostic::do_not_recommend]
impl<E: StringEnum> Operand<E> for E {
    fn literal(&self) -> String {
        literal(self.as_str())
    }
}

#[diagnostic::do_not_recommend]
impl<E: StringEnum> Operand<FlagSet<E>> for FlagSet<E> {
    fn literal(&self) -> String {
        literal(self.as_str())
    }
}

#[diagnostic::do_not_recommend]
impl<E: StringEnum> Operand<FlagSet<E>> for E {
    fn literal(&self) -> String {
        literal(self.as_str())
    }
}

#[diagnostic::do_not_recommend]
impl Operand<bool> for bool {
    fn literal(&self) -> String {
        self.to_string()
    }
}

behind_reference!(bool: bool);

macro_rules! integers {
    ($content:ty: $($integer:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl Operand<$content> for $integer {
            fn literal(&self) -> String {
                self.to_string()
            }
        }

        behind_reference!($integer: $content);
    )*};
}

integers!(u8: u8, i16, u16, i32, u32, i64, u64, usize);
integers!(i16: u8, i16, u16, i32, u32, i64, u64, usize);
integers!(i32: u8, i16, u16, i32, u32, i64, u64, usize);
integers!(i64: u8, i16, u16, i32, u32, i64, u64, usize);
integers!(f64: u8, i16, u16, i32, u32, i64);

macro_rules! floats {
    ($($float:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl Operand<f64> for $float {
            fn literal(&self) -> String {
                if self.is_nan() {
                    "NaN".to_owned()
                } else if self.is_infinite() {
                    let text = if *self > 0.0 { "INF" } else { "-INF" };
                    text.to_owned()
                } else {
                    self.to_string()
                }
            }
        }

        behind_reference!($float: f64);
    )*};
}

floats!(f32, f64);

macro_rules! lexical {
    ($($value:ty: $prefix:literal $suffix:literal),*) => {$(
        #[diagnostic::do_not_recommend]
        impl Operand<Lexical<$value>> for $value {
            fn literal(&self) -> String {
                format!(concat!($prefix, "{}", $suffix), self.print())
            }
        }

        /// A text that is not of the type is written as a string: it stays a value, which the
        /// service refuses.
        #[diagnostic::do_not_recommend]
        impl Operand<Lexical<$value>> for Lexical<$value> {
            fn literal(&self) -> String {
                self.get().map_or_else(
                    |_| literal(self.as_str()),
                    |value| Operand::<Lexical<$value>>::literal(&value),
                )
            }
        }

        behind_reference!($value: Lexical<$value>, Lexical<$value>: Lexical<$value>);
    )*};
}

lexical!(
    OffsetDateTime: "" "",
    time::Date: "" "",
    time::Time: "" "",
    uuid::Uuid: "" "",
    Duration: "duration'" "'"
);

#[diagnostic::do_not_recommend]
impl Operand<Lexical<Duration>> for time::Duration {
    fn literal(&self) -> String {
        Operand::<Lexical<Duration>>::literal(&Duration::from(*self))
    }
}

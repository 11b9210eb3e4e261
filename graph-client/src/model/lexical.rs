//! Values that JSON carries as text: dates, times, durations, identifiers, bytes.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

use super::content::copy_by_clone;
use super::{Content, Duration, Nullable, Sink, Source, Text};

/// A value of type `T` in the text that the server sent or will be sent.
///
/// The text is kept as it is, so that seven digits of a fraction, an offset or a letter's case
/// survive a round trip, and it is read only when asked for: a date that is none does not spoil
/// the page it came in.
///
/// ```
/// use graph_client::model::DateTime;
///
/// let start: DateTime = "2022-03-17T00:00:00.1234567Z".parse()?;
/// assert_eq!(start.as_str(), "2022-03-17T00:00:00.1234567Z");
/// assert_eq!(start.get()?.nanosecond(), 123_456_700);
/// # Ok::<(), graph_client::model::LexicalError>(())
/// ```
pub struct Lexical<T> {
    text: Box<str>,
    value: PhantomData<fn() -> T>,
}

/// `Edm.DateTimeOffset`: an instant with its offset.
pub type DateTime = Lexical<OffsetDateTime>;
/// `Edm.Date`: a day.
pub type Date = Lexical<time::Date>;
/// `Edm.TimeOfDay`: a time without a day.
pub type TimeOfDay = Lexical<time::Time>;
/// `Edm.Duration`: a length of time.
pub type LexicalDuration = Lexical<Duration>;
/// `Edm.Guid`.
pub type Uuid = Lexical<uuid::Uuid>;
/// `Edm.Binary`: bytes in base64, in either alphabet.
pub type Base64 = Lexical<Vec<u8>>;

/// A value that has a text form.
pub trait LexicalValue: Sized + 'static {
    /// What the value is called in an error.
    const NAME: &'static str;

    /// Reads the text form, if it is one.
    fn parse(text: &str) -> Option<Self>;

    /// The text form that is sent.
    fn print(&self) -> String;
}

/// A text that is not what its type says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text is not {expected}")]
pub struct LexicalError {
    expected: &'static str,
}

impl<T: LexicalValue> Lexical<T> {
    /// The value that the text denotes.
    ///
    /// # Errors
    ///
    /// When the server sent a text that is not of this type; [`as_str`](Self::as_str) has it.
    pub fn get(&self) -> Result<T, LexicalError> {
        T::parse(&self.text).ok_or(LexicalError { expected: T::NAME })
    }
}

impl<T> Lexical<T> {
    /// The text as it is on the wire.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<T: LexicalValue> FromStr for Lexical<T> {
    type Err = LexicalError;

    fn from_str(text: &str) -> Result<Self, LexicalError> {
        let lexical = Self {
            text: text.into(),
            value: PhantomData,
        };
        lexical.get().map(|_| lexical)
    }
}

impl<T: LexicalValue> From<T> for Lexical<T> {
    fn from(value: T) -> Self {
        Self {
            text: value.print().into(),
            value: PhantomData,
        }
    }
}

impl<T: LexicalValue> From<T> for Nullable<Lexical<T>> {
    fn from(value: T) -> Self {
        Self::Value(value.into())
    }
}

/// Bytes in other forms than `Vec<u8>`.
macro_rules! bytes {
    ($([$($parameter:tt)*] $bytes:ty),*) => {$(
        impl<$($parameter)*> From<$bytes> for Base64 {
            fn from(bytes: $bytes) -> Self {
                Vec::<u8>::from(bytes).into()
            }
        }

        impl<$($parameter)*> From<$bytes> for Nullable<Base64> {
            fn from(bytes: $bytes) -> Self {
                Self::Value(bytes.into())
            }
        }
    )*};
}

bytes!([] &[u8], [const N: usize] &[u8; N], [const N: usize] [u8; N], [] bytes::Bytes);

impl<T> Clone for Lexical<T> {
    fn clone(&self) -> Self {
        Self {
            text: self.text.clone(),
            value: PhantomData,
        }
    }
}

/// Equal when the texts are.
impl<T> PartialEq for Lexical<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Lexical<T> {}

impl<T> std::hash::Hash for Lexical<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<T> fmt::Debug for Lexical<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl<T> fmt::Display for Lexical<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<T> Text for Lexical<T> {
    fn set_text(&mut self, text: &str) {
        self.text = text.into();
    }
}

impl<T: 'static> Content for Lexical<T> {
    fn empty() -> Self {
        Self {
            text: "".into(),
            value: PhantomData,
        }
    }

    fn source(&self) -> Source<'_> {
        Source::Text(&self.text)
    }

    fn sink(&mut self) -> Sink<'_> {
        Sink::Text(self)
    }

    copy_by_clone!();
}

impl LexicalValue for OffsetDateTime {
    const NAME: &'static str = "a date and time such as 2022-03-17T00:00:00Z";

    fn parse(text: &str) -> Option<Self> {
        Self::parse(text, &Rfc3339).ok()
    }

    fn print(&self) -> String {
        // RFC 3339 has years of four digits; the few instants outside of them have no text form
        // that a service would take, and come out as what the service will name as wrong.
        self.format(&Rfc3339)
            .unwrap_or_else(|_| self.date().to_string())
    }
}

impl LexicalValue for time::Date {
    const NAME: &'static str = "a date such as 2022-03-17";

    fn parse(text: &str) -> Option<Self> {
        Self::parse(text, format_description!("[year]-[month]-[day]")).ok()
    }

    fn print(&self) -> String {
        self.to_string()
    }
}

impl LexicalValue for time::Time {
    const NAME: &'static str = "a time of day such as 08:30:00";

    fn parse(text: &str) -> Option<Self> {
        let seconds =
            format_description!("[hour]:[minute][optional [:[second][optional [.[subsecond]]]]]");
        Self::parse(text, seconds).ok()
    }

    fn print(&self) -> String {
        let (hour, minute, second, nanosecond) = self.as_hms_nano();
        let fraction = fraction(nanosecond);
        format!("{hour:02}:{minute:02}:{second:02}{fraction}")
    }
}

/// A fraction of a second with no more digits than it needs, empty for none.
pub(super) fn fraction(nanosecond: u32) -> String {
    if nanosecond == 0 {
        return String::new();
    }
    format!(".{nanosecond:09}").trim_end_matches('0').to_owned()
}

impl LexicalValue for uuid::Uuid {
    const NAME: &'static str = "a UUID such as ef969797-201d-4f6b-960c-e9ed5f31dab5";

    fn parse(text: &str) -> Option<Self> {
        Self::try_parse(text).ok()
    }

    fn print(&self) -> String {
        self.to_string()
    }
}

impl LexicalValue for Vec<u8> {
    const NAME: &'static str = "base64";

    fn parse(text: &str) -> Option<Self> {
        let bare = text.trim_end_matches('=');
        // Both alphabets are in use; mapping one to the other reads both.
        let url_safe: String = bare
            .chars()
            .map(|letter| match letter {
                '+' => '-',
                '/' => '_',
                other => other,
            })
            .collect();
        URL_SAFE_NO_PAD.decode(url_safe).ok()
    }

    fn print(&self) -> String {
        STANDARD.encode(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_at_the_ends_of_the_calendar_are_read() {
        for text in [
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.9999999Z",
            "2022-03-17T10:00:00+05:30",
        ] {
            let date: DateTime = text.parse().unwrap();
            assert_eq!(date.as_str(), text);
            assert_eq!(date.get().unwrap().unix_timestamp_nanos() % 100, 0);
        }
    }

    #[test]
    fn values_print_in_their_canonical_form() {
        let day = time::Date::from_calendar_date(2024, time::Month::February, 29).unwrap();
        assert_eq!(Date::from(day).as_str(), "2024-02-29");
        let time = time::Time::from_hms_nano(8, 5, 0, 1_500_000).unwrap();
        assert_eq!(TimeOfDay::from(time).as_str(), "08:05:00.0015");
        assert_eq!(TimeOfDay::from(time).get(), Ok(time));
        assert_eq!(
            "08:05"
                .parse::<TimeOfDay>()
                .unwrap()
                .get()
                .unwrap()
                .minute(),
            5
        );
        assert_eq!(Base64::from(vec![0xfb, 0xff]).as_str(), "+/8=");
        assert_eq!("-_8".parse::<Base64>().unwrap().get(), Ok(vec![0xfb, 0xff]));
        let id: Uuid = "EF969797-201D-4F6B-960C-E9ED5F31DAB5".parse().unwrap();
        assert_eq!(
            id.get().unwrap().to_string(),
            "ef969797-201d-4f6b-960c-e9ed5f31dab5"
        );
    }

    #[test]
    fn a_wrong_text_says_what_is_right() {
        let error = "yesterday".parse::<DateTime>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "the text is not a date and time such as 2022-03-17T00:00:00Z"
        );
    }
}

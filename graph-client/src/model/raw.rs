//! JSON as text, which loses nothing and costs little until somebody reads it.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::value::RawValue;

use super::Json;
use super::number::keeps_all_digits;

/// How deep [`RawJson::to_json`] looks into a text that it cannot read at once: as deep as
/// `serde_json` reads.
const MAX_DEPTH: usize = 128;

/// A JSON value as the text that came or will be sent.
///
/// `Debug` shows nothing of it, since it may hold secrets.
// Nothing inside is `null`, of which there is much.
#[derive(Clone)]
pub struct RawJson(Option<Box<RawValue>>);

impl RawJson {
    /// The text: valid JSON, with no space around it.
    pub fn text(&self) -> &str {
        self.as_raw_value().get()
    }

    /// The value, as far as [`Json`] can hold it.
    ///
    /// What it cannot hold is there as a string with its JSON text: a number beyond those of a
    /// double (`1e400`), a string with half of a surrogate pair, nesting of more than 128 levels.
    /// Of other numbers that are not 64-bit integers, it has the nearest double.
    pub fn to_json(&self) -> Json {
        readable(self.as_raw_value(), 0)
    }

    /// The value, when [`Json`] holds all of it.
    pub(super) fn to_exact_json(&self) -> Option<Json> {
        let value = serde_json::from_str(self.text()).ok()?;
        all_numbers_keep_their_digits(self.text()).then_some(value)
    }

    /// The value, when it is a string.
    pub(super) fn to_string_value(&self) -> Option<String> {
        serde_json::from_str(self.text()).ok()
    }

    pub(super) const fn null() -> Self {
        Self(None)
    }

    pub(super) fn is_null(&self) -> bool {
        self.0.is_none()
    }

    pub(super) fn as_raw_value(&self) -> &RawValue {
        self.0.as_deref().unwrap_or(RawValue::NULL)
    }

    pub(super) fn into_raw_value(self) -> Box<RawValue> {
        self.0.unwrap_or_else(|| RawValue::NULL.to_owned())
    }

    /// A text that the core has written.
    pub(super) fn from_text(text: String) -> Self {
        RawValue::from_string(text).map_or(Self::null(), Self::from)
    }

    /// The text of a string.
    pub(super) fn string(text: &str) -> Self {
        // Strings do have a JSON form.
        serde_json::value::to_raw_value(text).map_or(Self::null(), Self::from)
    }
}

impl From<&RawValue> for RawJson {
    fn from(value: &RawValue) -> Self {
        Self((value.get() != "null").then(|| value.to_owned()))
    }
}

impl From<Box<RawValue>> for RawJson {
    fn from(value: Box<RawValue>) -> Self {
        Self((value.get() != "null").then_some(value))
    }
}

impl From<&Json> for RawJson {
    fn from(value: &Json) -> Self {
        // A value whose keys are strings and whose numbers are finite does have a JSON form.
        serde_json::value::to_raw_value(value).map_or(Self::null(), Self::from)
    }
}

/// Equal when they are the same JSON value: space and the order of properties do not matter.
impl PartialEq for RawJson {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
            || match (self.to_exact_json(), other.to_exact_json()) {
                (Some(one), Some(other)) => one == other,
                _ => false,
            }
    }
}

impl fmt::Debug for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.text().as_bytes().first() {
            Some(b'{') => f.write_str("{..}"),
            Some(b'[') => f.write_str("[..]"),
            _ => f.write_str(".."),
        }
    }
}

/// A value that [`Json`] holds at once, or else part by part.
fn readable(value: &RawValue, depth: usize) -> Json {
    let text = value.get();
    if let Ok(json) = serde_json::from_str(text) {
        return json;
    }
    let parts = (depth < MAX_DEPTH).then(|| parts(text, depth)).flatten();
    parts.unwrap_or_else(|| Json::String(text.to_owned()))
}

fn parts(text: &str, depth: usize) -> Option<Json> {
    match text.as_bytes().first()? {
        b'{' => {
            let entries: BTreeMap<String, &RawValue> = serde_json::from_str(text).ok()?;
            let entries = entries.into_iter();
            let entries = entries.map(|(name, value)| (name, readable(value, depth + 1)));
            Some(Json::Object(entries.collect()))
        }
        b'[' => {
            let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
            let items = items.into_iter().map(|item| readable(item, depth + 1));
            Some(Json::Array(items.collect()))
        }
        _ => None,
    }
}

/// Whether no number in this JSON text loses digits in a [`Json`].
fn all_numbers_keep_their_digits(text: &str) -> bool {
    let is_number = |byte: u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c == '"' || c == '-' || c.is_ascii_digit()) {
        let (_, found) = rest.split_at(start);
        let length = if found.starts_with('"') {
            length_of_string(found)
        } else {
            let length = found.bytes().take_while(|byte| is_number(*byte)).count();
            if !found.get(..length).is_some_and(keeps_all_digits) {
                return false;
            }
            length
        };
        rest = found.get(length..).unwrap_or_default();
    }
    true
}

/// How many bytes the string at the start of a JSON text has, with its quotes.
fn length_of_string(text: &str) -> usize {
    let mut escaped = false;
    let inside = text.bytes().skip(1).take_while(|byte| {
        let goes_on = escaped || *byte != b'"';
        escaped = !escaped && *byte == b'\\';
        goes_on
    });
    inside.count() + 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(text: &str) -> RawJson {
        let value: Box<RawValue> = serde_json::from_str(text).unwrap();
        value.into()
    }

    #[test]
    fn digits_in_a_string_are_no_number() {
        // Were they one, it would lose digits, and no space be allowed to differ.
        let lost = "0.12345678901234567890123";
        for (text, is_exact) in [
            (format!(r#"["{lost}"]"#), true),
            (format!(r#"["\"{lost}"]"#), true),
            (format!(r#"["\\",{lost}]"#), false),
            (format!(r#"["a\\",{lost}]"#), false),
            (format!(r#"["",{lost}]"#), false),
            (format!(r#"{{"{lost}":1}}"#), true),
            (format!("[{lost}]"), false),
            ("[1.5,-2,3e5]".to_owned(), true),
        ] {
            assert_eq!(raw(&text).to_exact_json().is_some(), is_exact, "{text}");
        }
        assert_eq!(raw("[1, 2]"), raw("[1,2]"));
        assert_ne!(raw("[1, 2]"), raw("[1,3]"));
    }

    #[test]
    fn what_json_cannot_hold_is_text_as_deep_as_it_looks() {
        assert_eq!(
            raw(r#"{"a":[1e400,1],"b":2}"#).to_json(),
            serde_json::json!({"a": ["1e400", 1], "b": 2})
        );
        let nested = |depth: usize| format!("{}1e400{}", "[".repeat(depth), "]".repeat(depth));
        let mut found = &raw(&nested(MAX_DEPTH + 1)).to_json();
        for _ in 0..MAX_DEPTH {
            found = found.get(0).unwrap();
        }
        assert_eq!(found, "[1e400]");
    }

    #[test]
    fn nothing_but_its_form_is_printed() {
        let shown = ["{\"a\":1}", "[1]", "1", "null"].map(|text| format!("{:?}", raw(text)));
        assert_eq!(shown, ["{..}", "[..]", "..", ".."]);
    }
}

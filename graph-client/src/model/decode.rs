//! From JSON, or any other serde format, to models.
//!
//! JSON text is read straight into the properties that it is for. Only when something in it is not
//! of the declared type is it read once more, with every value in hand as text, so that what does
//! not fit can be kept where it stands.

mod array;
mod choice;
mod confine;
mod error;
mod map;
mod object;
mod scalar;
mod value;

use serde::de::{Deserializer, Error as _};

pub use confine::check_types;
pub use error::DecodeError;

use super::json_path::JsonPath;
use super::{Content, Model, RawJson, Sink};
use error::{is_syntax, without_value};
use value::decode;

/// How many objects and arrays may lie in one another: as many as `serde_json` allows.
const MAX_DEPTH: u8 = 128;

/// Decodes a model from JSON.
///
/// A value that is not of the declared type is kept in [`Model::additional`] and leaves its
/// property absent; [`check_types`] tells of it.
///
/// # Errors
///
/// When the text is not JSON, is no object, or lacks what the model must have.
pub fn from_json<M: Model>(json: &[u8]) -> Result<M, DecodeError> {
    from_text(json, M::empty, |model| Sink::Object(model))
}

/// Decodes any value that a property can hold: a collection, a map, a scalar.
///
/// # Errors
///
/// When the text is not JSON or not of this type. Values inside of objects are treated as by
/// [`from_json`].
pub fn content_from_json<C: Content>(json: &[u8]) -> Result<C, DecodeError> {
    from_text(json, C::empty, C::sink)
}

fn from_text<T>(
    json: &[u8],
    empty: impl Fn() -> T,
    sink: impl for<'a> Fn(&'a mut T) -> Sink<'a>,
) -> Result<T, DecodeError> {
    // Once for the whole text: string by string it takes a seventh of all the time.
    let text = std::str::from_utf8(json).map_err(DecodeError::not_utf8)?;
    let mut value = empty();
    let Err(straight) = attempt(text, Mode::Straight, sink(&mut value)) else {
        return Ok(value);
    };
    value = empty();
    match attempt(text, Mode::Confining, sink(&mut value)) {
        Ok(()) => Ok(value),
        // The first attempt came to the very place of a fault in the text.
        Err(confining) if is_syntax(&confining.1) && is_syntax(&straight.1) => {
            Err(DecodeError::new(&straight.0, &straight.1))
        }
        Err((path, error)) => Err(DecodeError::new(&path, &error)),
    }
}

/// Reads a JSON text to its end.
fn attempt(text: &str, mode: Mode, sink: Sink<'_>) -> Result<(), (JsonPath, serde_json::Error)> {
    let mut reading = Reading::new(mode);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    decode(sink, &mut reading, &mut deserializer)
        .and_then(|_| deserializer.end())
        .map_err(|error| (reading.path, error))
}

/// Decodes any value that a property can hold, a model above all, from any serde format. This is what
/// `Deserialize` of generated types does.
///
/// It knows nothing of the format, so here a value that is not of the declared type is an error,
/// and what is kept as JSON loses the digits that [`Json`](super::Json) does not have.
/// [`from_json`] does better.
///
/// # Errors
///
/// When a value is not of the declared type; the message names the place.
pub fn deserialize_content<'de, C: Content, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<C, D::Error> {
    let mut content = C::empty();
    let mut reading = Reading::new(Mode::Foreign);
    let decoded = decode(content.sink(), &mut reading, deserializer);
    decoded.map_err(|error| {
        let message = error.to_string();
        D::Error::custom(format_args!(
            "{}: {}",
            reading.path,
            without_value(&message)
        ))
    })?;
    Ok(content)
}

/// How values are read.
#[derive(Clone, Copy, PartialEq)]
enum Mode {
    /// From JSON text, into the properties; a value that does not fit ends it.
    Straight,
    /// From JSON text, every value in hand before it is read, so that one that does not fit can be
    /// kept.
    Confining,
    /// From another format.
    Foreign,
}

/// Where reading is.
struct Reading {
    mode: Mode,
    /// Where an error on its way out is.
    path: JsonPath,
    depth: u8,
    /// Whether a collection, in the confining mode, has a value that it cannot say exactly.
    inexact: bool,
}

/// What came for a property that cannot say it, or cannot say it exactly: it is kept beside the
/// property, and sent as it came.
// In a box, so that the usual result of decoding, that there is none, is small.
struct Original(Box<Kept>);

struct Kept {
    raw: RawJson,
    /// Why the property has no value.
    error: Option<Box<DecodeError>>,
}

impl Original {
    /// Of a property that has a value.
    fn of_value(raw: impl Into<RawJson>) -> Self {
        Self::new(raw.into(), None)
    }

    fn new(raw: RawJson, error: Option<Box<DecodeError>>) -> Self {
        Self(Box::new(Kept { raw, error }))
    }
}

impl Reading {
    fn new(mode: Mode) -> Self {
        Self {
            mode,
            path: JsonPath::default(),
            depth: 0,
            inexact: false,
        }
    }

    /// Goes into an object or an array.
    ///
    /// Texts within texts are read by readers of their own, so none of these sees the whole depth.
    fn enter<E: serde::de::Error>(&mut self) -> Result<(), E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom("objects and arrays lie too deep in one another"));
        }
        self.depth += 1;
        Ok(())
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Takes notice of a value in a collection or a map that cannot say exactly what came.
    ///
    /// There is no place beside it. It has to be kept beside the property that the collection is
    /// of, and only who confines has the text.
    fn note<E: serde::de::Error>(&mut self, inexact: bool) -> Result<(), E> {
        if inexact && self.mode == Mode::Straight {
            return Err(E::custom("a value that cannot be held exactly"));
        }
        self.inexact |= inexact;
        Ok(())
    }
}

//! How a success answer becomes a value.

mod error;
mod scalar;

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use error::DecodeError;

use crate::error::{looks_like_html, quoted_html};
use crate::model::{self, Item, Model, Page};

const JSON: &str = "application/json";
/// Counts and `$value` answers are plain text, the results of functions are JSON.
const JSON_OR_TEXT: &str = "application/json, text/plain;q=0.9";

/// A type that a success answer can become.
///
/// Models are, arrays of models, the values that functions and `$count` return, [`Bytes`],
/// [`serde_json::Value`], and `()` where the body does not matter. [`Json`] makes one of any type
/// that serde can read.
pub trait Answer: Sized + 'static {
    /// The `Accept` header that asks for the answer.
    const ACCEPT: &'static str = JSON;
    /// Whether a redirect leads to the answer: files and reports are stored elsewhere. It is
    /// followed over https and without the token.
    const REDIRECTED: bool = false;

    /// Reads the answer, whose status is a success.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] says what was found in place of the value.
    fn from_response(
        status: StatusCode,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Result<Self, DecodeError>;
}

/// Whatever the body is, it is left aside.
impl Answer for () {
    fn from_response(_: StatusCode, _: &HeaderMap, _: Bytes) -> Result<Self, DecodeError> {
        Ok(())
    }
}

impl<M: Model> Answer for M {
    fn from_response(_: StatusCode, headers: &HeaderMap, body: Bytes) -> Result<Self, DecodeError> {
        Ok(model::from_json(json(headers, &body)?)?)
    }
}

/// A model where there may be none: services answer a change with the changed object or with no
/// body at all.
impl<T: Answer> Answer for Option<T> {
    const ACCEPT: &'static str = T::ACCEPT;
    const REDIRECTED: bool = T::REDIRECTED;

    fn from_response(
        status: StatusCode,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Result<Self, DecodeError> {
        if status == StatusCode::NO_CONTENT || without_mark(&body).trim_ascii().is_empty() {
            return Ok(None);
        }
        T::from_response(status, headers, body).map(Some)
    }
}

/// An array of models, scalars, enumerations or maps, bare or as `value` of an object, as OData has
/// it.
///
/// The annotations of such an object are not kept; a [`Page`] keeps them.
impl<T: Item> Answer for Vec<T> {
    fn from_response(_: StatusCode, headers: &HeaderMap, body: Bytes) -> Result<Self, DecodeError> {
        let body = json(headers, &body)?;
        if body.trim_ascii_start().starts_with(b"{") {
            return Ok(model::from_json::<Page<T>>(body)?.value);
        }
        Ok(model::content_from_json(body)?)
    }
}

/// An object whose properties all have one type.
impl<T: Item> Answer for BTreeMap<String, T> {
    fn from_response(_: StatusCode, headers: &HeaderMap, body: Bytes) -> Result<Self, DecodeError> {
        Ok(model::content_from_json(json(headers, &body)?)?)
    }
}

/// The body as it came.
impl Answer for Bytes {
    const ACCEPT: &'static str = "*/*";
    const REDIRECTED: bool = true;

    fn from_response(_: StatusCode, _: &HeaderMap, body: Bytes) -> Result<Self, DecodeError> {
        Ok(body)
    }
}

/// Any JSON; an answer without a body is null.
impl Answer for Value {
    fn from_response(_: StatusCode, headers: &HeaderMap, body: Bytes) -> Result<Self, DecodeError> {
        if body.is_empty() {
            return Ok(Self::Null);
        }
        Ok(serde_json::from_slice(json(headers, &body)?)?)
    }
}

/// The content of a JSON string when the answer is JSON, and the text itself when it is not.
impl Answer for String {
    const ACCEPT: &'static str = JSON_OR_TEXT;

    fn from_response(_: StatusCode, headers: &HeaderMap, body: Bytes) -> Result<Self, DecodeError> {
        scalar::string(headers, &body)
    }
}

macro_rules! scalars {
    ($($type:ty: $name:literal),*) => {$(
        /// From JSON, bare or as `value` of an object, or from plain text.
        impl Answer for $type {
            const ACCEPT: &'static str = JSON_OR_TEXT;

            fn from_response(
                _: StatusCode,
                headers: &HeaderMap,
                body: Bytes,
            ) -> Result<Self, DecodeError> {
                scalar::parsed(headers, &body, $name)
            }
        }
    )*};
}

scalars!(bool: "a boolean", u8: "an 8-bit integer", i16: "a 16-bit integer", i32: "a 32-bit integer", i64: "a 64-bit integer", f64: "a number");

/// Any type that serde can read, for requests with a path of their own.
///
/// ```no_run
/// use graph_client::answer::Json;
/// use graph_client::operation::Method;
///
/// #[derive(serde::Deserialize)]
/// struct Me {
///     id: String,
/// }
///
/// # async fn run(client: graph_client::GraphClient) -> Result<(), graph_client::Error> {
/// let Json(me) = client.request::<Json<Me>>(Method::Get, "/v1.0/me").await?;
/// # drop(me.id);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + 'static> Answer for Json<T> {
    fn from_response(_: StatusCode, headers: &HeaderMap, body: Bytes) -> Result<Self, DecodeError> {
        Ok(Self(serde_json::from_slice(json(headers, &body)?)?))
    }
}

/// The body without a byte order mark, when it can be JSON at all.
fn json<'a>(headers: &HeaderMap, body: &'a [u8]) -> Result<&'a [u8], DecodeError> {
    let body = without_mark(body);
    if body.trim_ascii().is_empty() {
        return Err(DecodeError::new("it has no body where JSON was expected"));
    }
    // A sign-in page of a network is a success to HTTP.
    if !starts_like_json(body) && looks_like_html(headers, body) {
        return Err(DecodeError::new(format!(
            "it is an HTML page, perhaps of a proxy on the way, where JSON was expected: {}",
            quoted_html(body)
        )));
    }
    Ok(body)
}

fn starts_like_json(body: &[u8]) -> bool {
    matches!(body.trim_ascii_start().first(), Some(b'{' | b'['))
}

fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

#[cfg(test)]
mod tests;

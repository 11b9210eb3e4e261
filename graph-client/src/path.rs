//! The path of a request, put together from literal text and encoded values.
//!
//! Encoding follows [RFC 3986](https://www.rfc-editor.org/rfc/rfc3986) and, for string literals,
//! the [OData URL conventions](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html).

use std::fmt::{self, Display, Write};
use std::ops::Deref;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::GraphClient;
use crate::error::{KeyFault, Problem};
use crate::model::{self, Item, Model, Source};
use crate::operation::Operation;
use crate::request::{Draft, Request};
use crate::transport::Body;

/// What is encoded in a key: all but RFC 3986's unreserved characters and a few that Graph's own
/// keys are full of. `$`, `:`, `;`, `+`, quotes and brackets mean something to OData or to Graph
/// within a segment, so they do not come from a value as they are.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'*')
    .remove(b',')
    .remove(b'=')
    .remove(b'@');

/// A builder of paths and requests, as generated methods return it: `T` has the methods that lead
/// on, and those that make requests.
///
/// Copies are cheap. A function that takes `&T` takes a `&Builder<T>` as well.
///
/// `Debug` does not show the path, since it holds keys.
#[must_use]
pub struct Builder<T>(Arc<T>);

impl<T> Builder<T> {
    /// A builder whose methods are those of `T`.
    pub fn new(methods: T) -> Self {
        Self(Arc::new(methods))
    }
}

impl<T> Clone for Builder<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Builder<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Builder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = std::any::type_name::<T>();
        let short = name.rsplit("::").next().unwrap_or(name);
        f.debug_struct(short).finish_non_exhaustive()
    }
}

/// A path below the Graph root, and the client it belongs to.
///
/// Generated request builders hold one. A value that cannot stand in a path, such as an empty key,
/// is remembered and reported when the request is sent.
///
/// `Debug` does not show the path, since it holds keys.
#[derive(Clone)]
#[must_use]
pub struct Path {
    client: GraphClient,
    text: String,
    problem: Option<Box<Problem>>,
}

impl Path {
    /// Starts a path with the version, such as `/v1.0`.
    pub fn new(client: &GraphClient, root: &str) -> Self {
        Self {
            client: client.clone(),
            text: root.to_owned(),
            problem: None,
        }
    }

    /// A longer path. The literal text starts with `/` and is percent-encoded already.
    pub fn join(&self, literal: &str) -> Self {
        let mut text = String::with_capacity(self.text.len() + literal.len() + 48);
        text.push_str(&self.text);
        text.push_str(literal);
        Self {
            client: self.client.clone(),
            text,
            problem: self.problem.clone(),
        }
    }

    /// Appends literal text that is percent-encoded already.
    pub fn text(mut self, literal: &str) -> Self {
        self.text.push_str(literal);
        self
    }

    /// Appends a key as one segment, encoded.
    ///
    /// An empty key, `.` and `..` would make it another path: the request is then an error.
    pub fn key(mut self, value: impl AsRef<str>) -> Self {
        self.push_key(value.as_ref());
        self
    }

    /// Appends the content of a string literal whose quotes the literal text already has: quotes
    /// within are doubled, then all is encoded.
    pub fn quoted(mut self, value: impl AsRef<str>) -> Self {
        self.push_quoted(value.as_ref());
        self
    }

    /// Appends an argument that stands without quotes: a number, a date, a boolean.
    pub fn value(mut self, value: impl Display) -> Self {
        self.push_value(&value);
        self
    }

    /// Appends an argument of a function that stands without quotes of the literal text: a number,
    /// a boolean, a date, a duration, a GUID, `null`, or a member of an enumeration with its type
    /// and quotes, as in `f(date={date},kind={kind})`.
    ///
    /// A text that is no such literal, and could end the argument and begin another, makes the
    /// request an error.
    pub fn argument(mut self, value: impl Display) -> Self {
        let value = value.to_string();
        if is_literal(&value) {
            self.push_encoded(&value);
        } else {
            self.fail(if value.is_empty() {
                KeyFault::Empty
            } else {
                KeyFault::Literal
            });
        }
        self
    }

    /// A request without a body.
    pub fn request<T>(&self, operation: Operation) -> Request<T> {
        Request::from_draft(self.draft(operation))
    }

    /// A request whose body is a model, as JSON.
    ///
    /// A model that breaks a limit of its schema makes the request an error, unless the client
    /// [does not look at them](crate::GraphClientBuilder::schema_limits).
    pub fn request_with_json<T>(&self, operation: Operation, body: &dyn Model) -> Request<T> {
        let mut draft = self.draft(operation);
        let limits = self.client.limits();
        draft.set_encoded(model::encoded_source(&Source::Object(body), limits));
        Request::from_draft(draft)
    }

    /// A request whose body is any value that a property can hold, as JSON, or which has none.
    ///
    /// [`Content::source`](model::Content::source) gives the value to be sent: a model, a string, a
    /// number, a member of an enumeration, a collection, a map, a choice. One that breaks a limit of
    /// its schema makes the request an error.
    pub fn request_with_content<'a, T>(
        &self,
        operation: Operation,
        body: impl Into<Option<Source<'a>>>,
    ) -> Request<T> {
        let mut draft = self.draft(operation);
        if let Some(source) = body.into() {
            draft.set_encoded(model::encoded_source(&source, self.client.limits()));
        }
        Request::from_draft(draft)
    }

    /// A request whose body is an array of models, scalars, enumerations or maps, as JSON.
    ///
    /// A model that breaks a limit of its schema makes the request an error.
    pub fn request_with_json_array<T, I: Item>(
        &self,
        operation: Operation,
        body: &[I],
    ) -> Request<T> {
        let mut draft = self.draft(operation);
        draft.set_encoded(model::encoded_slice(body, self.client.limits()));
        Request::from_draft(draft)
    }

    /// A request whose body is a JSON value of no declared type.
    pub fn request_with_json_value<T>(
        &self,
        operation: Operation,
        body: &model::Json,
    ) -> Request<T> {
        let mut draft = self.draft(operation);
        draft.set_encoded(serde_json::to_vec(body));
        Request::from_draft(draft)
    }

    /// A request whose body is the bytes given, or a stream of them, of the content type given.
    pub fn request_with_bytes<T>(
        &self,
        operation: Operation,
        content_type: &str,
        body: impl Into<Body>,
    ) -> Request<T> {
        let mut draft = self.draft(operation);
        draft.set_body(content_type, body.into());
        Request::from_draft(draft)
    }

    /// A request whose body is the bytes given, or a stream of them, of the content type given, or
    /// which has none.
    pub fn request_with_optional_bytes<T>(
        &self,
        operation: Operation,
        content_type: &str,
        body: Option<Body>,
    ) -> Request<T> {
        match body {
            Some(body) => self.request_with_bytes(operation, content_type, body),
            None => self.request(operation),
        }
    }

    fn draft(&self, operation: Operation) -> Draft {
        Draft::new(
            self.client.clone(),
            operation,
            self.text.clone(),
            self.problem.clone(),
        )
    }

    fn push_key(&mut self, value: &str) {
        match value {
            "" => self.fail(KeyFault::Empty),
            "." | ".." => self.fail(KeyFault::Dots),
            _ => self.push_encoded(value),
        }
    }

    fn push_quoted(&mut self, value: &str) {
        let mut parts = value.split('\'');
        if let Some(first) = parts.next() {
            self.push_encoded(first);
        }
        for part in parts {
            self.text.push_str("%27%27");
            self.push_encoded(part);
        }
    }

    fn push_value(&mut self, value: &dyn Display) {
        let before = self.text.len();
        // Encoding into a string does not fail; only a `Display` that fails by itself does.
        let written = write!(Encoding(&mut self.text), "{value}");
        if written.is_err() || self.text.len() == before {
            self.fail(KeyFault::Empty);
        }
    }

    fn push_encoded(&mut self, value: &str) {
        self.text.extend(utf8_percent_encode(value, SEGMENT));
    }

    // The first problem stands: later ones may follow from it.
    fn fail(&mut self, fault: KeyFault) {
        if self.problem.is_none() {
            let segment = self.text.matches('/').count();
            self.problem = Some(Box::new(Problem::Key { segment, fault }));
        }
    }
}

impl fmt::Debug for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Path").finish_non_exhaustive()
    }
}

/// Whether a text has the form of a
/// [primitive literal](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_PrimitiveLiterals)
/// of OData: one word, or a string in quotes with or without the name of its type before it.
fn is_literal(text: &str) -> bool {
    let is_word = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.:_".contains(&byte))
    };
    match text.split_once('\'') {
        None => !text.is_empty() && is_word(text),
        Some((type_name, quoted)) => {
            let content = quoted.strip_suffix('\'');
            // Without the doubled ones there is no quote left.
            is_word(type_name)
                && content.is_some_and(|content| !content.replace("''", "").contains('\''))
        }
    }
}

/// Encodes what is written.
struct Encoding<'a>(&'a mut String);

impl Write for Encoding<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend(utf8_percent_encode(text, SEGMENT));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::testing::client;
    use crate::model::Content;

    fn start() -> Path {
        Path::new(&client(), "/v1.0").join("/users/")
    }

    #[test]
    fn keys_are_one_segment() {
        let table = [
            ("plain-Key_1.~", "plain-Key_1.~"),
            ("a/b", "a%2Fb"),
            ("a?b#c", "a%3Fb%23c"),
            ("100%", "100%25"),
            ("%2e%2e", "%252e%252e"),
            ("o'neil('x')", "o%27neil%28%27x%27%29"),
            ("a b\t\n", "a%20b%09%0A"),
            ("\\..\\", "%5C..%5C"),
            ("$count", "%24count"),
            ("root:", "root%3A"),
            ("a+b&c;d", "a%2Bb%26c%3Bd"),
            ("AAMkAD==", "AAMkAD=="),
            (
                "contoso.sharepoint.com,2C7,2D2",
                "contoso.sharepoint.com,2C7,2D2",
            ),
            (
                "adele_x.com#EXT#@contoso.com",
                "adele_x.com%23EXT%23@contoso.com",
            ),
            ("zoë", "zo%C3%AB"),
            ("\u{feff}", "%EF%BB%BF"),
            ("...", "..."),
        ];
        for (key, encoded) in table {
            let path = start().key(key);
            assert_eq!(path.text, format!("/v1.0/users/{encoded}"), "{key:?}");
            assert!(path.problem.is_none(), "{key:?}");
            // A URL parser must leave it as it is.
            let url = url::Url::parse(&format!("https://host{}", path.text)).unwrap();
            assert_eq!(url.path(), path.text, "{key:?}");
        }
    }

    #[test]
    fn keys_that_would_change_the_path_are_remembered() {
        for key in ["", ".", ".."] {
            let path = start().key(key).join("/messages");
            assert!(
                matches!(
                    path.problem.as_deref(),
                    Some(Problem::Key { segment: 3, .. })
                ),
                "{key:?}"
            );
        }
        assert!(start().value("").problem.is_some());
    }

    #[test]
    fn string_literals_double_their_quotes() {
        let path = start().text("f(q='").quoted("O'Neil & 'co'").text("')");
        assert_eq!(
            path.text,
            "/v1.0/users/f(q='O%27%27Neil%20%26%20%27%27co%27%27')"
        );
        let path = start().text("f(q='").quoted("").text("')");
        assert_eq!(path.text, "/v1.0/users/f(q='')");
        assert!(path.problem.is_none());
    }

    #[test]
    fn bare_arguments_are_encoded() {
        let path = start()
            .text("f(a=")
            .value(-5)
            .text(",b=")
            .value("2020-01-01T00:00:00+01:00");
        assert_eq!(
            path.text,
            "/v1.0/users/f(a=-5,b=2020-01-01T00%3A00%3A00%2B01%3A00"
        );
    }

    #[test]
    fn bodies_are_any_content_or_none() {
        const POST: Operation = Operation::new(crate::operation::Method::Post, "/users");
        fn body<'a>(content: impl Into<Option<Source<'a>>>) -> Option<String> {
            let request = start().request_with_content::<()>(POST, content);
            let body = request.body()?;
            Some(String::from_utf8(body.to_vec()).unwrap())
        }
        fn some(source: Source<'_>) -> String {
            body(source).unwrap()
        }
        assert_eq!(some("a\"b".to_owned().source()), r#""a\"b""#);
        assert_eq!(some(5_i64.source()), "5");
        assert_eq!(some(vec!["a".to_owned()].source()), r#"["a"]"#);
        let map = std::collections::BTreeMap::from([("a".to_owned(), 1.5)]);
        assert_eq!(some(map.source()), r#"{"a":1.5}"#);
        assert_eq!(body(None), None);
        let request = start().request_with_json_array::<(), _>(POST, &[true, false]);
        assert_eq!(request.body().unwrap().as_ref(), b"[true,false]");
    }

    #[test]
    fn arguments_are_literals_and_nothing_more() {
        let argued = |text: &str| start().text("f(a=").argument(text).text(",b=1)");
        for (literal, encoded) in [
            ("-5", "-5"),
            ("1.5e+3", "1.5e%2B3"),
            ("-INF", "-INF"),
            ("null", "null"),
            ("true", "true"),
            ("2020-01-01", "2020-01-01"),
            (
                "2020-01-01T00:00:00.5+01:00",
                "2020-01-01T00%3A00%3A00.5%2B01%3A00",
            ),
            ("08:30:00", "08%3A30%3A00"),
            ("PT1H30M", "PT1H30M"),
            ("duration'PT1H'", "duration%27PT1H%27"),
            (
                "ef969797-201d-4f6b-960c-e9ed5f31dab5",
                "ef969797-201d-4f6b-960c-e9ed5f31dab5",
            ),
            ("microsoft.graph.kind'a,b'", "microsoft.graph.kind%27a,b%27"),
            ("'O''Neil'", "%27O%27%27Neil%27"),
            ("''", "%27%27"),
        ] {
            let path = argued(literal);
            assert!(path.problem.is_none(), "{literal}");
            assert_eq!(path.text, format!("/v1.0/users/f(a={encoded},b=1)"));
        }
        for other in [
            "",
            "1,b=2",
            "1)",
            "a=b",
            "f(1",
            "a/b",
            "a b",
            "1\n",
            "'",
            "'a",
            "a'",
            "'a'b'",
            "'a','b'",
            "'a')/g(x='b'",
            "x'a''",
            "@p",
            "1;2",
            "é",
        ] {
            assert!(
                matches!(
                    argued(other).problem.as_deref(),
                    Some(Problem::Key { segment: 3, .. })
                ),
                "{other:?}"
            );
        }
    }

    #[test]
    fn debug_output_has_no_key() {
        assert_eq!(format!("{:?}", start().key("KEY")), "Path { .. }");
    }
}

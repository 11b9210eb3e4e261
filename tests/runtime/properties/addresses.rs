//! Whatever a value holds, it stays a value, and the request goes where it should.

use std::sync::{Arc, Mutex};

use graph_client::credential::StaticToken;
use graph_client::http::Uri;
use graph_client::operation::{Method, Operation};
use graph_client::path::Path;
use graph_client::request::literal;
use graph_client::reqwest::Url;
use graph_client::transport::{HttpRequest, HttpResponse, Transport, TransportError};
use graph_client::{BoxFuture, ErrorKind, GraphClient, Request};
use proptest::prelude::*;
use serde_json::Value;

use super::wait;

const GET: Operation = Operation::new(Method::Get, "/users/{user-id}/messages");

/// Answers `{}`, and keeps the addresses that it was asked for.
#[derive(Clone, Debug, Default)]
struct Record(Arc<Mutex<Vec<Uri>>>);

impl Transport for Record {
    fn send(
        &self,
        request: HttpRequest,
    ) -> BoxFuture<'static, Result<HttpResponse, TransportError>> {
        self.0.lock().unwrap().push(request.uri().clone());
        Box::pin(std::future::ready(Ok(HttpResponse::new("{}".into()))))
    }
}

impl Record {
    fn client(&self) -> GraphClient {
        GraphClient::builder()
            .credential(StaticToken::new("t"))
            .transport(self.clone())
            .build()
            .unwrap()
    }

    /// Where a request goes; none when it is refused before it is sent.
    fn sent(&self, request: Request<Value>) -> Option<Uri> {
        match wait(request.into_future()) {
            Ok(_) => self.0.lock().unwrap().pop(),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
                assert!(self.0.lock().unwrap().is_empty());
                None
            }
        }
    }
}

/// The text behind percent-encoding.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            let digits = std::str::from_utf8(&digits).unwrap();
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Text as it comes, and text made of what means something in an address.
fn text() -> impl Strategy<Value = String> {
    let special = prop::collection::vec(
        prop::sample::select(vec![
            "/", "?", "#", "%", "%2F", "%2e", "..", ".", "'", "''", "(", ")", ",", "=", "&", "+",
            ";", ":", "@", "\\", "$", " ", "\r\n", "\0", "é", "a", "1", "\u{202e}", "//", "{", "}",
        ]),
        0..8,
    );
    prop_oneof![any::<String>(), special.prop_map(|parts| parts.concat())]
}

proptest! {
    #[test]
    fn a_key_is_one_segment_and_comes_out_as_it_went_in(key in text()) {
        let record = Record::default();
        let client = record.client();
        let path = Path::new(&client, "/v1.0").join("/users/").key(&key).text("/messages");
        let uri = record.sent(path.request(GET));
        if matches!(key.as_str(), "" | "." | "..") {
            prop_assert!(uri.is_none());
            return Ok(());
        }
        let uri = uri.unwrap();
        prop_assert_eq!(uri.host(), Some("graph.microsoft.com"));
        prop_assert_eq!(uri.query(), None);
        let segments: Vec<_> = uri.path().split('/').collect();
        prop_assert_eq!(segments.len(), 5);
        prop_assert_eq!(decoded(segments[3]), key);
        // A parser leaves it as it is.
        let url = Url::parse(&uri.to_string()).unwrap();
        prop_assert_eq!(url.path(), uri.path());
    }

    #[test]
    fn a_string_argument_ends_at_its_own_quote(value in text()) {
        let record = Record::default();
        let client = record.client();
        let path = Path::new(&client, "/v1.0").join("/f(a='").quoted(&value).text("',b=1)");
        let uri = record.sent(path.request(GET)).unwrap();
        let call = decoded(uri.path().strip_prefix("/v1.0/").unwrap());
        let quoted = call.strip_prefix("f(a='").unwrap().strip_suffix("',b=1)").unwrap();
        prop_assert_eq!(quoted.replace("''", "'"), value.as_str());
        prop_assert_eq!(quoted.matches('\'').count(), 2 * value.matches('\'').count());
        prop_assert_eq!(uri.path().matches('/').count(), 2);
    }

    #[test]
    fn a_bare_argument_is_one_argument_or_an_error(value in text()) {
        let record = Record::default();
        let client = record.client();
        let path = Path::new(&client, "/v1.0").join("/f(a=").argument(&value).text(",b=1)");
        let Some(uri) = record.sent(path.request(GET)) else {
            return Ok(());
        };
        let call = decoded(uri.path().strip_prefix("/v1.0/f(").unwrap());
        // Outside of quotes there is one comma, and one bracket that ends it.
        let mut outside = String::new();
        let mut within = false;
        for character in call.chars() {
            within ^= character == '\'';
            if !within && character != '\'' {
                outside.push(character);
            }
        }
        prop_assert!(!within, "{}", call);
        prop_assert_eq!(outside.matches(',').count(), 1);
        prop_assert_eq!(outside.matches('=').count(), 2);
        prop_assert_eq!(outside.find(')'), Some(outside.len() - 1));
    }

    #[test]
    fn options_come_out_as_they_went_in_each_once(
        options in prop::collection::vec((prop::sample::select(vec!["$filter", "$top", "@a", "é &="]), text()), 0..6),
    ) {
        let record = Record::default();
        let mut request = record.client().request::<Value>(Method::Get, "/v1.0/users");
        let mut expected: Vec<(String, String)> = Vec::new();
        for (name, value) in &options {
            request = request.query(name, value);
            expected.retain(|(known, _)| known != name);
            expected.push(((*name).to_owned(), value.clone()));
        }
        let uri = record.sent(request).unwrap();
        prop_assert_eq!(uri.path(), "/v1.0/users");
        let url = Url::parse(&uri.to_string()).unwrap();
        let found: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        prop_assert_eq!(found, expected);
        prop_assert_eq!(url.query().unwrap_or(""), uri.query().unwrap_or(""));
    }

    #[test]
    fn a_literal_holds_its_value_and_ends_where_it_ends(value in text()) {
        let text = literal(&value);
        let inside = text.strip_prefix('\'').unwrap().strip_suffix('\'').unwrap();
        prop_assert_eq!(inside.replace("''", "'"), value.as_str());
        prop_assert_eq!(inside.replace("''", "").contains('\''), false);
    }

    #[test]
    fn a_path_of_ones_own_goes_there_or_nowhere(path in text()) {
        let record = Record::default();
        for path in [path.clone(), format!("/{path}")] {
            let request = record.client().request::<Value>(Method::Get, &path);
            let Some(uri) = record.sent(request) else { continue };
            let (own, query) = path.split_once('?').unwrap_or((&path, ""));
            prop_assert_eq!(uri.scheme_str(), Some("https"));
            prop_assert_eq!(uri.authority().unwrap().as_str(), "graph.microsoft.com");
            prop_assert_eq!(uri.path(), own);
            prop_assert_eq!(uri.query().is_some(), !query.is_empty());
        }
    }
}

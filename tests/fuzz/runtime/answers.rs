//! Answers of any kind: with what each status and header may say, and with bodies that were JSON.

use graph_client::http::{HeaderName, HeaderValue, StatusCode};
use graph_client::testing::ScriptedAnswer;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::texts::{Edit, edited, edits, text};

const BODIES: [&str; 12] = [
    "",
    "{}",
    r#"{"value": [{"id": "a", "displayName": "A"}, {"id": "b"}], "@odata.nextLink": "https://graph.microsoft.com/v1.0/servicePrincipals?$skiptoken=a", "@odata.count": 7}"#,
    r#"{"value": [], "@odata.deltaLink": "https://graph.microsoft.com/v1.0/oauth2PermissionGrants/delta()?$deltatoken=a"}"#,
    r#"{"value": [{"id": "a"}], "@odata.nextLink": "https://evil.example/v1.0/servicePrincipals"}"#,
    r#"{"error": {"code": "generalException", "message": "No.", "innerError": {"request-id": "1", "date": "2026-01-01T00:00:00", "code": "inner"}}}"#,
    r#"{"responses": [{"id": "1", "status": 200, "headers": {"Content-Type": "application/json"}, "body": {"value": []}}, {"id": "2", "status": 429, "headers": {"Retry-After": "3"}, "body": {"error": {"code": "a", "message": "b"}}}, {"id": "3", "status": 204}]}"#,
    r#"{"responses": [{"id": "1", "status": 302, "headers": {"Location": "https://a.example/"}}, {"id": "1", "status": 200, "body": "aGk="}, {"id": "9", "status": 99999}]}"#,
    r#"{"expirationDateTime": "2026-01-01T00:00:00Z", "nextExpectedRanges": ["327680-"], "uploadUrl": "https://a.example/u"}"#,
    r#"{"nextExpectedRanges": ["0-9", "20-", "-5", "18446744073709551615-"]}"#,
    r#"{"status": "running", "percentageComplete": 27.5, "resourceId": "1", "statusDescription": "d"}"#,
    r##"{"@odata.type": "#microsoft.graph.servicePrincipal", "id": "a", "keyCredentials": [{"key": "AAEC", "startDateTime": "2026-01-01T00:00:00Z"}], "owners": [{"@odata.type": "#microsoft.graph.user", "id": "u"}]}"##,
];

/// Statuses that the client does something with, and others.
const STATUSES: [u16; 28] = [
    200, 200, 200, 201, 202, 204, 206, 301, 302, 304, 307, 400, 401, 403, 404, 408, 409, 410, 412,
    416, 423, 429, 429, 500, 502, 503, 504, 509,
];

const HEADERS: [&str; 14] = [
    "azure-asyncoperation",
    "content-encoding",
    "content-length",
    "content-range",
    "content-type",
    "date",
    "etag",
    "location",
    "odata-version",
    "operation-location",
    "request-id",
    "retry-after",
    "www-authenticate",
    "x-ms-retry-after-ms",
];

const VALUES: [&str; 34] = [
    "0",
    "3",
    "-1",
    "1.5",
    "99999999999999999999",
    "Fri, 31 Dec 1999 23:59:59 GMT",
    "Thu, 01 Jan 1970 00:00:99 GMT",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "bytes 0-9/20",
    "bytes 10-5/3",
    "bytes 0-18446744073709551615/*",
    "bytes */20",
    "bytes 18446744073709551615-18446744073709551615/18446744073709551615",
    "items 0-1/2",
    "application/json",
    "application/json; charset=utf-16",
    "multipart/mixed; boundary=\"",
    "gzip",
    "gzip, gzip",
    "identity",
    "\"1\"",
    "W/\"1\"",
    "Bearer",
    "Bearer realm=\"\", authorization_uri=\"https://login.example/\", error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"",
    "Bearer claims=\"\\\"\", claims=a, , =, Basic abc==, Bearer",
    "Digest a=\"b\\",
    "PoP nonce=\"\u{e9}\"",
    "https://graph.microsoft.com/v1.0/operations/1",
    "https://graph.microsoft.com.evil.example/v1.0/a",
    "https://graph.microsoft.com@evil.example/",
    "http://graph.microsoft.com/v1.0/a",
    "/v1.0/operations('1')",
    "//evil.example/a",
    "\\\\evil.example\\a",
];

/// An answer, as a value that can be shown and made smaller.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Index,
    edits: Vec<Edit>,
}

pub(crate) fn answers() -> impl Strategy<Value = Vec<Answer>> {
    let value = prop_oneof![
        6 => select(&VALUES[..]).prop_map(str::to_owned),
        1 => text(),
        1 => "bytes [0-9]{0,22}-[0-9]{0,22}/[0-9*]{0,22}",
        1 => "[A-Za-z]{1,6}( [a-z_]{1,6}=\"?[a-z\\\\\"=, ]{0,12}){0,3}",
    ];
    let header = (select(&HEADERS[..]), value);
    let headers = prop::collection::vec(header, 0..4);
    let answer = (select(&STATUSES[..]), headers, any::<Index>(), edits());
    let answer = answer.prop_map(|(status, headers, body, edits)| Answer {
        status,
        headers,
        body,
        edits,
    });
    prop::collection::vec(answer, 1..6)
}

impl Answer {
    pub(crate) fn body(&self) -> String {
        edited(BODIES[self.body.index(BODIES.len())], &self.edits)
    }

    pub(crate) fn scripted(&self) -> ScriptedAnswer {
        let status = StatusCode::from_u16(self.status).unwrap();
        let mut answer = ScriptedAnswer::bytes("application/json", self.body()).with_status(status);
        for (name, value) in &self.headers {
            // Bytes that no header may have do not arrive.
            if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
                answer = answer.with_header(HeaderName::from_static(name), value);
            }
        }
        answer
    }
}

//! Answers that are no success, and what is said of them.

use graph_client::model::{self, Page};
use graph_client::v1::models::ServicePrincipal;
use graph_client::{ErrorKind, GraphClient, Request};
use graph_tests::server::Answer;
use serde_json::json;

use crate::exchange::{DATA, KEY, SECRET, failure, value};

fn list(client: &GraphClient) -> Request<Page<ServicePrincipal>> {
    let list = client.v1().service_principals().get();
    let list = list.filter(format!("displayName eq '{DATA}'"));
    list.header("client-request-id", "c-1").into_inner()
}

fn get(client: &GraphClient) -> Request<ServicePrincipal> {
    let principal = client
        .v1()
        .service_principals()
        .by_service_principal_id(KEY);
    principal
        .get()
        .header("client-request-id", "c-1")
        .into_inner()
}

#[tokio::test]
async fn an_odata_error_is_read_in_full() {
    let body = json!({
        "error": {
            "code": "Request_BadRequest",
            "message": "One or more properties\r\nhave values that are not valid.",
            "target": "oAuth2PermissionGrant",
            "details": [
                {"code": "TooLong", "message": "Too long.", "target": "scope"},
                {"code": "Unknown", "target": "clientId"}
            ],
            "innerError": {
                "code": "Directory_1",
                "message": "From behind.",
                "date": "2026-01-02T03:04:05",
                "request-id": "r-inner",
                "client-request-id": "c-inner",
                "innerError": {"code": "Directory_2"}
            }
        },
        // What a service repeats of a request is in `raw` alone.
        "sent": SECRET
    });
    let answer = Answer::json(400, body.to_string()).header("request-id", "r-1");
    let error = failure(answer, list).await;

    assert_eq!(
        error.to_string(),
        "GET /servicePrincipals: 400 Bad Request: Request_BadRequest: One or more properties\\r\\n\
         have values that are not valid.; scope: Too long.; clientId: Unknown (request id r-1)"
    );
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.status().unwrap(), 400);
    assert_eq!(error.request_id(), Some("r-1"));
    assert_eq!(error.client_request_id(), Some("c-1"));
    assert!(!error.is_retryable());

    let odata = error.odata().unwrap();
    assert_eq!(odata.code.as_deref(), Some("Request_BadRequest"));
    assert_eq!(
        odata.message.as_deref(),
        Some("One or more properties\r\nhave values that are not valid.")
    );
    assert_eq!(odata.target.as_deref(), Some("oAuth2PermissionGrant"));
    let [first, second] = odata.details.as_slice() else {
        panic!("two details, not {:?}", odata.details);
    };
    assert_eq!(first.code.as_deref(), Some("TooLong"));
    assert_eq!(first.message.as_deref(), Some("Too long."));
    assert_eq!(first.target.as_deref(), Some("scope"));
    assert_eq!(second.code.as_deref(), Some("Unknown"));
    assert_eq!(second.message, None);
    assert_eq!(second.target.as_deref(), Some("clientId"));
    let inner = odata.inner_error.as_ref().unwrap();
    assert_eq!(inner.code.as_deref(), Some("Directory_1"));
    assert_eq!(inner.message.as_deref(), Some("From behind."));
    assert_eq!(inner.date.as_deref(), Some("2026-01-02T03:04:05"));
    assert_eq!(inner.request_id.as_deref(), Some("r-inner"));
    assert_eq!(inner.client_request_id.as_deref(), Some("c-inner"));
    let innermost = inner.inner_error.as_ref().unwrap();
    assert_eq!(innermost.code.as_deref(), Some("Directory_2"));
    assert_eq!(odata.raw, body);
}

#[tokio::test]
async fn the_request_id_may_be_in_the_body_alone() {
    let body = json!({"error": {"code": "X", "message": "Y", "innererror": {"request-id": "r-2"}}});
    let error = failure(Answer::json(500, body.to_string()), list).await;
    assert_eq!(error.request_id(), Some("r-2"));
    assert_eq!(
        error.to_string(),
        "GET /servicePrincipals: 500 Internal Server Error: X: Y (request id r-2)"
    );
}

#[tokio::test]
async fn the_start_of_a_page_of_a_proxy_is_quoted() {
    let page = "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title>\
                <style>body { color: red }</style></head>\n<body><h1>Proxy &amp; Sons</h1>\
                <!-- internal --><p>upstream\u{7} is away</p></body></html>";
    let answer = Answer::status(502).body("text/html", page);
    let error = failure(answer, list).await;
    assert_eq!(
        error.to_string(),
        "GET /servicePrincipals: 502 Bad Gateway: the answer is an HTML page, perhaps of a proxy \
         or gateway on the way: \"<!DOCTYPE html> <html><head><title>502 Bad Gateway</title>\
         <style>body { color: red }</style></head> <body><h1>Proxy &amp; Sons</h1>\
         <!-- internal --><p>upstream\\u{7} is away</p></body></html>\" \
         (client request id c-1)"
    );
    assert!(error.odata().is_none());
    assert!(
        error.is_retryable(),
        "a GET that a gateway lost may be sent again"
    );
}

#[tokio::test]
async fn a_page_where_json_was_expected_is_no_success() {
    let page = "<html><body>Sign in to the hotel's network</body></html>";
    let error = failure(Answer::status(200).body("text/html", page), list).await;
    assert_eq!(
        error.to_string(),
        "GET /servicePrincipals: 200 OK: the answer cannot be decoded: it is an HTML page, perhaps \
         of a proxy on the way, where JSON was expected: \
         \"<html><body>Sign in to the hotel's network</body></html>\" \
         (client request id c-1)"
    );
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn an_empty_error_body_is_said_to_be_empty() {
    let error = failure(Answer::status(503).header("Retry-After", "7"), list).await;
    assert_eq!(
        error.to_string(),
        "GET /servicePrincipals: 503 Service Unavailable: the answer has no body; \
         send it again after 7 s (client request id c-1)"
    );
    assert!(error.odata().is_none());
    assert!(error.is_retryable());
}

#[tokio::test]
async fn throttling_and_absence_are_told_apart() {
    let error = failure(Answer::status(429).header("Retry-After", "3"), list).await;
    assert!(error.is_throttled() && error.is_retryable() && !error.is_not_found());
    let error = failure(Answer::status(404), get).await;
    assert!(error.is_not_found() && !error.is_throttled() && !error.is_retryable());
    assert_eq!(
        error.to_string(),
        "GET /servicePrincipals/{servicePrincipal-id}: 404 Not Found: the answer has no body; see \
         https://learn.microsoft.com/graph/api/serviceprincipal-get?view=graph-rest-1.0 \
         (client request id c-1)"
    );
}

#[tokio::test]
async fn truncated_json_is_refused_with_its_place() {
    let truncated = [
        (
            r#"{"value":[{"id":"1"},{"info":{"logoUrl":"htt"#,
            "value[1].info.logoUrl: ",
        ),
        (r#"{"value":[{"id":"1"},{"tags":["a""#, "value[1].tags[1]: "),
        (r#"{"value":[{"id":"1"}"#, "value[1]: "),
        (r#"{"value":[]"#, "$: "),
        (r"[", "$: "),
    ];
    for (body, place) in truncated {
        let error = failure(Answer::json(200, body), list).await;
        let start =
            format!("GET /servicePrincipals: 200 OK: the answer cannot be decoded: {place}");
        let said = error.to_string();
        assert!(said.starts_with(&start), "{body} gives {said}");
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
}

#[tokio::test]
async fn a_value_of_another_type_costs_no_other_and_is_told_with_its_place() {
    let bodies = [
        (
            r#"{"value":[{"appRoles":[{"isEnabled":1}]},{"id":"2"}]}"#,
            "value[0].appRoles[0].isEnabled",
        ),
        (r#"{"value":[null,{"id":"2"}]}"#, "value[0]"),
    ];
    for (body, place) in bodies {
        let page = value(Answer::json(200, body), list).await;
        let ids: Vec<_> = page.iter().map(|item| item.id.as_deref()).collect();
        assert_eq!(ids, [None, Some("2")]);
        assert_eq!(model::check_types(&page).unwrap_err().path(), place);
        assert_eq!(model::to_json(&page).unwrap(), body.as_bytes());
    }
}

#[tokio::test]
async fn an_answer_without_what_it_must_have_is_refused_with_its_place() {
    let bodies = [
        (r#"{"value":{}}"#, "value: "),
        (r#"{"value":null}"#, "value: "),
        (r#"{"error":"none"}"#, "$: missing field `value`"),
    ];
    for (body, place) in bodies {
        let error = failure(Answer::json(200, body), list).await;
        let start =
            format!("GET /servicePrincipals: 200 OK: the answer cannot be decoded: {place}");
        let said = error.to_string();
        assert!(said.starts_with(&start), "{body} gives {said}");
    }
}

#[tokio::test]
async fn a_success_without_the_expected_body_is_refused() {
    for answer in [Answer::status(204), Answer::status(200)] {
        let error = failure(answer, get).await;
        assert!(
            error
                .to_string()
                .contains("it has no body where JSON was expected"),
            "{error}"
        );
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
}

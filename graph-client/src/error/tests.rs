use bytes::Bytes;
use http::StatusCode;
use serde_json::Value;

use super::*;
use crate::client::testing::{Script, reply};
use crate::operation::{AllOf, Caller, Method, Operation, Permissions, Requirements, Scheme};
use crate::path::Path;
use crate::{Cloud, ErrorKind};

const GRANT: &[AllOf] = &[AllOf(&["DelegatedPermissionGrant.ReadWrite.All"])];
const DIRECTORY: &[AllOf] = &[AllOf(&["Directory.ReadWrite.All"])];

const CREATE_GRANT: Operation = Operation::new(Method::Post, "/oauth2PermissionGrants")
    .with_requirements(
        &Requirements::new(Permissions::new(
            Scheme::Supported {
                least: GRANT,
                higher: DIRECTORY,
            },
            Scheme::Unsupported,
            Scheme::Supported {
                least: GRANT,
                higher: DIRECTORY,
            },
        ))
        .with_roles(&["Application Administrator", "User Administrator"])
        .with_clouds(Cloud::ALL),
    );

const ACQUIRE: Operation = Operation::new(
    Method::Post,
    "/applications/{application-id}/synchronization/acquireAccessToken",
)
.with_requirements(&Requirements::new(Permissions::new(
    Scheme::Supported {
        least: &[AllOf(&["Synchronization.ReadWrite.All"])],
        higher: &[],
    },
    Scheme::Unsupported,
    Scheme::Supported {
        least: &[AllOf(&["Application.ReadWrite.OwnedBy"])],
        higher: &[],
    },
)))
.with_documentation("https://learn.microsoft.com/graph/api/acquire");

const ME: Operation = Operation::new(Method::Get, "/me").with_requirements(
    &Requirements::new(Permissions::new(
        Scheme::Supported {
            least: &[AllOf(&["User.Read"])],
            higher: &[],
        },
        Scheme::Supported {
            least: &[AllOf(&["User.Read"])],
            higher: &[],
        },
        Scheme::Unsupported,
    ))
    .with_clouds(&[Cloud::Global]),
);

const PLACES: Operation =
    Operation::new(Method::Get, "/places").with_requirements(&Requirements::new(Permissions::new(
        Scheme::Supported {
            least: &[],
            higher: DIRECTORY,
        },
        Scheme::Unknown,
        Scheme::Unknown,
    )));

const GUESTS: Operation =
    Operation::new(Method::Get, "/guests").with_requirements(&Requirements::new(Permissions::new(
        Scheme::Unsupported,
        Scheme::Unsupported,
        Scheme::Supported {
            least: DIRECTORY,
            higher: &[],
        },
    )));

const NOBODY: Operation =
    Operation::new(Method::Get, "/nobody").with_requirements(&Requirements::new(Permissions::new(
        Scheme::Unsupported,
        Scheme::Unsupported,
        Scheme::Unsupported,
    )));

const AWAY: Operation = Operation::new(Method::Get, "/users").with_requirements(
    &Requirements::new(Permissions::UNKNOWN).with_clouds(&[Cloud::China, Cloud::UsGovernmentL4]),
);

const GET: Operation = Operation::new(Method::Get, "/groups/{group-id}");

async fn failure(
    root: &str,
    operation: Operation,
    status: u16,
    headers: &[(&'static str, &'static str)],
    body: &'static str,
) -> Error {
    let script = Script::new([reply(status, headers, body)]);
    Path::new(&script.client(), root)
        .join("/KEY")
        .request::<Value>(operation)
        .query("$filter", "DATA")
        .header("client-request-id", "c1")
        .await
        .unwrap_err()
}

const DENIED: &str = r#"{"error":{"code":"Authorization_RequestDenied",
    "message":"Insufficient privileges to complete the operation.",
    "innerError":{"request-id":"r1","client-request-id":"c9"}}}"#;

#[tokio::test]
async fn a_403_names_permission_and_roles() {
    let error = failure("/beta", CREATE_GRANT, 403, &[], DENIED).await;
    assert_eq!(
        error.to_string(),
        "POST /oauth2PermissionGrants: 403 Forbidden: Authorization_RequestDenied: Insufficient \
         privileges to complete the operation.; needs DelegatedPermissionGrant.ReadWrite.All \
         (delegated or application); a signed-in user also needs one of these roles: Application \
         Administrator, User Administrator (request id r1)"
    );
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.status(), Some(StatusCode::FORBIDDEN));
    assert_eq!(error.request_id(), Some("r1"));
    assert_eq!(error.client_request_id(), Some("c1"));
    assert_eq!(error.operation(), Some(&CREATE_GRANT));
    assert_eq!(error.code(), Some("Authorization_RequestDenied"));
    assert!(!error.is_retryable() && !error.is_not_found() && !error.is_throttled());
    assert!(!format!("{error} {error:?}").contains("KEY"));
    assert!(!format!("{error} {error:?}").contains("DATA"));
    assert!(!format!("{error} {error:?}").contains("TOKEN"));
    assert_eq!(
        format!("{error:?}"),
        format!("Error {{ kind: Status, status: Some(403), message: {error}, .. }}")
    );
}

#[tokio::test]
async fn a_403_tells_callers_apart() {
    let error = failure("/v1.0", ACQUIRE, 403, &[("request-id", "r2")], "").await;
    assert_eq!(
        error.to_string(),
        "POST /applications/{application-id}/synchronization/acquireAccessToken: 403 Forbidden: \
         the answer has no body; needs Synchronization.ReadWrite.All (delegated) or \
         Application.ReadWrite.OwnedBy (application); see \
         https://learn.microsoft.com/graph/api/acquire (request id r2)"
    );
    let error = failure("/v1.0", ME, 403, &[], "").await;
    assert_eq!(
        error.to_string(),
        "GET /me: 403 Forbidden: the answer has no body; needs User.Read (delegated); it cannot \
         be used with application permissions (client request id c1)"
    );
    let error = failure("/v1.0", GUESTS, 403, &[], "").await;
    assert_eq!(
        error.to_string(),
        "GET /guests: 403 Forbidden: the answer has no body; needs Directory.ReadWrite.All \
         (application); it cannot be used with delegated permissions (client request id c1)"
    );
    // Whom it could be used by nobody knows.
    let error = failure("/v1.0", NOBODY, 403, &[], "").await;
    assert_eq!(
        error.to_string(),
        "GET /nobody: 403 Forbidden: the answer has no body (client request id c1)"
    );
    // Where the least privileged ones are not known there is nothing to name.
    let error = failure("/v1.0", PLACES, 403, &[], "").await;
    assert_eq!(
        error.to_string(),
        "GET /places: 403 Forbidden: the answer has no body (client request id c1)"
    );
}

async fn refusal(
    script: &Script,
    client: crate::GraphClientBuilder,
    operation: Operation,
) -> String {
    let client = client.build().unwrap();
    let request = Path::new(&client, "/v1.0").join("/KEY");
    let error = request.request::<Value>(operation).await.unwrap_err();
    assert!(matches!(
        error.kind(),
        ErrorKind::NotOffered | ErrorKind::NotGranted
    ));
    assert!(!error.is_retryable());
    assert_eq!(error.attempts(), 0);
    assert!(script.seen().is_empty());
    error.to_string()
}

#[tokio::test]
async fn what_the_cloud_does_not_offer_is_not_sent() {
    let script = Script::new([]);
    assert_eq!(
        refusal(&script, script.builder(), AWAY).await,
        "GET /users: it is not offered in the global service, only in China operated by 21Vianet and \
         US Government L4; nothing was sent; if it has come there since, call it by its path with \
         GraphClient::request"
    );
    // What a root of one's own offers is not known.
    let script = Script::new([reply(200, &[], "1")]);
    let client = script
        .builder()
        .root("https://graph.example")
        .build()
        .unwrap();
    let request = Path::new(&client, "/v1.0").request::<Value>(AWAY);
    assert!(request.await.is_ok());
}

#[tokio::test]
async fn what_the_granted_permissions_do_not_do_for_is_not_sent() {
    let script = Script::new([]);
    let granted = |caller, names: &[&str]| script.builder().granted(caller, names);
    assert_eq!(
        refusal(
            &script,
            granted(Caller::DelegatedWork, &["User.Read"]),
            CREATE_GRANT
        )
        .await,
        "POST /oauth2PermissionGrants: it needs DelegatedPermissionGrant.ReadWrite.All or \
         Directory.ReadWrite.All (delegated, least privileged first), and the client was granted \
         none of them; nothing was sent"
    );
    assert_eq!(
        refusal(&script, granted(Caller::Application, &["User.Read"]), ME).await,
        "GET /me: it cannot be used with application permissions, whichever were granted; nothing \
         was sent"
    );
    // A higher permission does, also as a scope and in another case; so does not knowing.
    for (operation, name) in [
        (
            CREATE_GRANT,
            "https://graph.microsoft.com/directory.readwrite.all",
        ),
        (GET, "User.Read"),
    ] {
        let script = Script::new([reply(200, &[], "1")]);
        let client = script.builder().granted(Caller::DelegatedWork, [name]);
        let client = client.build().unwrap();
        let request = Path::new(&client, "/v1.0").request::<Value>(operation);
        assert!(request.await.is_ok(), "{name}");
    }
}

#[tokio::test]
async fn a_403_speaks_to_the_caller_that_is_known() {
    let script = Script::new([reply(403, &[("request-id", "r")], "")]);
    let client = script
        .builder()
        .granted(Caller::Application, ["Directory.ReadWrite.All"])
        .build()
        .unwrap();
    let request = Path::new(&client, "/v1.0").request::<Value>(CREATE_GRANT);
    assert_eq!(
        request.await.unwrap_err().to_string(),
        "POST /oauth2PermissionGrants: 403 Forbidden: the answer has no body; needs \
         DelegatedPermissionGrant.ReadWrite.All (application) (request id r)"
    );
}

#[tokio::test]
async fn other_statuses_say_what_to_do() {
    let table = [
        (
            "/beta",
            404,
            "GET /groups/{group-id}: 404 Not Found: the answer has no body; operations under /beta \
             change without notice, so this one may be gone or have another path (client request \
             id c1)",
        ),
        (
            "/v1.0",
            404,
            "GET /groups/{group-id}: 404 Not Found: the answer has no body (client request id c1)",
        ),
        (
            "/v1.0",
            401,
            "GET /groups/{group-id}: 401 Unauthorized: the answer has no body; the token was not \
             accepted: it must be current and issued for https://graph.microsoft.com/.default \
             (client request id c1)",
        ),
        (
            "/v1.0",
            429,
            "GET /groups/{group-id}: 429 Too Many Requests: the answer has no body; send it again \
             after 30 s (client request id c1)",
        ),
        (
            "/v1.0",
            599,
            "GET /groups/{group-id}: 599: the answer has no body (client request id c1)",
        ),
        (
            "/v1.0",
            304,
            "GET /groups/{group-id}: 304 Not Modified: the answer has no body (client request id \
             c1)",
        ),
    ];
    for (root, status, message) in table {
        let error = failure(root, GET, status, &[("retry-after", "30")], "").await;
        assert_eq!(error.to_string(), message);
        assert_eq!(error.is_not_found(), status == 404);
        assert_eq!(error.is_throttled(), status == 429);
    }
}

#[tokio::test]
async fn retrying_depends_on_status_and_method() {
    let table = [
        (429, true, true),
        (503, true, false),
        (502, true, false),
        (504, true, false),
        (500, true, false),
        (408, true, false),
        (509, true, false),
        (501, false, false),
        (400, false, false),
        (409, false, false),
    ];
    for (status, get, post) in table {
        let found = (
            failure("/v1.0", GET, status, &[], "").await.is_retryable(),
            failure("/v1.0", CREATE_GRANT, status, &[], "")
                .await
                .is_retryable(),
        );
        assert_eq!(found, (get, post), "{status}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_its_address_not_shown() {
    let location = "https://files.example.com/content?sig=SIGNATURE";
    let error = failure("/v1.0", GET, 302, &[("location", location)], "").await;
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert_eq!(error.redirect_location(), Some(location));
    assert_eq!(
        error.to_string(),
        "GET /groups/{group-id}: 302 Found: a redirect to files.example.com is not followed, so \
         that the token goes nowhere else; Error::redirect_location has the address, if there is \
         one (client request id c1)"
    );
    assert!(!format!("{error:?}").contains("SIGNATURE"));

    // Bytes are fetched from elsewhere by a GET alone.
    let script = Script::new([reply(302, &[("location", location)], "")]);
    let request = script
        .client()
        .request::<Bytes>(Method::Post, "/v1.0/export");
    assert_eq!(request.await.unwrap_err().kind(), ErrorKind::Redirect);
    assert_eq!(script.seen().len(), 1);
}

#[tokio::test]
async fn what_a_server_says_cannot_forge_lines() {
    let body = "{\"error\":{\"code\":\"X\\n2026 ERROR\",\"message\":\"a\\u001b[2Jb\\u202e\"}}";
    let error = failure("/v1.0", GET, 400, &[("request-id", "r\tx")], body).await;
    assert_eq!(
        error.to_string(),
        "GET /groups/{group-id}: 400 Bad Request: X\\n2026 ERROR: a\\u{1b}[2Jb\\u{202e} (request \
         id r\\tx)"
    );
}

#[tokio::test]
async fn a_success_that_cannot_be_decoded_says_where() {
    let error = failure(
        "/v1.0",
        GET,
        200,
        &[("request-id", "r1")],
        "{\"value\":[{\"id\":\"a",
    )
    .await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.status(), Some(StatusCode::OK));
    assert_eq!(
        error.to_string(),
        "GET /groups/{group-id}: 200 OK: the answer cannot be decoded: it ends too early, \
         at line 1 column 18 (request id r1)"
    );
    let page = "<!DOCTYPE html><title>Sign in</title>";
    let error = failure("/v1.0", GET, 200, &[], page).await;
    assert_eq!(
        error.to_string(),
        "GET /groups/{group-id}: 200 OK: the answer cannot be decoded: it is an HTML page, \
         perhaps of a proxy on the way, where JSON was expected: \
         \"<!DOCTYPE html><title>Sign in</title>\" (client request id \
         c1)"
    );
    assert!(!error.is_retryable());
}

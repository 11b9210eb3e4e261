//! Projections: what they ask for, and what becomes of what comes.

use graph_client::credential::StaticToken;
use graph_client::model::{self, Json, Nullable, Page};
use graph_client::query::{Options, Projection, filter};
use graph_client::v1::models::{
    AppRole, Application, OAuth2PermissionGrant, ServicePrincipal, User, VerifiedPublisher,
};
use graph_client::{ErrorKind, GraphClient};
use graph_tests::server::{Answer, Server};

use crate::sample::{Part, Sample};

#[derive(Debug, Projection)]
#[projection(of = ServicePrincipal)]
struct Principal {
    id: String,
    #[projection(property = app_id)]
    client_id: Option<String>,
    display_name: Nullable<String>,
    app_role_assignment_required: Option<bool>,
    tags: Vec<String>,
    app_roles: Option<Vec<Role>>,
    verified_publisher: Option<Publisher>,
    owners: Vec<Owner>,
    oauth2_permission_grants: Vec<OAuth2PermissionGrant>,
    #[projection(annotation = "@odata.etag")]
    etag: Option<String>,
}

#[derive(Debug, Projection)]
#[projection(of = AppRole)]
struct Role {
    value: Option<String>,
}

#[derive(Debug, Projection)]
#[projection(of = VerifiedPublisher)]
struct Publisher {
    display_name: Option<String>,
}

// What navigation leads to is a family; a projection of a member says what is wanted of each.
#[derive(Debug, Projection)]
#[projection(of = User)]
struct Owner {
    id: String,
    display_name: Option<String>,
}

async fn client(script: impl IntoIterator<Item = Answer>) -> (Server, GraphClient) {
    let server = Server::start(script).await;
    let client = GraphClient::builder()
        .credential(StaticToken::new("token"))
        .loopback(server.root())
        .build()
        .unwrap();
    (server, client)
}

const APP: &str = r##"{
    "@odata.etag": "W/\"1\"", "id": "1", "appId": "a", "displayName": null, "tags": ["x"],
    "appRoles": [{"value": "r", "id": "ef969797-201d-4f6b-960c-e9ed5f31dab5"}],
    "verifiedPublisher": {"displayName": "p"}, "unknown": {"deep": [1]},
    "owners": [{"@odata.type": "#microsoft.graph.user", "id": "o", "displayName": "Ö"}],
    "oauth2PermissionGrants": [{"id": "g"}]
}"##;

const ASKED: &str = "?$select=id,appId,displayName,appRoleAssignmentRequired,tags,appRoles,\
    verifiedPublisher&$expand=owners($select%3Did,displayName),oauth2PermissionGrants";

fn check(app: &Principal) {
    assert_eq!(app.id, "1");
    assert_eq!(app.client_id.as_deref(), Some("a"));
    assert_eq!(app.display_name, Nullable::Null);
    assert_eq!(app.app_role_assignment_required, None);
    assert_eq!(app.tags, ["x"]);
    let roles = app.app_roles.as_ref().unwrap();
    assert_eq!(roles[0].value.as_deref(), Some("r"));
    let publisher = app.verified_publisher.as_ref().unwrap();
    assert_eq!(publisher.display_name.as_deref(), Some("p"));
    assert_eq!(app.owners[0].id, "o");
    assert_eq!(app.owners[0].display_name.as_deref(), Some("Ö"));
    assert_eq!(app.oauth2_permission_grants[0].id.as_deref(), Some("g"));
    assert_eq!(app.etag.as_deref(), Some("W/\"1\""));
}

#[tokio::test]
async fn an_object_is_asked_for_and_decoded_in_part() {
    let (server, client) = client([Answer::json(200, APP)]).await;
    let app = client
        .v1()
        .service_principals()
        .by_service_principal_id("1")
        .get();
    check(&app.project::<Principal>().await.unwrap());
    let target = server.take_request().target().to_owned();
    assert_eq!(target, format!("/v1.0/servicePrincipals/1{ASKED}"));
}

#[tokio::test]
async fn collections_are_decoded_page_by_page() {
    let (server, client) = client([
        Answer::json(
            200,
            format!(r#"{{"@odata.nextLink": "?next", "value": [{APP}]}}"#),
        ),
        Answer::json(200, format!(r#"{{"value": [{APP}, {APP}]}}"#)),
    ])
    .await;
    let request = client
        .v1()
        .service_principals()
        .get()
        .project::<Principal>()
        .top(5);
    let request = request.filter(filter!(ServicePrincipal: account_enabled));
    let mut items = request.items();
    let mut count = 0;
    while let Some(app) = items.try_next().await.unwrap() {
        check(&app);
        count += 1;
    }
    assert_eq!(count, 3);
    let target = server.take_request().target().to_owned();
    assert_eq!(
        target,
        format!("/v1.0/servicePrincipals{ASKED}&$top=5&$filter=accountEnabled%20eq%20true")
    );
}

#[derive(Projection)]
#[projection(of = OAuth2PermissionGrant)]
struct Change {
    id: String,
    scope: Option<String>,
    #[projection(annotation = "@removed")]
    removed: Option<Json>,
}

#[tokio::test]
async fn a_delta_is_decoded_into_changes_and_goes_on_from_its_link() {
    let body = |link: &str| {
        format!(
            r#"{{"@odata.deltaLink": "{link}",
                "value": [{{"id": "1", "scope": "a"}}, {{"id": "2", "@removed": {{"reason": "deleted"}}}}]}}"#
        )
    };
    let (server, client) = client([
        Answer::json(200, body("?one")),
        Answer::json(200, body("?two")),
    ])
    .await;
    let mut changes = client
        .v1()
        .oauth2_permission_grants()
        .delta()
        .get()
        .project::<Change>()
        .items();
    let first = changes.try_next().await.unwrap().unwrap();
    let second = changes.try_next().await.unwrap().unwrap();
    assert_eq!(
        (first.id.as_str(), first.scope.as_deref()),
        ("1", Some("a"))
    );
    assert!(first.removed.is_none() && second.removed.is_some());
    assert!(changes.try_next().await.unwrap().is_none());
    let target = server.take_request().target().to_owned();
    assert!(target.ends_with("/delta()?$select=id,scope"), "{target}");

    let link = format!("{}/v1.0/oauth2PermissionGrants/delta()?one", server.root());
    let page: Page<Change> = client.resume(&link).await.unwrap();
    assert_eq!(page.value.len(), 2);
}

#[tokio::test]
async fn a_batch_gives_projections() {
    let (_server, client) = client([Answer::json(
        200,
        format!(
            r#"{{"responses": [
                {{"id": "0", "status": 200, "body": {APP}}},
                {{"id": "1", "status": 200, "body": {{"value": [{APP}]}}}}
            ]}}"#
        ),
    )])
    .await;
    let mut batch = client.batch();
    let one = client
        .v1()
        .service_principals()
        .by_service_principal_id("1")
        .get();
    let one = batch.add(one.project::<Principal>());
    let all = batch.add(
        client
            .v1()
            .service_principals()
            .get()
            .project::<Principal>(),
    );
    let mut answers = batch.send().await;
    check(&answers.take(one).unwrap());
    check(&answers.take(all).unwrap().value[0]);
}

#[tokio::test]
async fn what_is_missing_or_of_another_type_is_an_error_with_its_name() {
    let without = |property: &str| APP.replace(&format!("\"{property}\""), "\"x\"");
    let with = |from: &str, to: &str| {
        assert!(APP.contains(from));
        APP.replace(from, to)
    };
    let cases = [
        (without("tags"), "value[1]: missing field `tags`"),
        (without("owners"), "value[1]: missing field `owners`"),
        (
            with(r#""id": "o", "#, ""),
            "value[1].owners[0]: missing field `id`",
        ),
        (
            with(r#""id": "1""#, r#""id": null"#),
            "value[1].id: invalid type: null, expected a value, not null",
        ),
        (
            with(r#""id": "1""#, r#""id": 5"#),
            "value[1].id: invalid type: integer, expected a string",
        ),
        (
            with(r#""appId": "a""#, r#""appId": 5"#),
            "value[1].appId: invalid type: integer, expected a string",
        ),
        (
            with(r#"["x"]"#, "[1]"),
            "value[1].tags[0]: invalid type: integer, expected a string",
        ),
        (
            with(r#"{"displayName": "p"}"#, r#"{"displayName": []}"#),
            "value[1].verifiedPublisher.displayName: invalid type: sequence, expected a string",
        ),
        (
            "7".to_owned(),
            "value[1]: invalid type: integer, expected an object",
        ),
    ];
    let answers = cases.iter().map(|(body, _)| {
        let body = format!(r#"{{"value": [{APP}, {body}]}}"#);
        Answer::json(200, body)
    });
    let (_server, client) = client(answers).await;
    for (_, expected) in cases {
        let request = client
            .v1()
            .service_principals()
            .get()
            .project::<Principal>();
        let error = request.await.err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Decode);
        let text = error.to_string();
        assert!(text.contains(expected), "{expected:?} is not in {text:?}");
    }
}

#[derive(Projection)]
#[projection(of = Sample)]
struct Wide {
    name: Option<String>,
    born: Option<model::DateTime>,
    rights: Option<model::FlagSet<crate::sample::Colour>>,
    parts: Option<Vec<Narrow>>,
    detail: Option<Narrow>,
    related: Option<Deep>,
    all_related: Vec<Part>,
}

#[derive(Projection)]
#[projection(of = Part)]
struct Narrow {
    name: Option<String>,
    inner: Vec<String>,
}

#[derive(Projection)]
#[projection(of = Part)]
struct Deep {
    size: i32,
}

#[test]
fn every_kind_of_property_can_be_in_a_projection() {
    let options = Options::of::<Wide>().unwrap();
    assert_eq!(
        options.select,
        ["sampleName", "born", "rights", "parts", "detail"]
    );
    assert_eq!(options.expand, ["related($select=size)", "allRelated"]);
    let json = br#"{"sampleName": "n", "born": "then", "rights": "red,x", "detail": {"inner": []},
        "parts": [{"partName": null, "inner": ["i"]}], "related": {"size": 1}, "allRelated": [{"size": 2}]}"#;
    let wide: Wide = model::from_json(json).unwrap();
    assert_eq!(wide.name.as_deref(), Some("n"));
    // The text of a date is kept, as in a model.
    assert_eq!(wide.born.as_ref().unwrap().as_str(), "then");
    assert_eq!(wide.rights.as_ref().unwrap().len(), 2);
    let parts = wide.parts.as_ref().unwrap();
    assert_eq!(
        (parts[0].name.as_deref(), parts[0].inner.as_slice()),
        (None, &["i".to_owned()][..])
    );
    assert!(wide.detail.as_ref().unwrap().inner.is_empty());
    assert_eq!(wide.related.as_ref().unwrap().size, 1);
    assert_eq!(wide.all_related[0].size, Some(2));
    // It is a model: what it has is encoded, copied and compared.
    let text = String::from_utf8(model::to_json(&wide).unwrap()).unwrap();
    assert_eq!(
        text,
        String::from_utf8_lossy(&model::to_json(&model::Model::copy(&wide)).unwrap())
    );
    assert!(model::equal_models(&wide, &model::Model::copy(&wide)));
    assert!(
        text.starts_with(r#"{"sampleName":"n","born":"then","rights":"red,x""#),
        "{text}"
    );
}

#[derive(Projection)]
#[projection(of = Sample)]
struct Related {
    all_related: Vec<Deep>,
}

#[test]
fn a_projection_of_related_objects_alone_selects_the_id() {
    let options = Options::of::<Related>().unwrap();
    assert_eq!(options.select, ["id"]);
    assert_eq!(options.expand, ["allRelated($select=size)"]);
}

/// A projection that holds itself, by way of another.
#[derive(Projection)]
#[projection(of = Application)]
struct Endless {
    owners: Vec<EndlessOwner>,
}

#[derive(Projection)]
#[projection(of = ServicePrincipal)]
struct EndlessOwner {
    owners: Vec<Endless>,
    owned_objects: Vec<Endless>,
}

#[tokio::test]
async fn a_projection_that_expands_itself_is_an_error() {
    assert_eq!(Options::of::<EndlessOwner>(), None);
    let (_server, client) = client([]).await;
    let request = client
        .v1()
        .service_principals()
        .get()
        .project::<EndlessOwner>();
    let error = request.await.err().unwrap();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(
        error.to_string().contains("the projection expands itself"),
        "{error}"
    );
}

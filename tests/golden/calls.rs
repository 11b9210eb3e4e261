//! The requests that expected code makes.

use graph_client::credential::StaticToken;
use graph_client::operation::{AllOf, Cloud, Method, Scheme};
use graph_client::{GraphClient, Request};
use serde_json::json;

use crate as compiled;

fn client() -> GraphClient {
    GraphClient::builder()
        .credential(StaticToken::new("token"))
        .build()
        .unwrap()
}

fn body<T>(request: &Request<T>) -> &str {
    std::str::from_utf8(request.body().unwrap()).unwrap()
}

#[test]
fn functions_take_their_parameters_in_place() {
    let user = compiled::functions::Api::new(&client())
        .users()
        .by_user_id("1");
    assert_eq!(user.delta().get().path(), "/v1.0/users/1/delta()");
    assert_eq!(
        user.delta_with_token("O'Neil").get().path(),
        "/v1.0/users/1/delta(token='O%27%27Neil')"
    );
    let view = user.reminder_view_with_start_date_time_with_end_date_time("a:b", "c/d");
    assert_eq!(
        view.get().path(),
        "/v1.0/users/1/reminderView(StartDateTime='a%3Ab',EndDateTime='c%2Fd')"
    );
    let view = user.calendar_view().get("2026-12-01", "2026-12-02");
    assert_eq!(
        view.query_string(),
        "startDateTime=2026-12-01&endDateTime=2026-12-02"
    );
    let nth = user.nth_with_index_with_path(7, "x").name().get();
    assert_eq!(nth.path(), "/v1.0/users/1/nth(index=7,path='x')/name");
}

#[test]
fn keys_of_all_kinds_become_paths() {
    let api = compiled::alternate_keys::Api::new(&client());
    assert_eq!(
        api.applications_with_app_id("a").delete().path(),
        "/v1.0/applications(appId='a')"
    );
    assert_eq!(
        api.drive()
            .root()
            .path_with_path("a b")
            .rename()
            .post()
            .path(),
        "/v1.0/drive/root:/a%20b:/rename"
    );
    assert_eq!(
        api.by_kind("x").by_kind_id("y").delete().path(),
        "/v1.0/x/y"
    );
}

#[test]
fn segments_of_odata_and_casts_are_sent_as_they_are() {
    let groups = compiled::odata_segments::Api::new(&client()).groups();
    let group = groups.by_group_id("1");
    assert_eq!(groups.count().get().path(), "/v1.0/groups/$count");
    assert_eq!(
        group.photo().content().get().path(),
        "/v1.0/groups/1/photo/$value"
    );
    assert_eq!(group.content().get().path(), "/v1.0/groups/1/content");
    assert_eq!(group.path_content().get().path(), "/v1.0/groups/1/$value");
    let member = group.members().by_directory_object_id("2");
    assert_eq!(
        member.r#ref().delete().path(),
        "/v1.0/groups/1/members/2/$ref"
    );

    let members = compiled::casts::Api::new(&client())
        .groups()
        .by_group_id("1")
        .members();
    assert_eq!(
        members.graph_user().count().get().path(),
        "/v1.0/groups/1/members/graph.user/$count"
    );
    let api = compiled::module_descriptions::Api::new(&client());
    assert_eq!(
        api.applications()
            .by_application_id("1")
            .add_key()
            .post()
            .path(),
        "/v1.0/applications/1/microsoft.graph.addKey"
    );
}

#[test]
fn what_is_required_is_an_argument_and_the_rest_is_an_option() {
    let api = compiled::options::Api::new(&client());
    let post = api
        .items()
        .post(&json!([1]), "r", true, ["a", "b"], 0.5, -3, "etag")
        .prefer(["x", "y"]);
    assert_eq!(
        post.query_string(),
        "request=r&body=true&value=a&value=b&limit=0.5&offset=-3"
    );
    assert_eq!(post.headers()["if-match"], "etag");
    assert_eq!(post.headers()["prefer"], "x,y");
    assert_eq!(body(&post), "[1]");

    let item = api.items().by_item_id("1");
    assert_eq!(
        item.delete("t").version(-1).query_string(),
        "tenant=t&version=-1"
    );
    let get = item.get().option_header("h").option_send(2).tenant("t");
    assert_eq!(get.query_string(), "header=h&send=2&tenant=t");
}

#[test]
fn bytes_go_under_their_content_type() {
    let api = compiled::binary::Api::new(&client());
    let content = api.files().by_file_id("1").content();
    let put = content.put(&b"\x00\xff"[..]);
    assert_eq!(put.headers()["content-type"], "application/octet-stream");
    assert_eq!(put.body().unwrap().as_ref(), b"\x00\xff");
    let post = content.post("picture", "image/png");
    assert_eq!(post.headers()["content-type"], "image/png");

    let notes = [compiled::binary::models::Note::new().set_text("a")];
    assert_eq!(body(&api.notes().put(&notes)), r#"[{"text":"a"}]"#);
}

#[test]
fn the_same_body_is_the_same_type() {
    let api = compiled::inline_bodies::Api::new(&client());
    let shared = compiled::inline_bodies::models::AcquireTokenPostRequestBody::new();
    let application = api.applications().by_application_id("1").acquire_token();
    let principal = api.principals().by_principal_id("1").acquire_token();
    assert_eq!(body(&application.post(&shared)), "{}");
    assert_eq!(body(&principal.post(&shared)), "{}");
    let other = compiled::inline_bodies::models::UsersAcquireTokenPostRequestBody::new();
    assert_eq!(
        body(&api.users().by_user_id("1").acquire_token().post(&other)),
        "{}"
    );
}

#[test]
fn requests_know_who_may_send_them() {
    let grants = compiled::permissions::Api::new(&client()).grants();
    let request = grants.get();
    let operation = request.operation().unwrap();
    assert_eq!(operation.method(), Method::Get);
    assert_eq!(operation.path_template(), "/grants");
    assert_eq!(
        operation.documentation(),
        Some("https://learn.microsoft.com/graph/api/grant-list?view=graph-rest-1.0")
    );
    let permissions = operation.permissions();
    assert!(matches!(
        permissions.delegated_work(),
        Scheme::Supported {
            least: [AllOf(["Directory.Read.All"])],
            higher: [AllOf(["Directory.ReadWrite.All"])]
        }
    ));
    assert!(matches!(
        permissions.delegated_personal(),
        Scheme::Unsupported
    ));
    assert!(matches!(
        permissions.application(),
        Scheme::Supported {
            least: [AllOf(["Directory.Read.All"])],
            higher: [AllOf(["Application.Read.All", "Group.Read.All"])]
        }
    ));
    assert_eq!(
        operation.roles(),
        ["Application Administrator", "Directory Writers"]
    );
    assert_eq!(operation.clouds().len(), 4);
    assert_eq!(operation, &compiled::permissions::grants::Grants::GET);
    // What asks the same is the same.
    let item = compiled::permissions::grants::Item::GET;
    assert!(std::ptr::eq(item.permissions(), operation.permissions()));

    let post = grants.post();
    let operation = post.operation().unwrap();
    assert!(matches!(
        operation.permissions().delegated_work(),
        Scheme::Unknown
    ));
    assert_eq!(operation.clouds(), [Cloud::Global]);
}

#[test]
fn every_name_leads_to_its_own_path() {
    let api = compiled::names::Api::new(&client());
    for (request, path) in [
        (api.foo_bar().get(), "/v1.0/foo-bar"),
        (api.path_foo_bar().get(), "/v1.0/fooBar"),
        (api.path_foo_bar2().get(), "/v1.0/foo_bar"),
        (api.v10().get(), "/v1.0/10"),
        (api.v1_0().get(), "/v1.0/1.0"),
        (api.unnamed().get(), "/v1.0/"),
        (api.r#mod().get(), "/v1.0/mod"),
        (api.models().get(), "/v1.0/models"),
        (api.u65e5_u672c().get(), "/v1.0/%E6%97%A5%E6%9C%AC"),
        (api.r#type().get().get(), "/v1.0/type/get"),
        (
            api.r#type().by_self("s").path_get().post(),
            "/v1.0/type/s/get",
        ),
    ] {
        assert_eq!(request.path(), path);
    }
}

//! Pages, one after another, to their end or to what stands in its place.

use std::collections::BTreeSet;

use graph_client::ErrorKind;
use graph_client::model::UntypedObject;
use graph_client::operation::Method;
use graph_client::paging::Items;
use graph_client::retry::RetryPolicy;
use graph_client::v1::models::ServicePrincipal;
use graph_tests::server::Answer;

use crate::setup::{Scene, scene};

const PATH: &str = "/v1.0/servicePrincipals";

/// A page with these ids, and a link to a page by its name.
fn page(scene: &Scene, ids: &[&str], link: Option<(&str, &str)>) -> Answer {
    let items: Vec<_> = ids
        .iter()
        .map(|id| serde_json::json!({ "id": id }))
        .collect();
    let mut page = serde_json::json!({ "value": items });
    if let Some((name, token)) = link {
        page[name] = format!("{}{PATH}?token={token}", scene.server.root()).into();
    }
    Answer::json(200, page.to_string())
}

const NEXT: &str = "@odata.nextLink";

fn principals(scene: &Scene) -> Items<ServicePrincipal> {
    let request = scene.client.v1().service_principals().get();
    let request = request.top(2).consistency_level("eventual");
    request.header("Prefer", "odata.maxpagesize=2").items()
}

/// The ids until the end, or until the error.
async fn ids(items: &mut Items<ServicePrincipal>) -> (Vec<String>, Option<graph_client::Error>) {
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => ids.push(item.id.unwrap()),
            Err(error) => return (ids, Some(error)),
        }
    }
    (ids, None)
}

#[tokio::test]
async fn every_page_is_asked_for_with_the_headers_of_the_first() {
    let scene = scene([]).await;
    for answer in [
        page(&scene, &["1", "2"], Some((NEXT, "a"))),
        page(&scene, &[], Some((NEXT, "b"))),
        page(&scene, &["3"], None),
    ] {
        scene.server.push(answer);
    }
    let mut items = principals(&scene);
    let (found, error) = ids(&mut items).await;
    assert!(error.is_none());
    assert_eq!(found, ["1", "2", "3"]);
    let mut request_ids = BTreeSet::new();
    for target in ["?$top=2", "?token=a", "?token=b"] {
        let request = scene.server.take_request();
        assert_eq!(request.target(), format!("{PATH}{target}"));
        assert_eq!(request.header("consistencylevel"), Some("eventual"));
        assert_eq!(request.header("prefer"), Some("odata.maxpagesize=2"));
        request_ids.insert(request.header("client-request-id").unwrap().to_owned());
    }
    assert_eq!(request_ids.len(), 3);
}

#[tokio::test]
async fn a_repeated_link_ends_in_an_error() {
    let scene = scene([]).await;
    for (id, token) in [("1", "a"), ("2", "b"), ("3", "a"), ("4", "b")] {
        scene.server.push(page(&scene, &[id], Some((NEXT, token))));
    }
    let mut items = principals(&scene);
    let (found, error) = ids(&mut items).await;
    assert_eq!(found, ["1", "2", "3"]);
    assert_eq!(error.unwrap().kind(), ErrorKind::Paging);
    assert!(items.next().await.is_none());
    assert_eq!(scene.server.pending(), 3);
}

#[tokio::test]
async fn an_error_in_the_middle_comes_after_the_items_and_can_be_resumed() {
    let scene = scene([]).await;
    scene
        .server
        .push(page(&scene, &["1", "2"], Some((NEXT, "a"))));
    scene.server.push(Answer::status(501));
    scene.server.push(page(&scene, &["3"], None));
    let mut items = principals(&scene);
    let (found, error) = ids(&mut items).await;
    assert_eq!(found, ["1", "2"]);
    assert_eq!(error.unwrap().status().unwrap(), 501);

    let link = items.next_link().unwrap();
    let mut rest = scene.client.resume(link).items();
    let (found, error) = ids(&mut rest).await;
    assert_eq!(found, ["3"]);
    assert!(error.is_none());
    assert_eq!(rest.next_link(), None);
}

#[tokio::test]
async fn a_page_that_fails_for_a_moment_is_asked_for_again() {
    let scene = scene([]).await;
    scene.server.push(page(&scene, &["1"], Some((NEXT, "a"))));
    scene
        .server
        .push(Answer::status(503).header("Retry-After", "2"));
    scene.server.push(page(&scene, &["2"], None));
    let (found, error) = ids(&mut principals(&scene)).await;
    assert_eq!(found, ["1", "2"]);
    assert!(error.is_none());
    assert_eq!(scene.clock.slept(), [2_000]);
}

#[tokio::test]
async fn a_delta_hands_over_its_link_and_goes_on_from_it() {
    let scene = scene([]).await;
    for (id, name, token) in [
        ("1", NEXT, "a"),
        ("2", "@odata.deltaLink", "monday"),
        ("3", "@odata.deltaLink", "tuesday"),
    ] {
        scene.server.push(page(&scene, &[id], Some((name, token))));
    }
    let delta = scene.client.v1().oauth2_permission_grants().delta().get();
    let mut changes = delta.with_retry(RetryPolicy::none()).items();
    assert_eq!(changes.delta_link(), None);
    let mut count = 0;
    while changes.try_next().await.unwrap().is_some() {
        count += 1;
    }
    assert_eq!(count, 2);
    let link = changes.delta_link().unwrap();
    assert!(link.ends_with("?token=monday"), "{link}");

    let mut changes = scene.client.resume::<UntypedObject>(link).items();
    let change = changes.try_next().await.unwrap().unwrap();
    assert_eq!(change.additional.get("id").unwrap().as_str(), Some("3"));
    assert!(changes.try_next().await.unwrap().is_none());
    assert!(changes.delta_link().unwrap().ends_with("?token=tuesday"));
}

#[tokio::test]
async fn a_link_may_be_relative_to_its_page() {
    let scene = scene([]).await;
    for (number, link) in ["?$skiptoken=a", "/v1.0/b", "c?x=1"].iter().enumerate() {
        let page =
            serde_json::json!({"value": [{"id": number.to_string()}], "@odata.nextLink": link});
        scene.server.push(Answer::json(200, page.to_string()));
    }
    scene.server.push(page(&scene, &["3"], None));
    let mut items = principals(&scene);
    let (found, error) = ids(&mut items).await;
    assert!(error.is_none());
    assert_eq!(found, ["0", "1", "2", "3"]);
    let first = scene.server.take_request().target().to_owned();
    let first = first.split('?').next().unwrap();
    let rest: Vec<_> = (0..3)
        .map(|_| scene.server.take_request().target().to_owned())
        .collect();
    assert_eq!(
        rest,
        [
            format!("{first}?$skiptoken=a"),
            "/v1.0/b".into(),
            "/v1.0/c?x=1".into()
        ]
    );
}

#[tokio::test]
async fn a_delta_begins_anew_where_the_service_has_let_go_of_it() {
    let scene = scene([]).await;
    let anew = format!("{}/v1.0/users/delta?$deltatoken=anew", scene.server.root());
    let gone = || Answer::status(410).header("Location", &anew);
    let changes = || {
        let link = format!("{}/v1.0/users/delta?$deltatoken=old", scene.server.root());
        scene.client.resume::<UntypedObject>(&link).items()
    };
    scene.server.push(gone());
    let error = changes().try_next().await.unwrap_err();
    assert_eq!(error.resync_link(), Some(&*anew));
    assert_eq!(error.headers()["location"], *anew);
    assert!(!error.to_string().contains("deltatoken"), "{error}");

    scene.server.push(gone());
    scene.server.push(page(&scene, &["1"], None));
    let mut items = changes().with_resync();
    assert!(!items.is_anew());
    assert!(items.try_next().await.unwrap().is_some());
    assert!(items.is_anew());
    for _ in 0..2 {
        scene.server.take_request();
    }
    let target = scene.server.take_request().target().to_owned();
    assert_eq!(target, "/v1.0/users/delta?$deltatoken=anew");

    // Once: a service that never has it does not keep the client going round.
    scene.server.push(gone());
    scene.server.push(gone());
    let error = changes().with_resync().try_next().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 410);
}

#[tokio::test]
async fn a_collection_that_is_posted_for_goes_on_with_a_plain_get() {
    let scene = scene([]).await;
    scene.server.push(page(&scene, &["1"], Some((NEXT, "a"))));
    scene.server.push(page(&scene, &["2"], None));
    let request = scene
        .client
        .request::<graph_client::model::Page<UntypedObject>>(Method::Post, "/v1.0/search")
        .set_json(&serde_json::json!({"query": "q"}));
    assert_eq!(request.items().all().await.unwrap().len(), 2);
    assert_eq!(scene.server.take_request().method(), "POST");
    let next = scene.server.take_request();
    assert_eq!(next.method(), "GET");
    assert_eq!(next.body(), b"");
    assert_eq!(next.header("content-type"), None);
    assert_eq!(next.header("content-length"), None);
    assert_eq!(next.header("referer"), None);
}

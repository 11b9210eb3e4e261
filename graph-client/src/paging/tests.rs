use std::collections::BTreeSet;

use super::*;
use crate::ErrorKind;
use crate::client::testing::{Script, Scripted, reply};
use crate::model::{Model, UntypedObject};
use crate::transport::HttpRequest;

const ROOT: &str = "https://graph.microsoft.com/v1.0/users";

#[must_use]
struct CollectionRequest<T>(Request<T>);

crate::request_traits!(CollectionRequest);

fn page(ids: &[u32], links: &[(&str, &str)]) -> Scripted {
    let items: Vec<_> = ids
        .iter()
        .map(|id| serde_json::json!({ "id": id }))
        .collect();
    let mut page = serde_json::json!({ "value": items });
    for (name, link) in links {
        page[*name] = (*link).into();
    }
    reply(200, &[], page.to_string().leak())
}

fn next(token: &str) -> String {
    format!("{ROOT}?$skiptoken={token}")
}

fn to(token: &str) -> Link {
    ("@odata.nextLink", next(token))
}

type Link = (&'static str, String);

fn scripted(pages: Vec<(&[u32], Option<Link>)>) -> Script {
    Script::new(pages.into_iter().map(|(ids, link)| {
        let links: Vec<_> = link
            .iter()
            .map(|(name, link)| (*name, link.as_str()))
            .collect();
        page(ids, &links)
    }))
}

fn users(script: &Script) -> CollectionRequest<Page<UntypedObject>> {
    let request = script.client().request(Method::Get, "/v1.0/users");
    CollectionRequest(request)
        .query("$top", "2")
        .header("ConsistencyLevel", "eventual")
}

fn id(item: &UntypedObject) -> u64 {
    item.additional().get("id").unwrap().as_u64().unwrap()
}

fn addresses(seen: &[HttpRequest]) -> Vec<String> {
    seen.iter()
        .map(|request| request.uri().to_string())
        .collect()
}

#[tokio::test]
async fn items_come_from_all_pages_with_the_first_headers() {
    let script = scripted(vec![
        (&[1, 2], Some(to("a"))),
        (&[], Some(to("b"))),
        (&[3], None),
    ]);
    let all = users(&script).items().all().await.unwrap();
    assert_eq!(all.iter().map(id).collect::<Vec<_>>(), [1, 2, 3]);
    let seen = script.seen();
    let first = format!("{ROOT}?$top=2");
    assert_eq!(addresses(&seen), [first, next("a"), next("b")]);
    let ids: BTreeSet<_> = seen
        .iter()
        .map(|request| {
            assert_eq!(request.headers()["consistencylevel"], "eventual");
            assert_eq!(request.headers()["authorization"], "Bearer TOKEN");
            request.headers()["client-request-id"].to_str().unwrap()
        })
        .collect();
    assert_eq!(ids.len(), 3);
}

#[tokio::test]
async fn the_items_that_are_at_hand_are_counted() {
    let script = scripted(vec![(&[1, 2, 3], None)]);
    let mut items = users(&script).items();
    assert_eq!(items.size_hint(), (0, None));
    items.next().await.unwrap().unwrap();
    assert_eq!(items.size_hint(), (2, None));
}

#[tokio::test]
async fn a_page_is_asked_for_when_it_is_taken() {
    let script = scripted(vec![(&[1, 2], Some(to("a"))), (&[3], None)]);
    let mut items = users(&script).items();
    assert_eq!(script.seen().len(), 0);
    for expected in [1, 2] {
        let item = items.next().await.unwrap().unwrap();
        assert_eq!(id(&item), expected);
        assert_eq!(script.seen().len(), 1);
    }
    assert_eq!(id(&items.try_next().await.unwrap().unwrap()), 3);
    assert_eq!(script.seen().len(), 2);
    assert!(items.next().await.is_none());
    assert!(items.next().await.is_none());
    assert_eq!(script.seen().len(), 2);
}

#[tokio::test]
async fn a_link_to_another_place_is_an_error_and_not_followed() {
    for link in [
        "https://example.com/v1.0/users",
        "http://graph.microsoft.com/v1.0/users",
        "https://graph.microsoft.com:8443/v1.0/users",
        "https://graph.microsoft.com.example.com/",
        "https://graph.microsoft.com@example.com/",
        "https://user@graph.microsoft.com/",
        "//example.com/",
        "",
    ] {
        let script = Script::new([page(&[1], &[("@odata.nextLink", link)])]);
        let mut items = users(&script).items();
        assert_eq!(id(&items.next().await.unwrap().unwrap()), 1);
        let error = items.next().await.unwrap().unwrap_err();
        let kind = match link {
            // It leads to the page itself.
            "" => ErrorKind::Paging,
            _ => ErrorKind::Destination,
        };
        assert_eq!(error.kind(), kind, "{link}");
        assert!(!error.to_string().contains("SECRET"));
        assert!(items.next().await.is_none());
        assert_eq!(script.seen().len(), 1, "{link}");
    }
}

#[tokio::test]
async fn a_repeated_link_is_an_error_and_not_a_loop() {
    let script = scripted(vec![
        (&[1], Some(to("a"))),
        (&[2], Some(to("b"))),
        (&[3], Some(to("a"))),
    ]);
    let mut items = users(&script).items();
    for expected in [1, 2, 3] {
        assert_eq!(id(&items.next().await.unwrap().unwrap()), expected);
    }
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging);
    assert!(items.next().await.is_none());
    assert_eq!(script.seen().len(), 3);

    // The first request counts as well.
    let own = ("@odata.nextLink", format!("{ROOT}?$top=2"));
    let script = scripted(vec![(&[1], Some(own))]);
    let error = users(&script).items().all().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging);
}

#[tokio::test]
async fn an_error_in_the_middle_comes_after_the_items_and_can_be_resumed() {
    let script = Script::new([
        page(&[1, 2], &[("@odata.nextLink", &next("a"))]),
        reply(500, &[], ""),
        page(&[3], &[]),
    ]);
    let mut items = users(&script).items();
    let mut found = Vec::new();
    let error = loop {
        match items.next().await.unwrap() {
            Ok(item) => found.push(id(&item)),
            Err(error) => break error,
        }
    };
    assert_eq!(found, [1, 2]);
    assert_eq!(error.status().unwrap(), 500);
    assert!(items.next().await.is_none());

    let link = items.next_link().unwrap().to_owned();
    assert_eq!(link, next("a"));
    let rest = script
        .client()
        .resume::<UntypedObject>(&link)
        .header("Prefer", "odata.maxpagesize=5")
        .items()
        .all()
        .await
        .unwrap();
    assert_eq!(id(&rest[0]), 3);
    let last = &script.seen()[2];
    assert_eq!(last.uri().to_string(), link);
    assert_eq!(last.headers()["prefer"], "odata.maxpagesize=5");
}

#[tokio::test]
async fn a_page_that_cannot_be_read_can_be_asked_for_again() {
    let script = Script::new([
        page(&[1], &[("@odata.nextLink", &next("a"))]),
        reply(200, &[], "<html>sign in"),
    ]);
    let mut pages = users(&script).pages();
    assert_eq!(pages.next_link().unwrap(), format!("{ROOT}?$top=2"));
    pages.next().await.unwrap().unwrap();
    let error = pages.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(pages.next_link().unwrap(), next("a"));
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn the_last_page_of_a_delta_has_a_link() {
    let delta = format!("{ROOT}/delta?$deltatoken=z");
    let script = Script::new([
        page(&[1], &[("@odata.nextLink", &next("a"))]),
        page(&[2], &[("@odata.deltaLink", &delta)]),
        page(&[], &[("@odata.deltaLink", &delta)]),
    ]);
    let mut pages = users(&script).pages();
    pages.next().await.unwrap().unwrap();
    assert_eq!(pages.delta_link(), None);
    pages.next().await.unwrap().unwrap();
    assert_eq!(pages.delta_link(), Some(delta.as_str()));
    assert_eq!(pages.next_link(), None);
    assert!(pages.next().await.is_none());

    // The same delta link again, for want of changes, is no loop.
    let saved = pages.delta_link().unwrap();
    let mut changes = script.client().resume::<UntypedObject>(saved).items();
    assert!(changes.next().await.is_none());
    assert_eq!(changes.delta_link(), Some(delta.as_str()));
}

#[tokio::test]
async fn the_count_of_all_pages_is_kept() {
    let script = Script::new([
        reply(
            200,
            &[],
            "{\"@odata.count\":7,\"value\":[],\"@odata.nextLink\":\
             \"https://graph.microsoft.com/v1.0/users?a\"}",
        ),
        page(&[], &[]),
    ]);
    let mut items = users(&script).items();
    assert_eq!(items.count(), None);
    assert!(items.next().await.is_none());
    assert_eq!(items.count(), Some(7));
}

#[tokio::test]
async fn streams_move_between_threads() {
    fn stream<S: Stream + Send + Unpin>(_: &S) {}
    fn sent<F: Future + Send>(_: &F) {}
    let script = Script::default();
    stream(&users(&script).pages());
    stream(&users(&script).items());
    let mut items = users(&script).items();
    sent(&items.next());
    assert_eq!(format!("{items:?}"), "Items { .. }");
}

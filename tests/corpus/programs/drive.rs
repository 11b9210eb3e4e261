//! A folder is made, a file put into it and shared, and the folder listed.

use untuned::models::{CreateLinkPostRequestBody, DriveItem, Folder};

use crate::server::{Answer, Server};
use crate::setup::{client, sent};

#[tokio::test]
async fn a_file_is_stored_shared_and_found_again() {
    let server = Server::start([
        Answer::json(201, r#"{"id":"f1","name":"Reports","folder":{"childCount":0}}"#),
        Answer::json(201, r#"{"id":"i1","name":"a.txt","size":2,"file":{"mimeType":"text/plain"}}"#),
        Answer::json(
            201,
            r#"{"id":"p1","link":{"type":"view","webUrl":"https://contoso.example/s/1"}}"#,
        ),
        Answer::json(
            200,
            r#"{"value":[{"id":"i1","name":"a.txt","size":2},{"id":"f2","folder":{}}]}"#,
        ),
    ])
    .await;
    let client = client(&server);
    let items = untuned::Api::new(&client).drives().by_drive_id("d1").items();

    let mut folder = DriveItem::new().set_name("Reports").set_folder(Folder::new());
    folder.additional.insert("@microsoft.graph.conflictBehavior", "rename");
    let root = items.by_drive_item_id("root");
    let made = root.children().post(&folder).await.unwrap();
    let reports = items.by_drive_item_id(made.id.as_deref().unwrap());

    let file = items.by_drive_item_id("f1:/a.txt:").content();
    file.put("Hi").await.unwrap();

    let view = CreateLinkPostRequestBody::new().set_type("view").set_scope("organization");
    let shared = items.by_drive_item_id("i1").create_link().post(&view).await.unwrap();
    let link = shared.link.as_ref().and_then(|link| link.web_url.as_deref());
    assert_eq!(link, Some("https://contoso.example/s/1"));

    let mut children = reports.children().get().top(50).items();
    let (mut files, mut folders) = (0, 0);
    while let Some(child) = children.try_next().await.unwrap() {
        if child.folder.as_ref().is_some() {
            folders += 1;
        } else {
            files += child.size.as_ref().copied().unwrap_or_default();
        }
    }
    assert_eq!((files, folders), (2, 1));

    let request = server.take_request();
    assert_eq!(
        sent(&request),
        (
            "POST /v1.0/drives/d1/items/root/children",
            r#"{"name":"Reports","folder":{},"@microsoft.graph.conflictBehavior":"rename"}"#
        )
    );
    let request = server.take_request();
    assert_eq!(sent(&request), ("PUT /v1.0/drives/d1/items/f1%3A%2Fa.txt%3A/content", "Hi"));
    let request = server.take_request();
    assert_eq!(
        sent(&request),
        (
            "POST /v1.0/drives/d1/items/i1/createLink",
            r#"{"type":"view","scope":"organization"}"#
        )
    );
    let request = server.take_request();
    assert_eq!(sent(&request), ("GET /v1.0/drives/d1/items/f1/children?$top=50", ""));
}

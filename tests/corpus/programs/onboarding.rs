//! A person is taken on: an account, a change to it, a mail with a file, and what came back.

use graph_client::model::Nullable;
use untuned::models::{
    AnyAttachment, BodyType, EmailAddress, EventMessage, FileAttachment, ItemBody, Message,
    Recipient, SendMailPostRequestBody, User,
};

use crate::server::{Answer, Server};
use crate::setup::{client, sent};

#[tokio::test]
async fn a_user_is_created_and_changed() {
    let server = Server::start([
        Answer::json(201, r#"{"id":"u1","displayName":"Ada","manager":{"id":"m"}}"#),
        Answer::status(204),
    ])
    .await;
    let client = client(&server);
    let api = untuned::Api::new(&client);

    let user = User::new().set_display_name("Ada").set_account_enabled(true);
    let made = api.users().post(&user).await.unwrap();
    assert_eq!(made.id.as_deref(), Some("u1"));
    let manager = made.manager.read::<User>().unwrap();
    assert_eq!(manager.and_then(|manager| manager.id).as_deref(), Some("m"));

    let change = User::new().set_job_title(Nullable::Null);
    let by_id = api.users().by_user_id("u1");
    assert_eq!(by_id.patch(&change).await.unwrap(), None);

    let request = server.take_request();
    assert_eq!(
        sent(&request),
        ("POST /v1.0/users", r#"{"accountEnabled":true,"displayName":"Ada"}"#)
    );
    assert_eq!(sent(&server.take_request()), ("PATCH /v1.0/users/u1", r#"{"jobTitle":null}"#));
}

#[tokio::test]
async fn a_mail_with_a_file_is_sent() {
    let server = Server::start([Answer::status(202)]).await;
    let client = client(&server);
    let api = untuned::Api::new(&client);

    let file = FileAttachment::new().set_name("a.txt").set_content_bytes(*b"Hi");
    let to = Recipient::new().set_email_address(EmailAddress::new().set_address("ada@contoso.com"));
    let message = Message::new()
        .set_subject("Hi")
        .set_body(ItemBody::new().set_content_type(BodyType::Text).set_content("Welcome"))
        .set_to_recipients([to])
        .set_attachments([file]);
    let body = SendMailPostRequestBody::new().set_message(message);
    api.users().by_user_id("u1").send_mail().post(&body).await.unwrap();

    assert_eq!(
        sent(&server.take_request()),
        (
            "POST /v1.0/users/u1/sendMail",
            concat!(
                r##"{"Message":{"body":{"content":"Welcome","contentType":"text"},"subject":"Hi","##,
                r##""toRecipients":[{"emailAddress":{"address":"ada@contoso.com"}}],"##,
                r##""attachments":[{"@odata.type":"#microsoft.graph.fileAttachment","##,
                r##""name":"a.txt","contentBytes":"SGk="}]}}"##
            )
        )
    );
}

#[tokio::test]
async fn messages_are_read_with_their_attachments() {
    let server = Server::start([Answer::json(
        200,
        r##"{"value":[{"subject":"Hi","attachments":[
            {"@odata.type":"#microsoft.graph.fileAttachment","name":"a.txt","contentBytes":"SGk="},
            {"@odata.type":"#microsoft.graph.referenceAttachment","name":"b"}]},
            {"@odata.type":"#microsoft.graph.eventMessage","subject":"Meet","isAllDay":true}]}"##,
    )])
    .await;
    let client = client(&server);
    let api = untuned::Api::new(&client);

    let mut messages = api.users().by_user_id("u1").messages().get().items();
    let (mut subjects, mut kinds, mut meetings) = (Vec::new(), Vec::new(), 0);
    while let Some(message) = messages.try_next().await.unwrap() {
        subjects.push(message.subject.as_deref().map(str::to_owned));
        for attachment in message.attachments.iter().flatten() {
            kinds.push(match attachment {
                AnyAttachment::FileAttachment(file) => {
                    let bytes = file.content_bytes.as_ref().map(|bytes| bytes.get().unwrap());
                    assert_eq!(bytes.as_deref(), Some(&b"Hi"[..]));
                    "file"
                }
                AnyAttachment::ReferenceAttachment(_) => "reference",
                _ => "other",
            });
        }
        if let Some(meeting) = message.downcast::<EventMessage>().unwrap() {
            assert_eq!(meeting.is_all_day, Nullable::Value(true));
            meetings += 1;
        }
    }
    assert_eq!(subjects, [Some("Hi".to_owned()), Some("Meet".to_owned())]);
    assert_eq!((kinds.as_slice(), meetings), (&["file", "reference"][..], 1));
}

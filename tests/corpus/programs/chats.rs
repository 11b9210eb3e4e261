//! A message goes to a chat, with a mention, and what was answered is read.

use untuned::models::{
    BodyType, ChatMessage, ChatMessageFromIdentitySet, ChatMessageImportance, ChatMessageMention,
    ChatMessageMentionedIdentitySet, Identity, ItemBody,
};

use crate::server::{Answer, Server};
use crate::setup::{client, sent};

#[tokio::test]
async fn a_message_is_sent_and_answers_are_read() {
    let server = Server::start([
        Answer::json(201, r#"{"id":"m1"}"#),
        Answer::json(
            200,
            r##"{"value":[{"id":"m2","importance":"urgent","from":{"user":{"id":"u2",
                "displayName":"Grace","userIdentityType":"aadUser"}},
                "reactions":[{"reactionType":"like"}],"body":{"content":"Yes"}},
                {"id":"m3","from":null,"eventDetail":{
                 "@odata.type":"#microsoft.graph.chatRenamedEventMessageDetail",
                 "chatDisplayName":"Golf"}}]}"##,
        ),
    ])
    .await;
    let client = client(&server);
    let messages = untuned::Api::new(&client).chats().by_chat_id("c1").messages();

    let grace = Identity::new().set_id("u2").set_display_name("Grace");
    let mention = ChatMessageMention::new()
        .set_id(0)
        .set_mention_text("Grace")
        .set_mentioned(ChatMessageMentionedIdentitySet::new().set_user(grace));
    let message = ChatMessage::new()
        .set_body(
            ItemBody::new()
                .set_content_type(BodyType::Html)
                .set_content(r#"<at id="0">Grace</at> Golf?"#),
        )
        .set_importance(ChatMessageImportance::High)
        .set_mentions([mention]);
    messages.post(&message).await.unwrap();

    let mut answers = messages.get().top(10).items();
    let (mut said, mut events) = (Vec::new(), 0);
    while let Some(message) = answers.try_next().await.unwrap() {
        let from: Option<&ChatMessageFromIdentitySet> = message.from.as_deref();
        let name = from
            .and_then(|from| from.user.as_ref())
            .and_then(|user| user.display_name.as_deref());
        let text = message.body.as_ref().and_then(|body| body.content.as_deref());
        said.extend(name.zip(text).map(|(name, text)| format!("{name}: {text}")));
        if message.event_detail.as_ref().is_some() {
            events += 1;
        }
    }
    assert_eq!((said.as_slice(), events), (&["Grace: Yes".to_owned()][..], 1));

    let request = server.take_request();
    assert_eq!(
        sent(&request),
        (
            "POST /v1.0/chats/c1/messages",
            concat!(
                r#"{"body":{"content":"<at id=\"0\">Grace</at> Golf?","contentType":"html"},"#,
                r#""importance":"high","mentions":[{"id":0,"mentioned":{"user":"#,
                r#"{"displayName":"Grace","id":"u2"}},"mentionText":"Grace"}]}"#
            )
        )
    );
    assert_eq!(sent(&server.take_request()), ("GET /v1.0/chats/c1/messages?$top=10", ""));
}

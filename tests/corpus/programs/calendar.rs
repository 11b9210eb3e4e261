//! A lunch is arranged, seen in the calendar, and declined by somebody who cannot come.

use untuned::models::{
    Attendee, AttendeeType, BodyType, DateTimeTimeZone, DeclinePostRequestBody, EmailAddress,
    Event, ItemBody, Location,
};

use crate::server::{Answer, Server};
use crate::setup::{client, sent};

fn at(time: &str) -> DateTimeTimeZone {
    DateTimeTimeZone::new().set_date_time(time).set_time_zone("Pacific Standard Time")
}

#[tokio::test]
async fn an_event_is_made_listed_and_declined() {
    let server = Server::start([
        Answer::json(201, r#"{"id":"e1","subject":"Lunch","onlineMeeting":null}"#),
        Answer::json(
            200,
            r#"{"value":[{"id":"e1","subject":"Lunch",
                "start":{"dateTime":"2026-12-01T12:00:00.0000000","timeZone":"UTC"},
                "attendees":[{"type":"required","status":{"response":"none"},
                    "emailAddress":{"address":"ada@contoso.com"}}]}]}"#,
        ),
        Answer::status(202),
    ])
    .await;
    let client = client(&server);
    let calendar = untuned::Api::new(&client).users().by_user_id("u1");

    let ada = EmailAddress::new().set_address("ada@contoso.com").set_name("Ada");
    let event = Event::new()
        .set_subject("Lunch")
        .set_body(ItemBody::new().set_content_type(BodyType::Html).set_content("Noon?"))
        .set_start(at("2026-12-01T12:00:00"))
        .set_end(at("2026-12-01T14:00:00"))
        .set_location(Location::new().set_display_name("Harry's Bar"))
        .set_attendees([Attendee::new().set_type(AttendeeType::Required).set_email_address(ada)]);
    let made = calendar.events().post(&event).await.unwrap();
    let id = made.id.unwrap();

    let view = calendar.calendar_view().get("2026-12-01T00:00:00Z", "2026-12-02T00:00:00Z");
    let mut events = view.select(["subject", "start", "attendees"]).items();
    let mut lines = Vec::new();
    while let Some(event) = events.try_next().await.unwrap() {
        let start = event.start.as_ref().and_then(|start| start.date_time.as_deref());
        for attendee in event.attendees.iter().flatten() {
            let address = attendee.email_address.as_ref();
            let address = address.and_then(|address| address.address.as_deref());
            lines.push((event.subject.as_deref().map(str::to_owned), start.map(str::to_owned)));
            assert_eq!(address, Some("ada@contoso.com"));
            assert_eq!(attendee.r#type.as_ref(), Some(&AttendeeType::Required));
        }
    }
    let start = "2026-12-01T12:00:00.0000000".to_owned();
    assert_eq!(lines, [(Some("Lunch".to_owned()), Some(start))]);

    let no = DeclinePostRequestBody::new().set_comment("Away").set_send_response(true);
    calendar.events().by_event_id(&id).decline().post(&no).await.unwrap();

    let request = server.take_request();
    assert_eq!(
        sent(&request),
        (
            "POST /v1.0/users/u1/events",
            concat!(
                r#"{"attendees":[{"emailAddress":{"address":"ada@contoso.com","name":"Ada"},"#,
                r#""type":"required"}],"body":{"content":"Noon?","contentType":"html"},"#,
                r#""end":{"dateTime":"2026-12-01T14:00:00","timeZone":"Pacific Standard Time"},"#,
                r#""location":{"displayName":"Harry's Bar"},"#,
                r#""start":{"dateTime":"2026-12-01T12:00:00","timeZone":"Pacific Standard Time"},"#,
                r#""subject":"Lunch"}"#
            )
        )
    );
    let request = server.take_request();
    let target = "/v1.0/users/u1/calendarView?startDateTime=2026-12-01T00:00:00Z\
                  &endDateTime=2026-12-02T00:00:00Z&$select=subject,start,attendees";
    assert_eq!(sent(&request), (format!("GET {target}").as_str(), ""));
    let request = server.take_request();
    assert_eq!(
        sent(&request),
        (
            "POST /v1.0/users/u1/events/e1/decline",
            r#"{"SendResponse":true,"Comment":"Away"}"#
        )
    );
}

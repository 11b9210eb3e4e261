//! Gives a class an assignment, and publishes it.

use std::str::FromStr;

use graph_client::model::DateTime;
use graph_client::{Error, GraphClient};
use untuned::Api;
use untuned::models::{
    AnyEducationAssignmentGradeType, AnyEducationAssignmentRecipient, BodyType,
    EducationAssignment, EducationAssignmentClassRecipient, EducationAssignmentPointsGradeType,
    EducationAssignmentStatus, EducationItemBody,
};

use crate::server::{Answer, Server};
use crate::setup::{client, sent};

async fn assign(client: &GraphClient, class: &str) -> Result<EducationAssignment, Error> {
    // What is no date would be an error here, not at the service.
    let due = DateTime::from_str("2026-12-01T08:00:00.1234567Z").unwrap();
    let assignments = Api::new(client)
        .education()
        .classes()
        .by_education_class_id(class)
        .assignments();
    let instructions = EducationItemBody::new()
        .set_content("Read \"Faust\", part one.")
        .set_content_type(BodyType::Text);
    let points = EducationAssignmentPointsGradeType::new().set_max_points(50.0);
    let draft = EducationAssignment::new()
        .set_display_name("Faust")
        .set_instructions(instructions)
        .set_due_date_time(due)
        .set_grading(AnyEducationAssignmentGradeType::from(points))
        .set_assign_to(AnyEducationAssignmentRecipient::from(
            EducationAssignmentClassRecipient::new(),
        ));
    let created = assignments.post(&draft).await?;
    let id = created.id.as_deref().unwrap_or_default();
    assignments
        .by_education_assignment_id(id)
        .publish()
        .post()
        .await
}

#[tokio::test]
async fn an_assignment_is_made_and_published() {
    let server = Server::start([
        Answer::json(201, r#"{"id": "as 1", "status": "draft"}"#),
        Answer::json(
            200,
            r#"{"id": "as 1", "status": "published", "added later": {"a": 1}}"#,
        ),
    ])
    .await;
    let published = assign(&client(&server), "c1").await.unwrap();
    let status = published.status.as_ref();
    assert_eq!(status, Some(&EducationAssignmentStatus::Published));
    assert_eq!(
        sent(&server.take_request()),
        (
            "POST /v1.0/education/classes/c1/assignments",
            "{\"assignTo\":{\"@odata.type\":\"#microsoft.graph.educationAssignmentClassRecipient\"},\
             \"displayName\":\"Faust\",\"dueDateTime\":\"2026-12-01T08:00:00.1234567Z\",\
             \"grading\":{\"@odata.type\":\"#microsoft.graph.educationAssignmentPointsGradeType\",\
             \"maxPoints\":50.0},\"instructions\":{\"content\":\"Read \\\"Faust\\\", part one.\",\
             \"contentType\":\"text\"}}"
        )
    );
    assert_eq!(
        sent(&server.take_request()).0,
        "POST /v1.0/education/classes/c1/assignments/as%201/publish"
    );
}

#[tokio::test]
async fn a_refusal_says_what_is_wrong() {
    let refusal = r#"{"error": {"code": "20241", "message": "The class is archived."}}"#;
    let server = Server::start([Answer::json(400, refusal)]).await;
    let error = assign(&client(&server), "c1").await.unwrap_err();
    assert!(
        error.to_string().contains("The class is archived."),
        "{error}"
    );
}

//! Resolves the security alerts that are known to be false, with a word on each.

use graph_client::{Error, GraphClient};
use untuned::Api;
use untuned::models::security::{
    Alert, AlertClassification, AlertComment, AlertSeverity, AlertStatus,
};

use crate::server::{Answer, Server};
use crate::setup::{client, sent};

async fn resolve(client: &GraphClient, detector: &str) -> Result<u32, Error> {
    let alerts = Api::new(client).security().alerts_v2();
    let mut resolved = 0;
    let mut new = alerts.get().filter("status eq 'new'").top(50).items();
    while let Some(alert) = new.try_next().await? {
        let (Some(id), Some(of)) = (&alert.id, alert.detector_id.as_deref()) else {
            continue;
        };
        if of != detector || alert.severity.as_ref() == Some(&AlertSeverity::High) {
            continue;
        }
        let change = Alert::new()
            .set_status(AlertStatus::Resolved)
            .set_classification(AlertClassification::FalsePositive);
        alerts.by_alert_id(id).patch(&change).await?;
        let comment = AlertComment::new().set_comment("known to be false");
        alerts.by_alert_id(id).comments().post(&[comment]).await?;
        resolved += 1;
    }
    Ok(resolved)
}

#[tokio::test]
async fn false_alerts_are_resolved() {
    let page = r##"{"value": [
        {"id": "a1", "detectorId": "x", "severity": "low", "evidence": [
            {"@odata.type": "#microsoft.graph.security.unheardOf", "verdict": "suspicious", "new": [1]}
        ]},
        {"id": "a2", "detectorId": "x", "severity": "high"},
        {"id": "a3", "detectorId": "y", "severity": "beyondHigh"}
    ]}"##;
    let server = Server::start([
        Answer::json(200, page),
        Answer::json(200, r#"{"id": "a1", "status": "resolved"}"#),
        Answer::json(200, r#"{"value": [{"comment": "known to be false"}]}"#),
    ])
    .await;
    assert_eq!(resolve(&client(&server), "x").await.unwrap(), 1);
    assert_eq!(
        sent(&server.take_request()).0,
        "GET /v1.0/security/alerts_v2?$filter=status%20eq%20%27new%27&$top=50"
    );
    assert_eq!(
        sent(&server.take_request()),
        (
            "PATCH /v1.0/security/alerts_v2/a1",
            r#"{"classification":"falsePositive","status":"resolved"}"#
        )
    );
    assert_eq!(
        sent(&server.take_request()),
        (
            "POST /v1.0/security/alerts_v2/a1/comments",
            r#"[{"comment":"known to be false"}]"#
        )
    );
}

#[tokio::test]
async fn the_number_of_alerts_is_text() {
    let server = Server::start([Answer::status(200).body("text/plain", "42")]).await;
    let client = client(&server);
    let count = Api::new(&client).security().alerts_v2().count().get();
    assert_eq!(count.filter("severity eq 'high'").await.unwrap(), 42);
    assert_eq!(
        sent(&server.take_request()).0,
        "GET /v1.0/security/alerts_v2/$count?$filter=severity%20eq%20%27high%27"
    );
}

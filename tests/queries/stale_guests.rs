//! The example: its report, with the macros and without, from a service that reads its queries.

#[path = "../examples/stale_guests/plain.rs"]
mod plain;

use graph_client::GraphClient;
use graph_client::credential::StaticToken;
use graph_client::time::{Duration, OffsetDateTime};

use crate::{report, service};

#[tokio::test]
async fn both_programs_report_the_same() {
    let server = service::start().await;
    let client = GraphClient::builder()
        .credential(StaticToken::new("token"))
        .loopback(server.root())
        .build()
        .unwrap();
    let cutoff = OffsetDateTime::now_utc() - Duration::days(90);
    let guests = report::stale_guests(&client, cutoff).await.unwrap();
    let told: Vec<_> = guests
        .iter()
        .map(|guest| {
            (
                guest.name.as_str(),
                guest.last_seen.year(),
                guest.groups.join(" "),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Adam", 2020, String::new()),
            ("Zoë", 2023, "Sales Visitors".to_owned()),
        ]
    );
    assert_eq!(plain::stale_guests(&client, cutoff).await.unwrap(), guests);
}

//! Reports guest accounts that nobody has used for 90 days, and the groups that they are in.
//!
//! ```sh
//! cargo run -p graph-tests --example stale_guests
//! GRAPH_TOKEN=… cargo run -p graph-tests --example stale_guests
//! ```
//!
//! An application needs the permissions of [`report::GRANTED`], which
//! `graph-codegen permissions --spec tests/examples/stale_guests/users.yaml --scheme application`
//! finds. `plain.rs` has the same without the macros.

mod report;
mod service;

use std::error::Error;

use graph_client::credential::StaticToken;
use graph_client::time::{Duration, OffsetDateTime};
use graph_client::{GraphClient, GraphClientBuilder};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let cutoff = OffsetDateTime::now_utc() - Duration::days(90);
    let guests = match std::env::var("GRAPH_TOKEN") {
        Ok(token) => report::stale_guests(&client(&token).build()?, cutoff).await?,
        Err(_) => {
            println!("GRAPH_TOKEN is not set: a stand-in answers on this machine");
            let server = service::start().await;
            let client = client("any token will do").loopback(server.root());
            report::stale_guests(&client.build()?, cutoff).await?
        }
    };
    for guest in guests {
        let groups = guest.groups.join(", ");
        println!(
            "{} was last seen {} and is in: {groups}",
            guest.name,
            guest.last_seen.date()
        );
    }
    Ok(())
}

fn client(token: &str) -> GraphClientBuilder {
    GraphClient::builder().credential(StaticToken::new(token))
}

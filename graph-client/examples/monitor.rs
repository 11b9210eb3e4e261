//! Copies a file, which goes on after the answer, and waits until it is done.
//!
//! ```sh
//! cargo run -p graph-client --example monitor
//! ```
//!
//! With a token in `GRAPH_TOKEN` it would need a file of that id, and `Files.ReadWrite`.

mod loopback;

use std::error::Error;

use graph_client::monitor::Progress;
use graph_client::operation::Method;
use serde_json::{Value, json};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = loopback::client(ANSWERS).await?;

    let copy = client
        .request::<()>(Method::Post, "/v1.0/me/drive/items/report/copy")
        .set_json(&json!({"name": "report of today.pdf"}))
        .send()
        .await?;
    let Some(mut monitor) = client.monitor(&copy) else {
        println!("it was done at once");
        return Ok(());
    };

    // Once, to show how far it is; the address can be stored and asked by another process.
    if let Progress::Running { status, percent } = monitor.poll::<Value>().await? {
        println!("{}: {:?} %", status.unwrap_or_default(), percent);
    }
    let stored = monitor.url().to_owned();

    // Until it is done, as often as the service says.
    let done = client.monitor_at(stored).wait::<Value>().await?;
    println!("the copy is {:?}", done.value().get("resourceId"));
    Ok(())
}

const ANSWERS: &[loopback::Answer] = &[
    (
        "POST /v1.0/me/drive/items/report/copy",
        202,
        "{root}/v1.0/monitor/1",
    ),
    (
        "GET /v1.0/monitor/1",
        200,
        r#"{"status": "inProgress", "percentageComplete": 40.5}"#,
    ),
    (
        "GET /v1.0/monitor/1",
        200,
        r#"{"status": "completed", "percentageComplete": 100, "resourceId": "copy-1"}"#,
    ),
];

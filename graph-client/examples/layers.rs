//! A layer of one's own: counts attempts by operation and status, without a key in sight.
//!
//! ```sh
//! cargo run -p graph-client --example layers
//! ```

mod loopback;

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use graph_client::pipeline::{Exchange, Next, from_fn};
use graph_client::transport::HttpRequest;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let counts = Arc::new(Mutex::new(BTreeMap::<String, u32>::new()));
    let counting = {
        let counts = Arc::clone(&counts);
        from_fn(move |request: HttpRequest, next: Next| {
            let counts = Arc::clone(&counts);
            async move {
                let template = Exchange::of(&request).and_then(Exchange::path_template);
                let template = template.map_or("another path".to_owned(), |it| it.to_string());
                let answer = next.run(request).await?;
                let name = format!("{template} {}", answer.status().as_u16());
                let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
                *counts.entry(name).or_default() += 1;
                Ok(answer)
            }
        })
    };

    let builder = loopback::builder(ANSWERS).await?;
    let client = builder.layer_per_attempt(counting).build()?;
    let grants = client.v1().oauth2_permission_grants();
    for id in ["grant-1", "grant-2"] {
        let grant = grants.by_oauth2_permission_grant_id(id).get().await?;
        println!("{:?}", grant.scope);
    }
    let counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
    println!("{counts:#?}");
    Ok(())
}

const ANSWERS: &[loopback::Answer] = &[(
    "GET /v1.0/oauth2PermissionGrants/",
    200,
    r#"{"id": "grant-1", "scope": "User.Read"}"#,
)];

//! Stores the secrets with which an application is provisioned, and has the provisioning service
//! acquire its token with them.
//!
//! ```sh
//! cargo run -p graph-client --example provisioning_token
//! GRAPH_TOKEN=… PROVISIONING_PASSWORD=… \
//!     cargo run -p graph-client --example provisioning_token -- PRINCIPAL
//! ```
//!
//! `PRINCIPAL` is the object id of the service principal. The token needs
//! `Synchronization.ReadWrite.All`.

mod loopback;

use std::error::Error;

use graph_client::v1::models::{
    AcquireAccessTokenPostRequestBody, SecretsPutRequestBody, SynchronizationSecret,
    SynchronizationSecretKeyStringValuePair,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = loopback::client(ANSWERS).await?;
    let id = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "5e0ad9d8-5a1c-4f0e-9c1e-000000000001".into());
    let password = std::env::var("PROVISIONING_PASSWORD").unwrap_or_else(|_| "swordfish".into());

    let secrets = [
        SynchronizationSecretKeyStringValuePair::new()
            .set_key(SynchronizationSecret::UserName)
            .set_value("provisioning@contoso.com"),
        SynchronizationSecretKeyStringValuePair::new()
            .set_key(SynchronizationSecret::Password)
            .set_value(password),
    ];
    // The values are wiped when they are dropped, and no way of printing shows them.
    println!("to be stored: {secrets:?}");

    let principal = client
        .v1()
        .service_principals()
        .by_service_principal_id(&id);
    let synchronization = principal.synchronization();
    let body = SecretsPutRequestBody::new().set_value(secrets.clone());
    synchronization.secrets().put(&body).await?;
    println!("stored");

    let body = AcquireAccessTokenPostRequestBody::new().set_credentials(secrets);
    synchronization.acquire_access_token().post(&body).await?;
    println!("the provisioning service has its token for {id}");
    Ok(())
}

const ANSWERS: &[loopback::Answer] = &[
    ("PUT /v1.0/servicePrincipals/", 204, ""),
    ("POST /v1.0/servicePrincipals/", 204, ""),
];

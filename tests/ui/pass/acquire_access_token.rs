//! The action is the same on applications and on service principals, and so is its body.

use graph_client::credential::StaticToken;
use graph_client::{Cloud, Error, GraphClient, v1};

fn main() -> Result<(), Error> {
    let client = GraphClient::builder()
        .credential(StaticToken::new("token"))
        .cloud(Cloud::Global)
        .build()?;

    let body = v1::models::AcquireAccessTokenPostRequestBody::new().set_credentials([
        v1::models::SynchronizationSecretKeyStringValuePair::new()
            .set_key(v1::models::SynchronizationSecret::UserName)
            .set_value("provisioning@contoso.com"),
    ]);
    let applications = client.v1().applications();
    let on_application = applications
        .by_application_id("1")
        .synchronization()
        .acquire_access_token()
        .post(&body);
    let principals = client.v1().service_principals();
    let on_principal = principals
        .by_service_principal_id("2")
        .synchronization()
        .acquire_access_token()
        .post(&body);

    for (request, path) in [
        (
            &on_application,
            "/v1.0/applications/1/synchronization/acquireAccessToken",
        ),
        (
            &on_principal,
            "/v1.0/servicePrincipals/2/synchronization/acquireAccessToken",
        ),
    ] {
        assert_eq!(request.path(), path);
        assert_eq!(
            request.body().map(|body| body.as_ref()),
            Some(
                &br#"{"credentials":[{"key":"UserName","value":"provisioning@contoso.com"}]}"#[..]
            )
        );
    }

    // Sending is awaiting; both answers are empty.
    let _answers = async move {
        let (): () = on_application.await?;
        let (): () = on_principal.await?;
        Ok::<(), Error>(())
    };
    Ok(())
}

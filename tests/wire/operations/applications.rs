//! `/applications`.

use graph_client::GraphClient;
use graph_client::v1::models::{
    AcquireAccessTokenPostRequestBody, SynchronizationSecretKeyStringValuePair,
};

use super::{Sample, credentials, credentials_json};
use crate::exchange::{ENCODED_KEY, KEY};

pub(super) fn samples(client: &GraphClient) -> Vec<Sample> {
    let acquire = || {
        let application = client.v1().applications().by_application_id(KEY);
        application.synchronization().acquire_access_token()
    };
    let target = format!("/v1.0/applications/{ENCODED_KEY}/synchronization/acquireAccessToken");

    let body = AcquireAccessTokenPostRequestBody::new().set_credentials(credentials());
    let json = format!(r#"{{"credentials":{}}}"#, credentials_json());

    // As in the reference: a pair of nothing but its type, without `#`.
    let mut typed = SynchronizationSecretKeyStringValuePair::new();
    typed.additional.insert(
        "@odata.type",
        "microsoft.graph.synchronizationSecretKeyStringValuePair",
    );
    let reference = AcquireAccessTokenPostRequestBody::new().set_credentials([typed]);
    let reference_json = r#"{"credentials":[{"@odata.type":"microsoft.graph.synchronizationSecretKeyStringValuePair"}]}"#;

    vec![
        Sample::new(acquire().post(&body), "POST", &target).with_body(json),
        Sample::new(acquire().post(&reference), "POST", &target).with_body(reference_json),
        Sample::new(
            acquire().post(&AcquireAccessTokenPostRequestBody::new()),
            "POST",
            &target,
        )
        .with_body("{}"),
    ]
}

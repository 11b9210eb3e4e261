//! `/servicePrincipals/{servicePrincipal-id}/synchronization`.

use graph_client::GraphClient;
use graph_client::model::{LexicalDuration, Nullable};
use graph_client::v1::models::{
    AcquireAccessTokenPostRequestBody, KeyValuePair, SecretsPutRequestBody, SynchronizationJob,
    SynchronizationSchedule, SynchronizationScheduleState, ValidateCredentialsPostRequestBody,
};

use super::{Sample, credentials, credentials_json};
use crate::exchange::{ENCODED_KEY, KEY};

/// The id of a job, with characters that Graph's own ids have and some that they should not.
const JOB: &str = "Azure2.a9dcd9:x;y+z/../";
const ENCODED_JOB: &str = "Azure2.a9dcd9%3Ax%3By%2Bz%2F..%2F";

pub(super) fn samples(client: &GraphClient) -> Vec<Sample> {
    let principal = client
        .v1()
        .service_principals()
        .by_service_principal_id(KEY);
    let synchronization = principal.synchronization();
    let target = format!("/v1.0/servicePrincipals/{ENCODED_KEY}/synchronization");
    let jobs = synchronization.jobs();
    let job = jobs.by_synchronization_job_id(JOB);
    let pairs = credentials_json();

    let acquire = AcquireAccessTokenPostRequestBody::new().set_credentials(credentials());
    let secrets = SecretsPutRequestBody::new().set_value(credentials());
    let template = ValidateCredentialsPostRequestBody::new()
        .set_application_identifier("app")
        .set_template_id(Nullable::Null)
        .set_use_saved_credentials(false)
        .set_credentials(credentials());
    let saved = ValidateCredentialsPostRequestBody::new().set_use_saved_credentials(true);
    let interval: LexicalDuration = "PT40M".parse().unwrap();
    let new_job = SynchronizationJob::new()
        .set_template_id("scim")
        .set_synchronization_job_settings([KeyValuePair::new().set_name("a").set_value("b")])
        .set_schedule(
            SynchronizationSchedule::new()
                .set_interval(interval)
                .set_state(SynchronizationScheduleState::Active),
        );

    vec![
        Sample::new(
            synchronization.acquire_access_token().post(&acquire),
            "POST",
            &format!("{target}/acquireAccessToken"),
        )
        .with_body(format!(r#"{{"credentials":{pairs}}}"#)),
        Sample::new(
            jobs.get().search("\"status:active\"").into_inner(),
            "GET",
            &format!("{target}/jobs?$search=%22status:active%22"),
        )
        .with_answer(200, r#"{"value":[]}"#),
        Sample::new(jobs.post(&new_job), "POST", &format!("{target}/jobs"))
            .with_body(
                r#"{"schedule":{"interval":"PT40M","state":"Active"},"synchronizationJobSettings":[{"name":"a","value":"b"}],"templateId":"scim"}"#,
            )
            .with_answer(201, "{}"),
        Sample::new(
            jobs.validate_credentials().post(&template),
            "POST",
            &format!("{target}/jobs/validateCredentials"),
        )
        .with_body(format!(
            r#"{{"applicationIdentifier":"app","templateId":null,"useSavedCredentials":false,"credentials":{pairs}}}"#
        )),
        Sample::new(
            job.start().post(),
            "POST",
            &format!("{target}/jobs/{ENCODED_JOB}/start"),
        ),
        Sample::new(
            job.validate_credentials().post(&saved),
            "POST",
            &format!("{target}/jobs/{ENCODED_JOB}/validateCredentials"),
        )
        .with_body(r#"{"useSavedCredentials":true}"#),
        Sample::new(
            synchronization.secrets().put(&secrets),
            "PUT",
            &format!("{target}/secrets"),
        )
        .with_body(format!(r#"{{"value":{pairs}}}"#)),
    ]
}

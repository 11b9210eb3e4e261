//! Secrets are stored, a job is made from a template, checked and started.

use graph_client::credential::StaticToken;
use graph_client::model::{LexicalDuration, Page};
use graph_client::v1::models::{
    SecretsPutRequestBody, SecretsPutResponse, SynchronizationJob, SynchronizationSchedule,
    SynchronizationScheduleState, SynchronizationSecret, SynchronizationSecretKeyStringValuePair,
    ValidateCredentialsPostRequestBody,
};
use graph_client::{Error, GraphClient};

fn main() -> Result<(), Error> {
    let client = GraphClient::builder()
        .credential(StaticToken::new("token"))
        .build()?;
    let principal = client
        .v1()
        .service_principals()
        .by_service_principal_id("1");
    let synchronization = principal.synchronization();

    let pair = SynchronizationSecretKeyStringValuePair::new()
        .set_key(SynchronizationSecret::SecretToken)
        .set_value("hunter2");
    assert!(!format!("{pair:?}").contains("hunter2"));
    let body = SecretsPutRequestBody::new().set_value([pair.clone()]);
    let secrets = synchronization.secrets().put(&body);
    assert_eq!(
        secrets.body().map(|body| body.as_ref()),
        Some(&br#"{"value":[{"key":"SecretToken","value":"hunter2"}]}"#[..])
    );

    let interval: LexicalDuration = "PT40M".parse().unwrap();
    let job = SynchronizationJob::new()
        .set_template_id("scim")
        .set_schedule(
            SynchronizationSchedule::new()
                .set_interval(interval)
                .set_state(SynchronizationScheduleState::Active),
        );
    let jobs = synchronization.jobs();
    let created = jobs.post(&job);
    let listed = jobs.get().top(1);

    let credentials = ValidateCredentialsPostRequestBody::new().set_credentials([pair]);
    let one = jobs.by_synchronization_job_id("job");
    let checked = one.validate_credentials().post(&credentials);
    let started = one.start().post();
    assert_eq!(
        started.path(),
        "/v1.0/servicePrincipals/1/synchronization/jobs/job/start"
    );
    assert!(started.body().is_none());

    let _answers = async move {
        let _stored: Option<SecretsPutResponse> = secrets.await?;
        let _job: SynchronizationJob = created.await?;
        let _jobs: Page<SynchronizationJob> = listed.await?;
        let (): () = checked.await?;
        let (): () = started.await?;
        Ok::<(), Error>(())
    };
    Ok(())
}

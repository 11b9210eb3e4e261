//! Payloads of the schemas that the models were generated from.

use graph_client::model::Page;
use graph_client::v1::models::{
    AddIn, AnyDirectoryObject, AppRole, Application, DirectoryObject, Group, InformationalUrl,
    KeyCredential, OAuth2PermissionGrant, PasswordCredential, PermissionScope, ServicePrincipal,
    SynchronizationJob, SynchronizationSecretKeyStringValuePair, SynchronizationStatus, User,
    VerifiedPublisher,
};
use proptest::prelude::*;

use super::payload;
use super::round_trip::succeed;

/// A test for each model: its name, the model, and the payloads it is given.
macro_rules! come_back {
    ($($test:ident: $model:ty, $payload:expr;)*) => {$(
        #[test]
        fn $test() {
            let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) };
            proptest!(config, |(text in $payload)| succeed::<$model>(&text)?);
        }
    )*};
}

come_back! {
    add_in: AddIn, payload::of("addIn", 1);
    any_directory_object: AnyDirectoryObject, payload::of("directoryObject", 1);
    app_role: AppRole, payload::of("appRole", 1);
    application: Application, payload::of("application", 2);
    directory_object: DirectoryObject, payload::of("entity", 1);
    group: Group, payload::of("group", 2);
    informational_url: InformationalUrl, payload::of("informationalUrl", 1);
    key_credential: KeyCredential, payload::of("keyCredential", 1);
    page_of_directory_objects: Page<AnyDirectoryObject>, payload::page("directoryObject", 1);
    page_of_service_principals: Page<ServicePrincipal>, payload::page("servicePrincipal", 1);
    password_credential: PasswordCredential, payload::of("passwordCredential", 1);
    permission_grant: OAuth2PermissionGrant, payload::of("oAuth2PermissionGrant", 1);
    permission_scope: PermissionScope, payload::of("permissionScope", 1);
    secret: SynchronizationSecretKeyStringValuePair,
        payload::of("synchronizationSecretKeyStringValuePair", 1);
    service_principal: ServicePrincipal, payload::of("servicePrincipal", 2);
    synchronization_job: SynchronizationJob, payload::of("synchronizationJob", 3);
    synchronization_status: SynchronizationStatus, payload::of("synchronizationStatus", 3);
    user: User, payload::of("user", 2);
    verified_publisher: VerifiedPublisher, payload::of("verifiedPublisher", 1);
}

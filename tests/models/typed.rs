//! Payloads of the schemas that the models were generated from.

use graph_client::model::Page;
use graph_client::v1::models::{
    AddIn, AnyDirectoryObject, AppRole, Application, DirectoryObject, Group, InformationalUrl,
    KeyCredential, OAuth2PermissionGrant, PasswordCredential, PermissionScope, ServicePrincipal,
    SynchronizationJob, SynchronizationSecretKeyStringValuePair, SynchronizationStatus, User,
    VerifiedPublisher,
};
use proptest::prelude::*;

use super::any_json::{array, object, quoted};
use super::payload::{self, undeclared};
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
    add_in: AddIn, payload::of("microsoft.graph.addIn", 1);
    any_directory_object: AnyDirectoryObject, payload::of("microsoft.graph.directoryObject", 1);
    app_role: AppRole, payload::of("microsoft.graph.appRole", 1);
    application: Application, payload::of("microsoft.graph.application", 2);
    directory_object: DirectoryObject, payload::of("microsoft.graph.entity", 1);
    group: Group, payload::of("microsoft.graph.group", 2);
    informational_url: InformationalUrl, payload::of("microsoft.graph.informationalUrl", 1);
    key_credential: KeyCredential, payload::of("microsoft.graph.keyCredential", 1);
    page_of_directory_objects: Page<AnyDirectoryObject>, page("microsoft.graph.directoryObject", 1);
    page_of_service_principals: Page<ServicePrincipal>, page("microsoft.graph.servicePrincipal", 1);
    password_credential: PasswordCredential, payload::of("microsoft.graph.passwordCredential", 1);
    permission_grant: OAuth2PermissionGrant, payload::of("microsoft.graph.oAuth2PermissionGrant", 1);
    permission_scope: PermissionScope, payload::of("microsoft.graph.permissionScope", 1);
    secret: SynchronizationSecretKeyStringValuePair,
        payload::of("microsoft.graph.synchronizationSecretKeyStringValuePair", 1);
    service_principal: ServicePrincipal, payload::of("microsoft.graph.servicePrincipal", 2);
    synchronization_job: SynchronizationJob, payload::of("microsoft.graph.synchronizationJob", 3);
    synchronization_status: SynchronizationStatus, payload::of("microsoft.graph.synchronizationStatus", 3);
    user: User, payload::of("microsoft.graph.user", 2);
    verified_publisher: VerifiedPublisher, payload::of("microsoft.graph.verifiedPublisher", 1);
}

/// A page of payloads of the schema `name`.
fn page(name: &str, depth: usize) -> BoxedStrategy<String> {
    let items = prop::collection::vec(payload::of(name, depth), 0..3);
    let annotations = prop_oneof![
        Just(Vec::new()),
        Just(vec![
            ("@odata.nextLink".to_owned(), quoted("https://next")),
            ("@odata.count".to_owned(), "9007199254740993".to_owned()),
        ]),
        Just(vec![("@odata.deltaLink".to_owned(), "null".to_owned())]),
    ];
    (items, annotations, undeclared())
        .prop_map(|(items, mut entries, undeclared)| {
            entries.extend(undeclared);
            entries.push(("value".to_owned(), array(&items)));
            entries
        })
        .prop_shuffle()
        .prop_map(|entries| object(&entries))
        .boxed()
}

//! JSON that no schema describes: it comes back, or an error names the place.

use graph_client::model::{Model, Page, UntypedObject};
use graph_client::v1::models::{
    AnyDirectoryObject, Application, Group, KeyCredential, OAuth2PermissionGrant,
    OAuth2PermissionGrantCreate, ServicePrincipal, SynchronizationJob, SynchronizationStatus, User,
};
use proptest::prelude::*;
use proptest::sample::select;

use super::any_json;
use super::round_trip::attempt;

/// The names that the model declares, and some that it does not.
fn names<M: Model>() -> BoxedStrategy<String> {
    let declared = M::empty().descriptor().properties();
    let mut names = vec!["@odata.type", "value", "owners"];
    names.extend(declared);
    prop_oneof![select(names).prop_map(str::to_owned), "[a-z]{0,3}"].boxed()
}

/// An object with some of the declared names and values of any type.
fn objects<M: Model>() -> BoxedStrategy<String> {
    let types = vec![
        "#microsoft.graph.user",
        "#microsoft.graph.servicePrincipal",
        "AllPrincipals",
    ];
    let value = prop_oneof![
        4 => any_json::value(names::<M>()),
        1 => select(types).prop_map(any_json::quoted),
    ];
    prop::collection::vec((names::<M>(), value), 0..8)
        .prop_map(|entries| any_json::object(&entries))
        .boxed()
}

/// Whether a path begins with a declared property, or is the whole document.
fn names_a_place<M: Model>(path: &str) -> bool {
    let first = path.split_once('[').map_or(path, |(first, _)| first);
    let declared = M::empty().descriptor().properties();
    // Names such as `@odata.count` have a dot of their own. A choice of types declares more.
    path == "$"
        || declared.iter().any(|name| path.starts_with(name))
        || (M::empty().discriminator().is_some() && !first.is_empty())
}

fn check<M: Model>(text: &str) -> Result<(), TestCaseError> {
    if let Some(error) = attempt::<M>(text)? {
        prop_assert!(names_a_place::<M>(error.path()), "{error}");
    }
    Ok(())
}

macro_rules! come_back_or_name_the_place {
    ($($test:ident: $model:ty;)*) => {$(
        #[test]
        fn $test() {
            let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) };
            let texts = prop_oneof![4 => objects::<$model>(), 1 => any_json::value(names::<$model>())];
            proptest!(config, |(text in texts)| check::<$model>(&text)?);
        }
    )*};
}

come_back_or_name_the_place! {
    any_directory_object: AnyDirectoryObject;
    application: Application;
    group: Group;
    key_credential: KeyCredential;
    page_of_directory_objects: Page<AnyDirectoryObject>;
    page_of_pages: Page<Page<UntypedObject>>;
    permission_grant: OAuth2PermissionGrant;
    permission_grant_create: OAuth2PermissionGrantCreate;
    service_principal: ServicePrincipal;
    synchronization_job: SynchronizationJob;
    synchronization_status: SynchronizationStatus;
    untyped_object: UntypedObject;
    user: User;
}

/// An object of which nothing is declared takes every object.
#[test]
fn every_object_is_an_untyped_object() {
    let objects = objects::<ServicePrincipal>();
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |(text in objects)| {
        prop_assert!(attempt::<UntypedObject>(&text)?.is_none());
    });
}

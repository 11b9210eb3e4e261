//! `/servicePrincipals`, without synchronization.

use graph_client::GraphClient;

use super::Sample;
use crate::exchange::{ENCODED_KEY, KEY};

const PAGE: &str = r#"{"value":[]}"#;

pub(super) fn samples(client: &GraphClient) -> Vec<Sample> {
    let principals = client.v1().service_principals();
    let principal = principals.by_service_principal_id(KEY);
    let target = format!("/v1.0/servicePrincipals/{ENCODED_KEY}");

    vec![
        Sample::new(
            principals
                .get()
                .filter("startswith(displayName,'Contoso Söhne')")
                .select(["id", "displayName"])
                .count(true)
                .top(100)
                .consistency_level("eventual")
                .into_inner(),
            "GET",
            "/v1.0/servicePrincipals\
             ?$filter=startswith(displayName,%27Contoso%20S%C3%B6hne%27)\
             &$select=id,displayName&$count=true&$top=100",
        )
        .with_header("consistencylevel", "eventual")
        .with_answer(200, PAGE),
        Sample::new(principal.get().into_inner(), "GET", &target).with_answer(200, "{}"),
        Sample::new(
            principal
                .oauth2_permission_grants()
                .get()
                .skip(20)
                .into_inner(),
            "GET",
            &format!("{target}/oauth2PermissionGrants?$skip=20"),
        )
        .with_answer(200, PAGE),
        Sample::new(
            principal
                .owners()
                .get()
                .orderby(["displayName desc", "id"])
                .consistency_level("eventual")
                .into_inner(),
            "GET",
            &format!("{target}/owners?$orderby=displayName%20desc,id"),
        )
        .with_header("consistencylevel", "eventual")
        .with_answer(200, PAGE),
    ]
}

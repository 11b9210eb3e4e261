//! A navigation property read as a type that the slice does not have.

graph_macros::graph_api! {
    mod principals {
        spec: "specs/graph-v1.0.yaml",
        include: ["/servicePrincipals/{}#GET"],
        descendants: "used",
    }
}

fn main() {
    let principal = principals::models::ServicePrincipal::new();
    let _ = principal.oauth2_permission_grants.iter();
}

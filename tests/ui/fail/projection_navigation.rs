//! Navigation properties that are not what the field says.

use graph_client::query::Projection;
use graph_client::v1::models::{OAuth2PermissionGrant, ServicePrincipal, User};

#[derive(Projection)]
#[projection(of = ServicePrincipal)]
struct App {
    // A collection.
    owners: Option<Owner>,
    // Leads to grants.
    oauth2_permission_grants: Vec<Owner>,
    // Has no id.
    owned_objects: String,
}

#[derive(Projection)]
#[projection(of = User)]
struct Owner {
    id: String,
}

#[derive(Projection)]
#[projection(of = OAuth2PermissionGrant)]
struct Grant {
    id: String,
}

fn main() {}

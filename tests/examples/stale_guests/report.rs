//! The report, with projections and filters.

use graph_client::model::DateTime;
use graph_client::operation::{Caller, OperationSet};
use graph_client::query::{Projection, filter, order_by};
use graph_client::time::OffsetDateTime;
use graph_client::{Error, GraphClient};

graph_macros::graph_api! {
    /// Users, when they signed in, and their groups.
    pub mod directory {
        spec: "examples/stale_guests/users.yaml",
        navigation: "all",
    }
}

use directory::models::{Group, SignInActivity, User};
use directory::users;

/// What the application is granted. The compiler sees to it that it does for what is called.
pub(crate) const GRANTED: &[&str] = &["AuditLog.Read.All", "Directory.Read.All"];

const CALLED: OperationSet<'static> = OperationSet::new(&[users::Users::GET, users::Item::GET]);
const _: () = assert!(CALLED.refused(Caller::Application, GRANTED).is_none());

/// A guest that nobody has used for a long time.
#[derive(Debug, PartialEq)]
pub(crate) struct StaleGuest {
    pub(crate) name: String,
    pub(crate) last_seen: OffsetDateTime,
    pub(crate) groups: Vec<String>,
}

#[derive(Projection)]
#[projection(of = User)]
struct Guest {
    id: String,
    display_name: Option<String>,
    created_date_time: Option<DateTime>,
    sign_in_activity: Option<SignIns>,
}

#[derive(Projection)]
#[projection(of = SignInActivity)]
struct SignIns {
    last_sign_in_date_time: Option<DateTime>,
    last_non_interactive_sign_in_date_time: Option<DateTime>,
}

#[derive(Projection)]
#[projection(of = User)]
struct Memberships {
    member_of: Vec<GroupName>,
}

#[derive(Projection)]
#[projection(of = Group)]
struct GroupName {
    display_name: Option<String>,
}

impl Guest {
    /// When somebody last was there: at a sign-in of either kind, or else when the account was made.
    fn last_seen(&self) -> Option<OffsetDateTime> {
        let sign_ins = self.sign_in_activity.as_ref().into_iter();
        let times = sign_ins.flat_map(|sign_ins| {
            [
                &sign_ins.last_sign_in_date_time,
                &sign_ins.last_non_interactive_sign_in_date_time,
            ]
        });
        let times = times.chain([&self.created_date_time]).flatten();
        times.filter_map(|time| time.get().ok()).max()
    }
}

/// The enabled guests that nobody has used since, by name, with the names of their groups.
pub(crate) async fn stale_guests(
    client: &GraphClient,
    cutoff: OffsetDateTime,
) -> Result<Vec<StaleGuest>, Error> {
    // The service takes a condition on the sign-in activity without any other only, and expands
    // nothing in an advanced query, which a filter with an order is.
    let mut guests = directory::Api::new(client)
        .users()
        .get()
        .filter(filter!(User: user_type == "Guest" && account_enabled))
        .orderby(order_by!(User: display_name))
        .project::<Guest>()
        .items();
    let mut stale = Vec::new();
    while let Some(guest) = guests.try_next().await? {
        if let Some(last_seen) = guest.last_seen().filter(|last_seen| *last_seen < cutoff) {
            stale.push((guest, last_seen));
        }
    }

    let mut batch = client.batch();
    let mut reports = Vec::new();
    for (guest, last_seen) in stale {
        let user = directory::Api::new(client).users().by_user_id(&guest.id);
        reports.push((
            guest,
            last_seen,
            batch.add(user.get().project::<Memberships>()),
        ));
    }
    let mut answers = batch.send().await;
    let reports = reports.into_iter().map(|(guest, last_seen, memberships)| {
        let groups = answers.take(memberships)?.member_of.into_iter();
        Ok(StaleGuest {
            name: guest.display_name.unwrap_or(guest.id),
            last_seen,
            groups: groups.filter_map(|group| group.display_name).collect(),
        })
    });
    reports.collect()
}

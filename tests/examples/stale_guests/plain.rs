//! The same report on the plain API: names are text, and all that may be missing is looked for.

use graph_client::time::OffsetDateTime;
use graph_client::{Error, GraphClient};

use crate::report::StaleGuest;
use crate::report::directory::{
    self,
    models::{Group, User},
};

fn last_seen(guest: &User) -> Option<OffsetDateTime> {
    let sign_ins = guest.sign_in_activity.iter();
    let times = sign_ins.flat_map(|sign_ins| {
        [
            &sign_ins.last_sign_in_date_time,
            &sign_ins.last_non_interactive_sign_in_date_time,
        ]
    });
    let times = times.chain([&guest.created_date_time]);
    times.filter_map(|time| time.as_ref()?.get().ok()).max()
}

/// What [`stale_guests`](crate::report::stale_guests) gives.
pub(crate) async fn stale_guests(
    client: &GraphClient,
    cutoff: OffsetDateTime,
) -> Result<Vec<StaleGuest>, Error> {
    let mut guests = directory::Api::new(client)
        .users()
        .get()
        .filter("userType eq 'Guest' and accountEnabled eq true")
        .orderby(["displayName"])
        .count(true)
        .consistency_level("eventual")
        .select(["id", "displayName", "createdDateTime", "signInActivity"])
        .items();
    let mut stale = Vec::new();
    while let Some(guest) = guests.try_next().await? {
        if let Some(last_seen) = last_seen(&guest).filter(|last_seen| *last_seen < cutoff) {
            stale.push((guest, last_seen));
        }
    }

    let mut batch = client.batch();
    let mut reports = Vec::new();
    for (guest, last_seen) in stale {
        let id = guest.id.as_deref().unwrap_or_default();
        let user = directory::Api::new(client).users().by_user_id(id);
        let request = user
            .get()
            .select(["id"])
            .expand(["memberOf($select=displayName)"]);
        reports.push((guest, last_seen, batch.add(request)));
    }
    let mut answers = batch.send().await;
    let mut found = Vec::new();
    for (guest, last_seen, memberships) in reports {
        let mut groups = Vec::new();
        for group in answers
            .take(memberships)?
            .member_of
            .items::<Group>()
            .flatten()
        {
            groups.extend(group.display_name.into_option());
        }
        let name = guest.display_name.into_option();
        let name = name.or(guest.id).unwrap_or_default();
        found.push(StaleGuest {
            name,
            last_seen,
            groups,
        });
    }
    Ok(found)
}

//! Calls that are not sent, because they cannot succeed.

use super::{Error, ErrorKind};
use crate::Cloud;
use crate::operation::{Granted, Operation, Place, Scheme};

/// How many permissions that would do are named.
const NAMED: usize = 4;

/// Refuses an operation that the cloud does not offer, or that the permissions do not do for.
pub(crate) fn check(
    place: Place,
    cloud: Option<Cloud>,
    granted: Option<&Granted>,
) -> Result<(), Error> {
    let Some(operation) = &place.operation else {
        return Ok(());
    };
    if let Some(cloud) = cloud
        && !operation.is_offered_in(cloud)
    {
        let detail = not_offered(operation, cloud);
        return Err(Error::new_at(ErrorKind::NotOffered, place, detail));
    }
    if let Some(granted) = granted
        && let Some(scheme) = granted.refuses(operation)
    {
        let detail = not_granted(operation, granted, scheme);
        return Err(Error::new_at(ErrorKind::NotGranted, place, detail));
    }
    Ok(())
}

fn not_offered(operation: &Operation, cloud: Cloud) -> String {
    let others: Vec<&str> = operation.clouds().iter().map(|one| one.name()).collect();
    let others = listed(&others, "and");
    let mut text = format!("it is not offered in {cloud}, only in {others}; nothing was sent");
    text.push_str("; if it has come there since, call it by its path with GraphClient::request");
    text
}

fn not_granted(operation: &Operation, granted: &Granted, scheme: Scheme) -> String {
    let caller = granted.caller();
    let all: Vec<String> = scheme
        .alternatives()
        .map(|alternative| alternative.to_string())
        .collect();
    let mut text = if all.is_empty() {
        format!("it cannot be used with {caller} permissions, whichever were granted")
    } else {
        let (named, rest) = all
            .split_at_checked(NAMED)
            .unwrap_or((all.as_slice(), Default::default()));
        let mut named: Vec<&str> = named.iter().map(String::as_str).collect();
        let more = format!("{} more", rest.len());
        if !rest.is_empty() {
            named.push(&more);
        }
        let needed = listed(&named, "or");
        format!(
            "it needs {needed} ({caller}, least privileged first), and the client was granted none \
             of them"
        )
    };
    text.push_str("; nothing was sent");
    if let Some(page) = operation.documentation() {
        text.push_str("; see ");
        text.push_str(page);
    }
    text
}

/// A list as people write it.
fn listed(names: &[&str], last: &str) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

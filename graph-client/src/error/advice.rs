//! What a person can do about a status, from what is known of the operation.

use std::fmt::Write;
use std::time::Duration;

use http::StatusCode;

use crate::Cloud;
use crate::operation::{Operation, Permissions, Place, Scheme};

/// Advice, each part with `; ` before it; empty when there is none.
pub(super) fn advice(
    place: Place,
    cloud: Cloud,
    status: StatusCode,
    retry_after: Option<Duration>,
) -> String {
    let mut text = String::new();
    match status {
        StatusCode::UNAUTHORIZED => {
            text.push_str("; the token was not accepted: it must be current and issued for ");
            text.push_str(cloud.scope());
        }
        StatusCode::FORBIDDEN => forbidden(&mut text, place),
        StatusCode::NOT_FOUND if place.beta => text.push_str(
            "; operations under /beta change without notice, so this one may be gone or have \
             another path",
        ),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            if let Some(wait) = retry_after {
                // Writing to a string does not fail.
                let _ = write!(text, "; send it again after {} s", wait.as_secs());
            }
        }
        _ => {}
    }
    if status.is_client_error() && status != StatusCode::TOO_MANY_REQUESTS {
        elsewhere(&mut text, place, cloud);
    }
    if matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND)
        && let Some(page) = place.operation.as_ref().and_then(Operation::documentation)
    {
        text.push_str("; see ");
        text.push_str(page);
    }
    text
}

fn forbidden(text: &mut String, place: Place) {
    let Some(operation) = &place.operation else {
        return;
    };
    permissions(text, *operation.permissions());
    let roles = operation.roles();
    if !roles.is_empty() {
        text.push_str("; a signed-in user also needs one of these roles: ");
        text.push_str(&roles.join(", "));
    }
}

fn permissions(text: &mut String, permissions: Permissions) {
    let work = permissions.delegated_work();
    let personal = permissions.delegated_personal();
    let application = permissions.application();

    // Callers with the same least privileged permission are named together.
    let mut groups: Vec<(&[&str], String)> = Vec::new();
    let mut add = |scheme: Scheme, caller: &str| {
        let Some(least) = scheme.least() else { return };
        match groups.iter_mut().find(|(other, _)| *other == least) {
            Some((_, callers)) => {
                callers.push_str(" or ");
                callers.push_str(caller);
            }
            None => groups.push((least, caller.to_owned())),
        }
    };
    add(work, "delegated");
    if personal.least() != work.least() {
        add(personal, "delegated with a personal account");
    }
    add(application, "application");

    for (index, (least, callers)) in groups.iter().enumerate() {
        text.push_str(if index == 0 { "; needs " } else { " or " });
        let _ = write!(text, "{} ({callers})", least.join(", "));
    }
    let unsupported = match (work, application) {
        (Scheme::Unsupported, Scheme::Unsupported) => return,
        (_, Scheme::Unsupported) => "; it cannot be used with application permissions",
        (Scheme::Unsupported, _) => "; it cannot be used with delegated permissions",
        _ => return,
    };
    text.push_str(unsupported);
}

fn elsewhere(text: &mut String, place: Place, cloud: Cloud) {
    let Some(operation) = &place.operation else {
        return;
    };
    if !operation.clouds().is_empty() && !operation.clouds().contains(&cloud) {
        let _ = write!(text, "; the documentation does not list it for {cloud}");
    }
}

//! What a person can do about a status, from what is known of the operation.

use std::fmt::Write;
use std::time::Duration;

use http::StatusCode;

use crate::Cloud;
use crate::operation::{AllOf, Caller, Operation, Permissions, Place, Scheme};

/// Advice, each part with `; ` before it; empty when there is none.
pub(super) fn advice(
    place: Place,
    cloud: Cloud,
    caller: Option<Caller>,
    status: StatusCode,
    retry_after: Option<Duration>,
) -> String {
    let mut text = String::new();
    match status {
        StatusCode::UNAUTHORIZED => {
            text.push_str("; the token was not accepted: it must be current and issued for ");
            text.push_str(cloud.scope());
        }
        StatusCode::FORBIDDEN => forbidden(&mut text, place, caller),
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
    if matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND)
        && let Some(page) = place.operation.as_ref().and_then(Operation::documentation)
    {
        text.push_str("; see ");
        text.push_str(page);
    }
    text
}

fn forbidden(text: &mut String, place: Place, caller: Option<Caller>) {
    let Some(operation) = &place.operation else {
        return;
    };
    match caller {
        Some(caller) => needed(text, &[(operation.permissions().of(caller), caller)]),
        None => permissions(text, *operation.permissions()),
    }
    let roles = operation.roles();
    if !roles.is_empty() && caller != Some(Caller::Application) {
        text.push_str("; a signed-in user also needs one of these roles: ");
        text.push_str(&roles.join(", "));
    }
}

fn permissions(text: &mut String, permissions: Permissions) {
    let work = permissions.delegated_work();
    let personal = permissions.delegated_personal();
    let application = permissions.application();

    let mut callers = vec![(work, Caller::DelegatedWork)];
    if personal.least() != work.least() {
        callers.push((personal, Caller::DelegatedPersonal));
    }
    callers.push((application, Caller::Application));
    needed(text, &callers);
    let unsupported = match (work, application) {
        (Scheme::Unsupported, Scheme::Unsupported) => return,
        (_, Scheme::Unsupported) => "; it cannot be used with application permissions",
        (Scheme::Unsupported, _) => "; it cannot be used with delegated permissions",
        _ => return,
    };
    text.push_str(unsupported);
}

/// The least privileged permissions; callers with the same are named together.
fn needed(text: &mut String, callers: &[(Scheme, Caller)]) {
    let mut groups: Vec<(&[AllOf], String)> = Vec::new();
    for (scheme, caller) in callers {
        let Some(least) = scheme.least() else {
            continue;
        };
        match groups.iter_mut().find(|(other, _)| *other == least) {
            Some((_, callers)) => {
                callers.push_str(" or ");
                callers.push_str(&caller.to_string());
            }
            None => groups.push((least, caller.to_string())),
        }
    }
    for (index, (least, callers)) in groups.iter().enumerate() {
        text.push_str(if index == 0 { "; needs " } else { " or " });
        let least: Vec<String> = least.iter().map(ToString::to_string).collect();
        let _ = write!(text, "{} ({callers})", least.join(" or "));
    }
}

//! Paths in a form in which those of a description and those of the published file are the same.

use crate::ir::Method;

/// What stands for any key.
const KEY: &str = "{}";

/// A segment in its normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Segment {
    /// In lower case, without a namespace, with the names of arguments in order.
    text: String,
    /// The name before parentheses with arguments.
    called: Option<String>,
    /// Whether it had a namespace: a cast, or a bound operation as some write it.
    has_namespace: bool,
}

/// The normal form of a path of the published file; none for one with a query, which is about some
/// answers of an operation and not about the operation.
pub(super) fn published(path: &str) -> Option<String> {
    if path.contains('?') {
        return None;
    }
    Some(joined(&segments(path)))
}

/// The forms under which an operation may have an entry: its own first, then that of what it is
/// about.
pub(super) fn candidates(method: Method, path: &str) -> Vec<String> {
    let own = segments(path);
    let mut forms = vec![own];
    for change in [without_suffix, without_casts, with_plain_keys] {
        let changed: Vec<Vec<Segment>> = forms
            .iter()
            .filter_map(|form| change(method, form))
            .collect();
        forms.extend(changed);
    }
    forms.iter().map(|form| joined(form)).collect()
}

fn joined(segments: &[Segment]) -> String {
    let mut text = String::new();
    for segment in segments {
        text.push('/');
        text.push_str(&segment.text);
    }
    text
}

/// `members/$count` is read by who reads `members`, `photo/$value` by who reads `photo`, and
/// `members/$ref` changed by who changes `members`.
fn without_suffix(method: Method, form: &[Segment]) -> Option<Vec<Segment>> {
    let (last, before) = form.split_last()?;
    let fits = match last.text.as_str() {
        "$count" | "$value" => method == Method::Get,
        "$ref" => true,
        _ => false,
    };
    (fits && !before.is_empty()).then(|| before.to_vec())
}

/// Who reads `members` reads `members/graph.user`.
fn without_casts(method: Method, form: &[Segment]) -> Option<Vec<Segment>> {
    let is_cast = |segment: &Segment| segment.has_namespace && segment.called.is_none();
    if method != Method::Get || !form.iter().any(is_cast) {
        return None;
    }
    let rest = form.iter().filter(|segment| !is_cast(segment));
    Some(rest.cloned().collect())
}

/// `applications(appId='{appId}')` is an application as `applications/{id}` is. A function stays a
/// function: nothing has an entry for a key below one.
fn with_plain_keys(_: Method, form: &[Segment]) -> Option<Vec<Segment>> {
    if form.iter().all(|segment| segment.called.is_none()) {
        return None;
    }
    let plain = |segment: &Segment| match &segment.called {
        None => vec![segment.clone()],
        Some(name) => vec![Segment::plain(name), Segment::plain(KEY)],
    };
    Some(form.iter().flat_map(plain).collect())
}

fn segments(path: &str) -> Vec<Segment> {
    let path: String = path
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    let parts = path.split('/').filter(|part| !part.is_empty());
    parts.flat_map(Segment::read).collect()
}

impl Segment {
    fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            called: None,
            has_namespace: false,
        }
    }

    /// A segment in lower case; two for a key in parentheses.
    fn read(text: &str) -> Vec<Self> {
        let is_key = |text: &str| {
            text.starts_with('{') && text.ends_with('}') && text.matches('{').count() == 1
        };
        if is_key(text) {
            return vec![Self::plain(KEY)];
        }
        let (name, arguments) = match text.split_once('(') {
            Some((name, rest)) if rest.ends_with(')') => {
                (name, Some(rest.strip_suffix(')').unwrap_or(rest)))
            }
            _ => (text, None),
        };
        let has_namespace = ["microsoft.graph.", "graph.", "default."]
            .iter()
            .any(|namespace| name.starts_with(namespace));
        let name = match name.rsplit_once('.') {
            Some((_, last)) if has_namespace => last,
            _ => name,
        };
        let one = |text: String, called: Option<String>| {
            vec![Self {
                text,
                called,
                has_namespace,
            }]
        };
        let Some(arguments) = arguments.filter(|arguments| !arguments.is_empty()) else {
            return one(name.to_owned(), None);
        };
        if name.is_empty() {
            return vec![Self::plain(KEY)];
        }
        if !arguments.contains('=') {
            // A key, as OData writes one: `users('{id}')`.
            let key = Self::plain(KEY);
            return one(name.to_owned(), None)
                .into_iter()
                .chain([key])
                .collect();
        }
        let mut names: Vec<&str> = arguments
            .split(',')
            .map(|argument| argument.split('=').next().unwrap_or(argument))
            .collect();
        names.sort_unstable();
        let text = format!("{name}({})", names.join(","));
        one(text, Some(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_paths_come_to_the_same_form() {
        for (described, listed) in [
            ("/users/{user-id}/sendMail", "/Users/{id}/sendmail"),
            (
                "/users/{user-id}/microsoft.graph.sendMail",
                "/users/{id}/sendmail",
            ),
            ("/users/delta()", "/users/delta"),
            (
                "/me/reminderView(StartDateTime='{StartDateTime}',EndDateTime='{EndDateTime}')",
                "/me/reminderview(endDateTime={value}, startdatetime={value})",
            ),
            (
                "/applications(appId='{appId}')",
                "/applications(appid={value})",
            ),
            ("/places/graph.room", "/places/microsoft.graph.room"),
            (
                "/a/microsoft.graph.security.close",
                "/a/microsoft.graph.close",
            ),
            ("/teams/{team-id}/tags", "/teams/(team-id)/tags"),
            ("/workflows/{id}/runs", "/workflows({id})/runs"),
            (
                "/products/findByKb(kb={kb})",
                "/products/Default.findByKb(kb={kb})",
            ),
        ] {
            let listed = published(listed).unwrap();
            assert_eq!(candidates(Method::Post, described).first(), Some(&listed));
        }
        assert_eq!(published("/users?$filter=a/b eq 1"), None);
    }

    #[test]
    fn what_a_path_is_about_comes_after_the_path_itself() {
        let get = |path| candidates(Method::Get, path);
        assert_eq!(
            get("/groups/{id}/members/graph.user/$count"),
            [
                "/groups/{}/members/user/$count",
                "/groups/{}/members/user",
                "/groups/{}/members/$count",
                "/groups/{}/members",
            ]
        );
        assert_eq!(
            get("/applications(appId='{appId}')/owners"),
            ["/applications(appid)/owners", "/applications/{}/owners"]
        );
        assert_eq!(get("/$count"), ["/$count"]);
        // What changes something is not what reads it.
        assert_eq!(
            candidates(Method::Post, "/groups/{id}/members/graph.user/$count"),
            ["/groups/{}/members/user/$count"]
        );
        assert_eq!(
            candidates(Method::Delete, "/groups/{id}/members/{member}/$ref"),
            ["/groups/{}/members/{}/$ref", "/groups/{}/members/{}"]
        );
    }
}

//! The query of a request, kept encoded.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What is encoded in a value. RFC 3986 would allow a few more, but `;` separates pairs for some
/// servers, `+` is a space for others, and URL parsers encode `'` anyway.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b'/')
    .remove(b':')
    .remove(b'@');

/// What is encoded in a name.
const NAME: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'$')
    .remove(b'@');

/// Sets an option, in the place of one with the same name.
pub(super) fn set(query: &mut String, name: &str, value: &str) {
    remove(query, name);
    add(query, name, value);
}

/// Sets an option beside others, also with the same name.
pub(super) fn add(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.extend(utf8_percent_encode(name, NAME));
    query.push('=');
    query.extend(utf8_percent_encode(value, VALUE));
}

/// Takes an option away.
pub(super) fn remove(query: &mut String, name: &str) {
    if query.is_empty() {
        return;
    }
    let encoded: String = utf8_percent_encode(name, NAME).collect();
    if query.split('&').any(|pair| pair_name(pair) == encoded) {
        let kept: Vec<&str> = query
            .split('&')
            .filter(|pair| pair_name(pair) != encoded)
            .collect();
        *query = kept.join("&");
    }
}

/// The value of an option, encoded.
pub(super) fn get<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .filter(|(pair_name, _)| *pair_name == name)
        .map(|(_, value)| value)
        .next()
}

/// The names of the options, for debug output.
pub(super) fn names(query: &str) -> Vec<&str> {
    query
        .split('&')
        .map(pair_name)
        .filter(|name| !name.is_empty())
        .collect()
}

fn pair_name(pair: &str) -> &str {
    pair.split_once('=').map_or(pair, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(value: &str) -> String {
        let mut query = String::new();
        set(&mut query, "q", value);
        query
    }

    #[test]
    fn the_same_name_can_come_several_times() {
        let mut query = String::new();
        add(&mut query, "a", "1&2");
        add(&mut query, "a", "3");
        assert_eq!(query, "a=1%262&a=3");
        set(&mut query, "a", "4");
        assert_eq!(query, "a=4");
    }

    #[test]
    fn values_are_encoded() {
        let table = [
            ("id,displayName", "q=id,displayName"),
            (
                "startswith(displayName,'A B')",
                "q=startswith(displayName,%27A%20B%27)",
            ),
            ("a eq 'x&y=z'", "q=a%20eq%20%27x%26y%3Dz%27"),
            ("\"displayName:sync\"", "q=%22displayName:sync%22"),
            (
                "members($select=id;$top=1)",
                "q=members($select%3Did%3B$top%3D1)",
            ),
            ("1+1#2?%", "q=1%2B1%232%3F%25"),
            ("2020-01-01T00:00:00Z", "q=2020-01-01T00:00:00Z"),
            ("zoë\r\n", "q=zo%C3%AB%0D%0A"),
            ("", "q="),
        ];
        for (value, expected) in table {
            assert_eq!(encoded(value), expected);
            // A URL parser must leave it as it is.
            let url = url::Url::parse(&format!("https://host/?{expected}")).unwrap();
            assert_eq!(url.query(), Some(expected));
        }
    }

    #[test]
    fn names_are_encoded_and_unique() {
        let mut query = String::new();
        set(&mut query, "$filter", "a");
        set(&mut query, "$top", "1");
        set(&mut query, "$filter", "b");
        set(&mut query, "@q 1", "'x'");
        assert_eq!(query, "$top=1&$filter=b&@q%201=%27x%27");
        assert_eq!(names(&query), ["$top", "$filter", "@q%201"]);
        remove(&mut query, "$top");
        remove(&mut query, "$filte");
        assert_eq!(query, "$filter=b&@q%201=%27x%27");
    }
}

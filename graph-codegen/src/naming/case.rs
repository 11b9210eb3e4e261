//! From names of a document to the words of Rust names.
//!
//! The [Rust API guidelines](https://rust-lang.github.io/api-guidelines/naming.html#casing-conforms-to-rfc-430-c-case)
//! count an acronym as one word, `SmsEnabled` and not `SMSEnabled`, and let no word but the last
//! consist of a single letter: `oauth2_permission_grant`.

use std::fmt::Write;

/// The name in `PascalCase`: `isSMSEnabled` is `IsSmsEnabled`, `oAuth2PermissionGrant` is
/// `OAuth2PermissionGrant`.
pub fn pascal_case(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for piece in pieces(name) {
        // Two digits must not grow together: `1.0` and `10` are different names.
        if starts_with_digit(&piece) && text.ends_with(|last: char| last.is_ascii_digit()) {
            text.push('_');
        }
        let mut after_letter = false;
        for word in words(&piece) {
            let is_acronym = is_acronym(word);
            // `iOS` is `Ios`, but `oAuth` is `OAuth`.
            let joins = after_letter && is_acronym;
            let mut letters = word.chars();
            if let Some(first) = letters.next().filter(|_| !joins) {
                text.push(first.to_ascii_uppercase());
            } else {
                letters = word.chars();
            }
            let rest = letters.as_str();
            if is_acronym {
                text.push_str(&rest.to_ascii_lowercase());
            } else {
                text.push_str(rest);
            }
            after_letter =
                word.len() == 1 && word.starts_with(|only: char| only.is_ascii_lowercase());
        }
    }
    text
}

/// The name in `snake_case`: `oAuth2PermissionGrant-id` is `oauth2_permission_grant_id`.
pub fn snake_case(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 8);
    for piece in pieces(name) {
        let mut joins = false;
        for word in words(&piece) {
            if !text.is_empty() && !joins {
                text.push('_');
            }
            text.push_str(&word.to_ascii_lowercase());
            joins = word.len() == 1 && word.starts_with(|only: char| only.is_ascii_alphabetic());
        }
    }
    text
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit())
}

/// Whether a word is nothing but capitals and digits, and more than one capital: `SMS`, `IPv4` is
/// none. The plural of one is one: `URLs`.
fn is_acronym(word: &str) -> bool {
    let singular = word.strip_suffix('s').unwrap_or(word);
    let capitals = singular.chars().filter(char::is_ascii_uppercase).count();
    capitals > 1
        && singular
            .chars()
            .all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit())
}

/// The words of a piece: a word begins at a capital after a small letter or a digit, and at the
/// last capital of several when a small letter follows, unless that is the `s` of a plural.
fn words(piece: &str) -> Vec<&str> {
    let letters: Vec<(usize, char)> = piece.char_indices().collect();
    let at = |index: usize| letters.get(index).map(|(_, letter)| *letter);
    let is_capital = |index: usize| at(index).is_some_and(|letter| letter.is_ascii_uppercase());
    let is_small = |index: usize| at(index).is_some_and(|letter| letter.is_ascii_lowercase());
    let mut words = Vec::new();
    let mut start = 0;
    for index in 1..letters.len() {
        let is_plural =
            is_capital(index) && at(index + 1) == Some('s') && !is_small(index + 2) && index > 0;
        let begins =
            is_capital(index) && (!is_capital(index - 1) || (is_small(index + 1) && !is_plural));
        if begins && let Some((offset, _)) = letters.get(index) {
            words.extend(piece.get(start..*offset));
            start = *offset;
        }
    }
    words.extend(piece.get(start..));
    words.retain(|word| !word.is_empty());
    words
}

/// The runs of ASCII letters and digits in a name. Letters beyond ASCII become the hexadecimal
/// number of their code point, so that names which differ in them stay different.
fn pieces(name: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for letter in name.chars() {
        if letter.is_ascii_alphanumeric() {
            if let Some(piece) = pieces.last_mut() {
                piece.push(letter);
            }
        } else if letter.is_ascii() {
            pieces.push(String::new());
        } else {
            let mut code = String::new();
            // Writing to a string cannot fail.
            let _ = write!(code, "u{:x}", u32::from(letter));
            pieces.push(code);
            pieces.push(String::new());
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_of_graph_become_names_of_rust() {
        for (name, pascal, snake) in [
            (
                "oAuth2PermissionGrant",
                "OAuth2PermissionGrant",
                "oauth2_permission_grant",
            ),
            (
                "oauth2PermissionGrants",
                "Oauth2PermissionGrants",
                "oauth2_permission_grants",
            ),
            (
                "servicePrincipal-id",
                "ServicePrincipalId",
                "service_principal_id",
            ),
            ("@odata.nextLink", "OdataNextLink", "odata_next_link"),
            ("isSMSEnabled", "IsSmsEnabled", "is_sms_enabled"),
            ("SMS", "Sms", "sms"),
            ("macOSUser", "MacOsUser", "mac_os_user"),
            ("iOSVersion", "IosVersion", "ios_version"),
            ("eBook", "EBook", "ebook"),
            ("managedDeviceIDs", "ManagedDeviceIds", "managed_device_ids"),
            ("vCPUsPerNode", "VcpusPerNode", "vcpus_per_node"),
            ("IPv4CidrRange", "IPv4CidrRange", "ipv4_cidr_range"),
            (
                "windows81VpnConfiguration",
                "Windows81VpnConfiguration",
                "windows81_vpn_configuration",
            ),
            ("SHA256", "Sha256", "sha256"),
            ("aB", "AB", "ab"),
            ("planB", "PlanB", "plan_b"),
            ("HTTPStatus", "HttpStatus", "http_status"),
            ("alerts_v2", "AlertsV2", "alerts_v2"),
            ("graph.user", "GraphUser", "graph_user"),
            ("10.1", "10_1", "10_1"),
            ("", "", ""),
            ("日本", "U65e5U672c", "u65e5_u672c"),
            ("a🦀b", "AU1f980B", "a_u1f980_b"),
            ("../../x", "X", "x"),
            ("*/ \" }", "", ""),
        ] {
            assert_eq!(pascal_case(name), pascal, "{name}");
            assert_eq!(snake_case(name), snake, "{name}");
        }
    }

    proptest! {
        #[test]
        fn a_name_in_snake_case_stays_as_it_is(name in "[a-zA-Z0-9_.-]{0,24}") {
            let snake = snake_case(&name);
            prop_assert_eq!(snake_case(&snake), snake);
        }
    }
}

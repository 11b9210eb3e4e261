//! From names of a document to the words of Rust names.

use std::fmt::Write;

/// The name in `PascalCase`: `oAuth2PermissionGrant` is `OAuth2PermissionGrant`.
///
/// Capitals inside of words stay, so that a name still looks like the one in the reference.
pub fn pascal_case(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for piece in pieces(name) {
        let mut letters = piece.chars();
        if let Some(first) = letters.next() {
            // Two digits must not grow together: `1.0` and `10` are different names.
            if first.is_ascii_digit() && text.ends_with(|last: char| last.is_ascii_digit()) {
                text.push('_');
            }
            text.push(first.to_ascii_uppercase());
            text.push_str(letters.as_str());
        }
    }
    text
}

/// The name in `snake_case`: `oAuth2PermissionGrant-id` is `o_auth2_permission_grant_id`.
pub fn snake_case(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 8);
    for piece in pieces(name) {
        let letters: Vec<char> = piece.chars().collect();
        for (index, letter) in letters.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|index| letters.get(index));
            let after = letters.get(index + 1);
            let starts_word = letter.is_ascii_uppercase()
                && before.is_some_and(|before| {
                    !before.is_ascii_uppercase() || after.is_some_and(char::is_ascii_lowercase)
                });
            if (index == 0 || starts_word) && !text.is_empty() {
                text.push('_');
            }
            text.push(letter.to_ascii_lowercase());
        }
    }
    text
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
    use super::*;

    #[test]
    fn names_of_graph_become_names_of_rust() {
        for (name, pascal, snake) in [
            (
                "oAuth2PermissionGrant",
                "OAuth2PermissionGrant",
                "o_auth2_permission_grant",
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
            ("isSMSEnabled", "IsSMSEnabled", "is_sms_enabled"),
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
}

//! What a service demands of a token, in `WWW-Authenticate`.
//!
//! See [RFC 9110, section 11.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1), and
//! [claims challenges](https://learn.microsoft.com/entra/identity-platform/claims-challenge).

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;

/// Challenges come with padding and without.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// The claims of a challenge, as JSON, if there is one.
pub(crate) fn claims(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(WWW_AUTHENTICATE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .find_map(|challenge| json(&parameter(challenge, "claims")?))
}

fn json(text: &str) -> Option<String> {
    let text = text.trim();
    if text.starts_with('{') {
        return Some(text.to_owned());
    }
    let bytes = STANDARD
        .decode(text)
        .or_else(|_| URL_SAFE.decode(text))
        .ok()?;
    let json = String::from_utf8(bytes).ok()?;
    json.trim_start().starts_with('{').then_some(json)
}

/// The value of a parameter, in quotes or without, with its escapes resolved.
///
/// Text in the quotes of another parameter is not taken for one.
fn parameter(challenge: &str, name: &str) -> Option<String> {
    let mut rest = challenge;
    loop {
        let (before, after) = rest.split_once('=')?;
        // The name is the last word; before it may stand the scheme and separators.
        let found = before
            .rsplit([' ', '\t', ','])
            .find(|word| !word.is_empty())
            .unwrap_or("");
        let (value, remainder) = value(after.trim_ascii_start());
        if found.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = remainder;
    }
}

/// The value at the start of the text, and what follows it.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([',', ' ', '\t']).unwrap_or(text.len());
        let (value, rest) = text.split_at(end);
        return (value.to_owned(), rest);
    };
    let mut value = String::new();
    let mut characters = quoted.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => break,
            '\\' => value.extend(characters.next()),
            other => value.push(other),
        }
    }
    (value, characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(challenge: &'static str) -> Option<String> {
        claims(&crate::client::testing::headers(&[(
            "www-authenticate",
            challenge,
        )]))
    }

    #[test]
    fn claims_are_found_among_parameters() {
        let expected = Some("{\"access_token\":{}}".to_owned());
        for challenge in [
            "Bearer realm=\"\", error=\"insufficient_claims\", \
             claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"",
            "Bearer claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ\", realm=\"\"",
            "Bearer Claims=eyJhY2Nlc3NfdG9rZW4iOnt9fQ==,error=\"x\"",
            "Bearer claims=\"{\\\"access_token\\\":{}}\"",
            "Bearer realm=\"a \\\"claims=\\\" b\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"",
            "DPoP algs=\"ES256\", Bearer claims = \"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"",
        ] {
            assert_eq!(read(challenge), expected, "{challenge}");
        }
    }

    #[test]
    fn what_is_no_claims_challenge_has_none() {
        for challenge in [
            "Bearer",
            "",
            "=",
            "Bearer realm=\"claims=e30=\"",
            "Bearer claims=\"\"",
            "Bearer claims=\"####\"",
            "Bearer claims=\"AAAA\"",
            "Bearer claims=",
            "Bearer claims=\"",
            "Bearer x=\"\\",
        ] {
            assert_eq!(read(challenge), None, "{challenge}");
        }
        assert_eq!(read("Bearer claims=\"e30=\""), Some("{}".to_owned()));
    }
}

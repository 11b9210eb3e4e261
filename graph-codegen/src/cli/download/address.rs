//! Which addresses are downloaded from.

use std::net::IpAddr;

use reqwest::Url;

/// Addresses that are allowed: https, and http on this machine where a test asks for it.
#[derive(Clone, Copy)]
pub(super) struct Allowed {
    loopback_http: bool,
}

impl Allowed {
    pub(super) fn new(loopback_http: bool) -> Self {
        Self { loopback_http }
    }

    /// Whether http on this machine is.
    pub(super) fn loopback_http(self) -> bool {
        self.loopback_http
    }

    /// Reads an address, and says what is wrong with it.
    pub(super) fn parse(self, text: &str) -> Result<Url, String> {
        let url = Url::parse(text).map_err(|error| {
            format!("--url takes an address such as https://example.com/openapi.yaml: {error}")
        })?;
        self.check(&url)?;
        Ok(url)
    }

    /// Says why an address is not allowed.
    pub(super) fn check(self, url: &Url) -> Result<(), String> {
        if !url.username().is_empty() || url.password().is_some() {
            return Err(format!(
                "{} was given with a name or a password; a description that is published needs none",
                shown(url)
            ));
        }
        match url.scheme() {
            "https" => Ok(()),
            "http" if self.loopback_http && is_loopback(url) => Ok(()),
            scheme => Err(format!(
                "{} is not downloaded by {scheme}, only by https",
                shown(url)
            )),
        }
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_matches(['[', ']']);
    bare.parse()
        .is_ok_and(|address: IpAddr| address.is_loopback())
}

/// An address as it may be shown and kept: without name, password, query and fragment, any of which
/// may be a secret.
pub(super) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    // These fail for addresses that have none of it.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_query(None);
    url.set_fragment(None);
    url.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_and_what_a_test_asks_for_is_allowed() {
        let parse = |text: &str, loopback_http| {
            let url = Allowed::new(loopback_http).parse(text);
            url.map(|url| shown(&url))
        };
        let https = "https://example.com/v1.0/openapi.yaml";
        assert_eq!(
            parse(&format!("{https}?sig=secret#part"), false),
            Ok(https.to_owned())
        );
        for (text, loopback_http) in [
            ("http://127.0.0.1:80/a", false),
            ("http://example.com/a", true),
            ("http://127.0.0.1.example.com/a", true),
            ("ftp://example.com/a", true),
            ("file:///etc/passwd", true),
        ] {
            let refused = parse(text, loopback_http).unwrap_err();
            assert!(refused.ends_with(", only by https"), "{refused}");
        }
        assert!(parse("http://127.0.0.1:80/a", true).is_ok());
        assert!(parse("http://[::1]:80/a", true).is_ok());
        let refused = parse("https://me:secret@example.com/a?k=secret", true).unwrap_err();
        assert!(
            !refused.contains("secret") && refused.contains("a password"),
            "{refused}"
        );
        assert!(parse("openapi.yaml", true).is_err());
    }
}

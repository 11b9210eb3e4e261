//! Where a token may go.

use http::Uri;
use http::uri::Scheme;
use url::Url;

use crate::transport::is_loopback_host;

/// The root of a cloud: scheme, host and port.
#[derive(Clone, Debug)]
pub(crate) struct Root {
    url: Url,
    /// Host and port, without the port that the scheme implies.
    authority: String,
}

impl Root {
    /// Takes an address that has a scheme, a host, and at most a port.
    pub(crate) fn new(url: Url) -> Self {
        let mut authority = url.host_str().unwrap_or_default().to_owned();
        if let Some(port) = url.port() {
            authority.push(':');
            authority.push_str(&port.to_string());
        }
        Self { url, authority }
    }

    /// Scheme, host and port, without a final slash.
    pub(crate) fn as_str(&self) -> &str {
        let root = self.url.as_str();
        root.strip_suffix('/').unwrap_or(root)
    }

    /// Whether a token may go to the address: scheme, host and port are those of the root.
    pub(crate) fn holds(&self, uri: &Uri) -> bool {
        uri.scheme_str() == Some(self.url.scheme())
            && uri
                .authority()
                .is_some_and(|found| found.as_str().eq_ignore_ascii_case(&self.authority))
    }

    /// Whether an address that carries its own authorization may be called: https, without a user
    /// name; where the root is this machine over plain http, this machine as well.
    pub(crate) fn lets_out_to(&self, uri: &Uri) -> bool {
        let Some(authority) = uri.authority() else {
            return false;
        };
        let plain = uri.scheme() == Some(&Scheme::HTTP)
            && self.url.scheme() == "http"
            && is_loopback_host(authority.host());
        (uri.scheme() == Some(&Scheme::HTTPS) || plain) && !authority.as_str().contains('@')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_goes_to_scheme_host_and_port_of_the_root_alone() {
        let root = Root::new(Url::parse("https://graph.microsoft.com").unwrap());
        let holds = |text: &str| root.holds(&text.parse().unwrap());
        assert!(holds("https://graph.microsoft.com/v1.0/me"));
        assert!(holds("https://GRAPH.microsoft.com/"));
        for other in [
            "http://graph.microsoft.com/",
            "https://graph.microsoft.com.example/",
            "https://graph.microsoft.com:444/",
            "https://a@graph.microsoft.com/",
            "https://graph.microsoft.com@example.com/",
            "/v1.0/me",
        ] {
            assert!(!holds(other), "{other}");
        }
    }

    #[test]
    fn other_addresses_are_https_or_this_machine() {
        let cloud = Root::new(Url::parse("https://graph.microsoft.com").unwrap());
        let local = Root::new(Url::parse("http://127.0.0.1:1").unwrap());
        let table = [
            ("https://files.example/a", true, true),
            ("https://u@files.example/a", false, false),
            ("http://files.example/a", false, false),
            ("http://127.0.0.1:2/a", false, true),
            ("http://[::1]:2/a", false, true),
            ("/a", false, false),
        ];
        for (text, from_cloud, from_local) in table {
            let uri = text.parse().unwrap();
            assert_eq!(cloud.lets_out_to(&uri), from_cloud, "{text}");
            assert_eq!(local.lets_out_to(&uri), from_local, "{text}");
        }
    }
}

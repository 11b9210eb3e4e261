//! A token, and the credential that always gives the same one.

use std::fmt;
use std::time::SystemTime;

use secrecy::{ExposeSecret, SecretString};

use super::{Credential, CredentialError, TokenRequest};
use crate::BoxFuture;

/// A bearer token: wiped from memory when dropped, and never printed.
///
/// So is the header that the client makes of it, when the last request with it has ended. What the
/// HTTP library and TLS write of it into their buffers is theirs, and what a credential keeps is
/// the credential's.
#[derive(Clone)]
pub struct AccessToken {
    secret: SecretString,
    expires_on: Option<SystemTime>,
}

impl AccessToken {
    /// Takes the token and the time from which it is no longer valid, when that is known.
    pub fn new(secret: impl Into<SecretString>, expires_on: Option<SystemTime>) -> Self {
        Self {
            secret: secret.into(),
            expires_on,
        }
    }

    /// The token itself, wrapped so that reading it is a visible step.
    pub const fn secret(&self) -> &SecretString {
        &self.secret
    }

    /// When the token stops being valid, when that is known.
    pub const fn expires_on(&self) -> Option<SystemTime> {
        self.expires_on
    }

    pub(crate) fn expose(&self) -> &str {
        self.secret.expose_secret()
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken")
            .field("secret", &format_args!("[redacted]"))
            .field("expires_on", &self.expires_on)
            .finish()
    }
}

/// A credential that gives the token it was made with, whatever is asked for.
///
/// For tests, and for a token that another program has acquired. It is never renewed.
#[derive(Clone, Debug)]
pub struct StaticToken(AccessToken);

impl StaticToken {
    /// Takes the token, without `Bearer` before it.
    pub fn new(secret: impl Into<SecretString>) -> Self {
        Self(AccessToken::new(secret, None))
    }
}

impl Credential for StaticToken {
    fn token<'a>(
        &'a self,
        _request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_has_no_token() {
        let token = AccessToken::new("s3cret", None);
        assert_eq!(
            format!("{token:?}"),
            "AccessToken { secret: [redacted], expires_on: None }"
        );
        assert!(!format!("{:?}", StaticToken::new("s3cret")).contains("s3cret"));
    }
}

//! Where tokens come from.

#[cfg(feature = "azure-identity")]
mod azure;
mod cache;
mod challenge;
mod token;

use std::fmt;
use std::sync::Arc;

pub use token::{AccessToken, StaticToken};

#[cfg(feature = "azure-identity")]
pub use azure::AzureIdentity;

pub(crate) use cache::{TokenCache, TokenFault};
pub(crate) use challenge::claims;

use crate::BoxFuture;

/// A source of access tokens for Microsoft Graph.
///
/// One value serves every request of a client, from any thread. The client keeps a token until
/// shortly before it expires, or until it is refused where it does not say when that is, and asks
/// once however many requests wait for it. Where its clock can, it does so in the background while
/// the token is still valid; after a failure it goes on with that token for a while.
///
/// ```
/// use graph_client::BoxFuture;
/// use graph_client::credential::{AccessToken, Credential, CredentialError, TokenRequest};
///
/// #[derive(Debug)]
/// struct FromEnvironment;
///
/// impl Credential for FromEnvironment {
///     fn token<'a>(
///         &'a self,
///         _request: TokenRequest<'a>,
///     ) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
///         Box::pin(async {
///             let token = std::env::var("GRAPH_TOKEN")
///                 .map_err(|_| CredentialError::new("GRAPH_TOKEN is not set"))?;
///             Ok(AccessToken::new(token, None))
///         })
///     }
/// }
/// ```
pub trait Credential: Send + Sync + fmt::Debug + 'static {
    /// Returns a token for the scope of the request.
    ///
    /// # Errors
    ///
    /// Says why no token could be had, without any secret in the text.
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, CredentialError>>;
}

impl<C: Credential + ?Sized> Credential for Arc<C> {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        (**self).token(request)
    }
}

impl<C: Credential + ?Sized> Credential for Box<C> {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        (**self).token(request)
    }
}

/// What a token is asked for.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct TokenRequest<'a> {
    /// The scope, such as `https://graph.microsoft.com/.default`; several with spaces between them.
    pub scope: &'a str,
    /// What the service demands of the token beyond the scope, as the JSON of a claims challenge.
    ///
    /// See [claims challenges](https://learn.microsoft.com/entra/identity-platform/claims-challenge).
    /// A credential that cannot pass them on fails; it does not give a token without them.
    pub claims: Option<&'a str>,
    /// Whether the service refused the last token, so that one that the credential has kept is of
    /// no use.
    pub renew: bool,
}

impl<'a> TokenRequest<'a> {
    /// A token for this scope, without further demands.
    pub const fn new(scope: &'a str) -> Self {
        Self {
            scope,
            claims: None,
            renew: false,
        }
    }
}

// Claims may name the tenant's policies.
impl fmt::Debug for TokenRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenRequest")
            .field("scope", &self.scope)
            .field("claims", &self.claims.is_some())
            .field("renew", &self.renew)
            .finish()
    }
}

/// Why a credential has no token to give.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct CredentialError {
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl CredentialError {
    /// Takes the reason, which must hold no secret: it is shown and logged.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            source: None,
        }
    }

    /// Adds the error behind this one. Its text is not repeated in the message.
    #[must_use]
    pub fn with_source(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.source = Some(source.into());
        self
    }
}

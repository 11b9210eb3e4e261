//! The credentials of the Azure SDK.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use azure_core::credentials::TokenCredential;

use super::{AccessToken, Credential, CredentialError, TokenRequest};
use crate::BoxFuture;

/// Any credential of [`azure_identity`](https://docs.rs/azure_identity): client secret,
/// certificate, managed identity, workload identity, developer tools.
///
/// ```
/// use graph_client::credential::AzureIdentity;
///
/// # fn run() -> azure_core::Result<()> {
/// let credential = AzureIdentity::new(azure_identity::DeveloperToolsCredential::new(None)?);
/// # drop(credential);
/// # Ok(())
/// # }
/// ```
///
/// Certificates are behind the feature `client_certificate` of `azure_identity`, which needs
/// OpenSSL and its headers; no feature of this crate turns it on. An application that wants them
/// depends on `azure_identity` itself, with that feature, and hands over the credential:
///
/// ```ignore
/// // PKCS #12, with the private key.
/// let certificate = SecretBytes::new(std::fs::read("app.pfx")?);
/// let credential = ClientCertificateCredential::new(tenant_id, client_id, certificate, None)?;
/// let credential = AzureIdentity::new(credential);
/// ```
///
/// The credentials of the Azure SDK keep tokens of their own and have no way to be told that one was
/// refused: one made by [`new`](Self::new) gives the same again until it expires, one made by
/// [`renewable`](Self::renewable) is made anew. Claims reach neither: a service that demands them
/// gets an error that says so.
///
/// For a cloud other than the global one, give the Azure credential that cloud's
/// [authority](crate::Cloud::authority).
#[derive(Clone)]
pub struct AzureIdentity {
    credential: Arc<Mutex<Arc<dyn TokenCredential>>>,
    make: Option<Arc<Make>>,
}

type Make = dyn Fn() -> azure_core::Result<Arc<dyn TokenCredential>> + Send + Sync;

impl AzureIdentity {
    /// Takes a credential of the Azure SDK.
    pub fn new(credential: Arc<dyn TokenCredential>) -> Self {
        Self {
            credential: Arc::new(Mutex::new(credential)),
            make: None,
        }
    }

    /// Takes how a credential of the Azure SDK is made. Where the service refuses a token, another
    /// credential is made, which has kept none.
    ///
    /// # Errors
    ///
    /// Those of making the first.
    pub fn renewable(
        make: impl Fn() -> azure_core::Result<Arc<dyn TokenCredential>> + Send + Sync + 'static,
    ) -> azure_core::Result<Self> {
        let credential = Arc::new(Mutex::new(make()?));
        Ok(Self {
            credential,
            make: Some(Arc::new(make)),
        })
    }

    fn current(&self, renew: bool) -> Result<Arc<dyn TokenCredential>, CredentialError> {
        let mut credential = self
            .credential
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(make) = self.make.as_ref().filter(|_| renew) {
            *credential = make().map_err(|error| in_words(&error))?;
        }
        Ok(Arc::clone(&credential))
    }
}

impl From<Arc<dyn TokenCredential>> for AzureIdentity {
    fn from(credential: Arc<dyn TokenCredential>) -> Self {
        Self::new(credential)
    }
}

// Not the inner credential: what it prints of itself is not for this crate to vouch for.
impl fmt::Debug for AzureIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AzureIdentity").finish_non_exhaustive()
    }
}

impl Credential for AzureIdentity {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async move {
            if request.claims.is_some() {
                // The SDK's options have no place for claims.
                return Err(CredentialError::new(
                    "the credentials of azure_identity cannot pass on the claims that the service \
                     demands; sign in again with a credential that can",
                ));
            }
            let scopes: Vec<&str> = request.scope.split_whitespace().collect();
            let token = self
                .current(request.renew)?
                .get_token(&scopes, None)
                .await
                .map_err(|error| in_words(&error))?;
            let expires_on = SystemTime::from(token.expires_on);
            Ok(AccessToken::new(token.token.secret(), Some(expires_on)))
        })
    }
}

// Text alone: the debug output of the SDK's error may hold a whole answer of the sign-in service.
fn in_words(error: &azure_core::Error) -> CredentialError {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    CredentialError::new(text)
}

#[cfg(test)]
mod tests;

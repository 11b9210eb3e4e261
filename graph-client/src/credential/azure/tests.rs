use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use azure_core::credentials::{AccessToken as AzureToken, TokenRequestOptions};
use azure_core::error::ErrorKind;
use azure_core::time::OffsetDateTime;

use super::*;

/// Keeps the token that it was made with, as those of the SDK do.
#[derive(Debug)]
struct Keeping {
    token: String,
    scopes: Mutex<Vec<String>>,
}

impl TokenCredential for Keeping {
    // What `async_trait` makes of the declaration.
    fn get_token<'a, 'b, 'c, 'd, 'e>(
        &'a self,
        scopes: &'b [&'c str],
        _options: Option<TokenRequestOptions<'d>>,
    ) -> Pin<Box<dyn Future<Output = azure_core::Result<AzureToken>> + Send + 'e>>
    where
        'a: 'e,
        'b: 'e,
        'c: 'e,
        'd: 'e,
        Self: 'e,
    {
        let asked = scopes.iter().map(|scope| (*scope).to_owned());
        self.scopes.lock().unwrap().extend(asked);
        let expires_on = OffsetDateTime::UNIX_EPOCH + Duration::from_secs(5);
        let token = AzureToken::new(self.token.clone(), expires_on);
        Box::pin(std::future::ready(Ok(token)))
    }
}

fn keeping(token: String) -> Arc<Keeping> {
    Arc::new(Keeping {
        token,
        scopes: Mutex::default(),
    })
}

async fn given(
    credential: &AzureIdentity,
    renew: bool,
    claims: Option<&str>,
) -> Result<String, String> {
    let mut request = TokenRequest::new("first second");
    request.renew = renew;
    request.claims = claims;
    let token = credential.token(request).await;
    let token = token.map_err(|error| error.to_string())?;
    let expires_on = SystemTime::UNIX_EPOCH + Duration::from_secs(5);
    assert_eq!(token.expires_on(), Some(expires_on));
    Ok(token.expose().to_owned())
}

#[tokio::test]
async fn scopes_are_told_apart_and_the_token_is_that_of_the_sdk() {
    let inner = keeping("T".to_owned());
    let credential = AzureIdentity::new(inner.clone());
    assert_eq!(given(&credential, false, None).await.unwrap(), "T");
    assert_eq!(*inner.scopes.lock().unwrap(), ["first", "second"]);
    // Without a way to make another one, it is the same again.
    assert_eq!(given(&credential, true, None).await.unwrap(), "T");
}

#[tokio::test]
async fn a_renewable_one_is_made_anew_where_its_token_was_refused() {
    let made = AtomicUsize::new(0);
    let credential = AzureIdentity::renewable(move || {
        let number = made.fetch_add(1, Ordering::SeqCst) + 1;
        Ok(keeping(format!("T{number}")))
    })
    .unwrap();
    let clone = credential.clone();
    assert_eq!(given(&credential, false, None).await.unwrap(), "T1");
    assert_eq!(given(&credential, false, None).await.unwrap(), "T1");
    assert_eq!(given(&credential, true, None).await.unwrap(), "T2");
    assert_eq!(given(&clone, false, None).await.unwrap(), "T2");
}

#[tokio::test]
async fn one_that_cannot_be_made_anew_stays_and_says_why() {
    let made = AtomicUsize::new(0);
    let credential = AzureIdentity::renewable(move || match made.fetch_add(1, Ordering::SeqCst) {
        0 => Ok(keeping("T1".to_owned())),
        _ => Err(azure_core::Error::with_message(
            ErrorKind::Credential,
            "the certificate is gone",
        )),
    })
    .unwrap();
    let fault = given(&credential, true, None).await.unwrap_err();
    assert_eq!(fault, "the certificate is gone");
    assert_eq!(given(&credential, false, None).await.unwrap(), "T1");

    let never = AzureIdentity::renewable(|| {
        let none = std::io::Error::other("no such file");
        Err(azure_core::Error::with_error(
            ErrorKind::Io,
            none,
            "no certificate",
        ))
    });
    // The causes are in the words, once each.
    assert_eq!(
        in_words(&never.unwrap_err()).to_string(),
        "no certificate: no such file"
    );
}

#[tokio::test]
async fn claims_are_no_silent_loss() {
    let credential = AzureIdentity::new(keeping("T".to_owned()));
    let fault = given(&credential, true, Some("{}")).await.unwrap_err();
    assert!(fault.contains("cannot pass on the claims"), "{fault}");
    assert_eq!(format!("{credential:?}"), "AzureIdentity { .. }");
}

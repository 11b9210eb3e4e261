//! What Graph sends to a subscriber: change notifications, with or without the resource, and
//! lifecycle events.
//!
//! A subscriber answers the first call, which has a `validationToken` in its query, with that token
//! as plain text. What is posted after that is a [`Notifications`]: take those whose `clientState` is
//! the subscription's own, answer 202 at once, and work afterwards.
//!
//! ```
//! use graph_client::notifications::{DecryptionKey, Notifications, validation_token};
//!
//! fn answer(query: &str, body: &[u8], key: &DecryptionKey) -> Option<String> {
//!     if let Some(token) = validation_token(query) {
//!         return Some(token); // as text/plain, with status 200
//!     }
//!     for notification in Notifications::read(body).ok()?.value {
//!         if !notification.is_of("the subscription's secret") {
//!             continue;
//!         }
//!         if let Some(content) = &notification.encrypted_content {
//!             let resource = key.decrypt(content).ok()?;
//!             println!("{} bytes", resource.len());
//!         }
//!     }
//!     None
//! }
//! ```
//!
//! Notifications with resources come with tokens as well, [`Notifications::validation_tokens`], which
//! say who sent them: JSON Web Tokens of the sign-in service. Checking them needs that service's keys
//! and a library such as [`jsonwebtoken`](https://docs.rs/jsonwebtoken), and is left to the
//! application, which has both for its own sign-in. Leave everything aside unless each token
//!
//! - is signed with RS256 by a key of `{authority}/common/discovery/v2.0/keys`, the
//!   [authority](crate::Cloud::authority) being the cloud's, and has not expired (`exp`);
//! - is issued by the tenant (`iss`, with the tenant id of the subscription) for the application
//!   (`aud`, its client id);
//! - is of Graph's publisher: `azp`, or `appid` in tokens of version 1, is
//!   `0bf30f3b-4a52-48df-9a82-234910c4a086`.
//!
//! See [change notifications](https://learn.microsoft.com/graph/change-notifications-overview) and
//! [those with resource data](https://learn.microsoft.com/graph/change-notifications-with-resource-data).

use std::fmt;

use aws_lc_rs::cipher::{
    AES_128, AES_256, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::rsa::{OAEP_SHA1_MGF1SHA1, OaepPrivateDecryptingKey, PrivateDecryptingKey};
use aws_lc_rs::{constant_time, hmac};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use serde::Deserialize;
use serde_json::Value;

use crate::error::json_fault;

/// What one call brings.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Notifications {
    /// The notifications, of one subscription or of many.
    pub value: Vec<Notification>,
    /// Who sent them, as JSON Web Tokens; for those with resources.
    #[serde(default)]
    pub validation_tokens: Vec<SecretString>,
}

/// That something has changed, or that a subscription needs care.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Notification {
    /// The subscription.
    pub subscription_id: Option<String>,
    /// When the subscription ends, as the service writes it.
    pub subscription_expiration_date_time: Option<String>,
    /// The tenant.
    pub tenant_id: Option<String>,
    /// What happened: `created`, `updated`, `deleted`.
    pub change_type: Option<String>,
    /// The path of the resource. It holds keys.
    pub resource: Option<String>,
    /// What is known of the resource.
    pub resource_data: Option<Value>,
    /// The resource itself, encrypted for the subscriber.
    pub encrypted_content: Option<EncryptedContent>,
    /// What the subscription needs; none for a change.
    pub lifecycle_event: Option<LifecycleEvent>,
    client_state: Option<SecretString>,
}

/// What a subscription needs.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum LifecycleEvent {
    /// It is to be authorized again, or it ends.
    ReauthorizationRequired,
    /// It has ended, and is to be made anew.
    SubscriptionRemoved,
    /// Notifications were lost, and what they are about is to be read in full.
    Missed,
    /// Another event.
    #[serde(untagged)]
    Unknown(String),
}

/// A resource, encrypted for the subscriber.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EncryptedContent {
    /// The id that the subscription gave the certificate.
    pub encryption_certificate_id: Option<String>,
    /// The thumbprint of the certificate.
    pub encryption_certificate_thumbprint: Option<String>,
    data: String,
    data_key: String,
    data_signature: String,
}

/// Why something that was posted is not what it should be, in words without data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotificationError(String);

/// The private key that belongs to the certificate of a subscription.
pub struct DecryptionKey(OaepPrivateDecryptingKey);

/// The text to answer a validation call with, from the query of its address; none for another call.
pub fn validation_token(query: &str) -> Option<String> {
    let query = query.strip_prefix('?').unwrap_or(query);
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let (_, token) = pairs.find(|(name, _)| name == "validationToken")?;
    Some(token.into_owned())
}

impl Notifications {
    /// Reads what was posted.
    ///
    /// # Errors
    ///
    /// [`NotificationError`] when it is not JSON of that form.
    pub fn read(body: &[u8]) -> Result<Self, NotificationError> {
        serde_json::from_slice(body).map_err(|error| {
            let fault = json_fault(&error);
            NotificationError(format!("the body holds no notifications: {fault}"))
        })
    }
}

impl Notification {
    /// Whether it is of the subscription with this `clientState`: anybody can post to an address, and
    /// this is what they do not know.
    ///
    /// It takes as long whatever differs.
    pub fn is_of(&self, client_state: &str) -> bool {
        self.client_state.as_ref().is_some_and(|found| {
            let found = found.expose_secret().as_bytes();
            constant_time::verify_slices_are_equal(found, client_state.as_bytes()).is_ok()
        })
    }
}

impl DecryptionKey {
    /// Takes a private RSA key in PKCS #8, as DER.
    ///
    /// # Errors
    ///
    /// [`NotificationError`] when it is not such a key, of 2,048 to 8,192 bits.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, NotificationError> {
        let wrong = || NotificationError("the key is no private RSA key in PKCS #8".to_owned());
        let key = PrivateDecryptingKey::from_pkcs8(der).map_err(|_| wrong())?;
        OaepPrivateDecryptingKey::new(key)
            .map(Self)
            .map_err(|_| wrong())
    }

    /// The resource, as JSON, once its signature has been checked.
    ///
    /// # Errors
    ///
    /// [`NotificationError`] when it was encrypted for another key, or changed on its way.
    pub fn decrypt(&self, content: &EncryptedContent) -> Result<Vec<u8>, NotificationError> {
        let decoded = |text: &str, name: &str| {
            let decoded = STANDARD.decode(text);
            decoded.map_err(|_| NotificationError(format!("{name} is not Base64")))
        };
        let key = self.data_key(&decoded(&content.data_key, "dataKey")?)?;
        let mut data = decoded(&content.data, "data")?;
        let signature = decoded(&content.data_signature, "dataSignature")?;
        let signing = hmac::Key::new(hmac::HMAC_SHA256, key.expose_secret());
        hmac::verify(&signing, &data, &signature).map_err(|_| {
            NotificationError("the signature is not that of the data; leave it aside".to_owned())
        })?;
        let plain = decrypted(key.expose_secret(), &mut data);
        plain.ok_or_else(|| NotificationError("the data cannot be decrypted".to_owned()))
    }

    fn data_key(&self, encrypted: &[u8]) -> Result<SecretSlice<u8>, NotificationError> {
        let mut room = vec![0; self.0.min_output_size()];
        let key = self
            .0
            .decrypt(&OAEP_SHA1_MGF1SHA1, encrypted, &mut room, None);
        let key = key.map(|key| SecretSlice::from(key.to_vec()));
        key.map_err(|_| {
            let text = "the content is encrypted for another key; look for the one that belongs to \
                        encryptionCertificateId";
            NotificationError(text.to_owned())
        })
    }
}

/// AES in CBC mode with PKCS #7; the first block of the key is the start.
fn decrypted(key: &[u8], data: &mut [u8]) -> Option<Vec<u8>> {
    let start: [u8; 16] = key.get(..16)?.try_into().ok()?;
    let algorithm = match key.len() {
        16 => &AES_128,
        32 => &AES_256,
        _ => return None,
    };
    let key = UnboundCipherKey::new(algorithm, key).ok()?;
    let key = PaddedBlockDecryptingKey::cbc_pkcs7(key).ok()?;
    let start = DecryptionContext::Iv128(FixedLength::from(start));
    key.decrypt(data, start).ok().map(|plain| plain.to_vec())
}

// What changed is data, and the state is a secret.
impl fmt::Debug for Notification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notification")
            .field("subscription_id", &self.subscription_id)
            .field("change_type", &self.change_type)
            .field("lifecycle_event", &self.lifecycle_event)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for EncryptedContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncryptedContent")
            .field("encryption_certificate_id", &self.encryption_certificate_id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for DecryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecryptionKey").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;

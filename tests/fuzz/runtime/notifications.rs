//! What is posted to a subscriber.

use std::sync::LazyLock;

use graph_client::notifications::{DecryptionKey, Notifications, validation_token};
use proptest::prelude::*;

use crate::target;
use crate::texts::{Edit, edited, edits, text};

const POSTED: &str = r##"{"value": [{"subscriptionId": "s", "clientState": "S3CRET", "changeType": "created",
  "resource": "users/1", "subscriptionExpirationDateTime": "2026-01-01T00:00:00Z", "tenantId": "t",
  "resourceData": {"@odata.type": "#Microsoft.Graph.Message", "id": "1"},
  "encryptedContent": {"data": "AAAAAAAAAAAAAAAAAAAAAA==", "dataKey": "AAAA", "dataSignature": "AAAA",
    "encryptionCertificateId": "c", "encryptionCertificateThumbprint": "p"}},
  {"subscriptionId": "s", "lifecycleEvent": "missed"}, {"lifecycleEvent": "unheardOf"}],
  "validationTokens": ["S3CRET.A.B"]}"##;

/// A key of this run, for there is none that may be written down.
static KEY: LazyLock<DecryptionKey> = LazyLock::new(|| {
    let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_RSA_SHA256).unwrap();
    DecryptionKey::from_pkcs8(&pair.serialize_der()).unwrap()
});

target!(
    /// Notifications, with what is encrypted in them.
    notifications,
    (edits(), text(), prop::collection::vec(any::<u8>(), 0..80)),
    |(edits, query, bytes): &(Vec<Edit>, String, Vec<u8>)| {
        validation_token(query);
        validation_token(&format!("validationToken={query}"));
        drop(DecryptionKey::from_pkcs8(bytes));
        let text = edited(POSTED, edits);
        match Notifications::read(text.as_bytes()) {
            Ok(read) => {
                // What was not changed in it is a secret still.
                if text.matches("S3CRET").count() == 2 && text.contains(r#""clientState": "S3CRET""#) {
                    assert!(!format!("{read:?}").contains("\"S3CRET\""), "{read:?}");
                }
                for notification in &read.value {
                    notification.is_of(query);
                    if let Some(content) = &notification.encrypted_content
                        && let Err(error) = KEY.decrypt(content)
                    {
                        assert!(!error.to_string().is_empty());
                    }
                }
            }
            Err(error) => assert!(!format!("{error} {error:?}").contains("S3CRET")),
        }
    }
);

//! A subscriber: answers the validation call, tells its notifications from forged ones, and decrypts
//! the resource in them.
//!
//! ```sh
//! cargo run -p graph-client --example notifications --features notifications
//! ```
//!
//! It stands in for the service as well: makes a key, and encrypts with it as the service does. A
//! subscriber has its key from a file, and gives the certificate along when it subscribes.

use std::error::Error;

use aws_lc_rs::cipher::{AES_256, EncryptionContext, PaddedBlockEncryptingKey, UnboundCipherKey};
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::rsa::{KeySize, OAEP_SHA1_MGF1SHA1, OaepPublicEncryptingKey, PrivateDecryptingKey};
use aws_lc_rs::{hmac, rand};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use graph_client::notifications::{
    DecryptionKey, LifecycleEvent, Notification, Notifications, validation_token,
};
use graph_client::serde_json::{Value, from_slice, json};

/// What the subscription was made with, and nobody else knows.
const CLIENT_STATE: &str = "a long random text";

fn main() -> Result<(), Box<dyn Error>> {
    let (key, content) = encrypted(br#"{"id":"AAMk","subject":"Lunch"}"#)?;

    let token = receive("validationToken=Validation%3A+Testing", b"", &key)?;
    println!("answered with {token:?}");

    let body = json!({
        "value": [
            {"clientState": CLIENT_STATE, "changeType": "created", "encryptedContent": content},
            {"clientState": CLIENT_STATE, "lifecycleEvent": "missed"},
            {"clientState": "a guess", "changeType": "deleted"},
        ],
    });
    receive("", body.to_string().as_bytes(), &key)?;
    Ok(())
}

/// What is posted to the subscriber. A text is the answer, as `text/plain` with status 200; without
/// one the answer is 202, before the work is begun.
fn receive(
    query: &str,
    body: &[u8],
    key: &DecryptionKey,
) -> Result<Option<String>, Box<dyn Error>> {
    if let Some(token) = validation_token(query) {
        return Ok(Some(token));
    }
    for notification in Notifications::read(body)?.value {
        if notification.is_of(CLIENT_STATE) {
            handle(&notification, key)?;
        } else {
            println!("left aside: it is not of this subscription");
        }
    }
    Ok(None)
}

fn handle(notification: &Notification, key: &DecryptionKey) -> Result<(), Box<dyn Error>> {
    match &notification.lifecycle_event {
        Some(LifecycleEvent::Missed) => println!("some were lost: ask for the delta"),
        Some(event) => println!("{event:?}: see to the subscription"),
        None => {}
    }
    if let Some(content) = &notification.encrypted_content {
        let message: Value = from_slice(&key.decrypt(content)?)?;
        let subject = message.get("subject").and_then(Value::as_str);
        println!("{:?}: {subject:?}", notification.change_type);
    }
    Ok(())
}

/// What the service does with a resource, for a key that is made here.
fn encrypted(resource: &[u8]) -> Result<(DecryptionKey, Value), Box<dyn Error>> {
    let private = PrivateDecryptingKey::generate(KeySize::Rsa2048)?;
    let mut data_key = [0; 32];
    rand::fill(&mut data_key)?;

    let public = OaepPublicEncryptingKey::new(private.public_key())?;
    let mut room = vec![0; public.ciphertext_size()];
    let wrapped = public.encrypt(&OAEP_SHA1_MGF1SHA1, &data_key, &mut room, None)?;

    let cipher = UnboundCipherKey::new(&AES_256, &data_key)?;
    let cipher = PaddedBlockEncryptingKey::cbc_pkcs7(cipher)?;
    let start = *data_key.first_chunk::<16>().ok_or("a key is longer")?;
    let mut data = resource.to_vec();
    cipher.less_safe_encrypt(
        &mut data,
        EncryptionContext::Iv128(FixedLength::from(start)),
    )?;
    let signature = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &data_key), &data);

    let content = json!({
        "data": STANDARD.encode(&data),
        "dataKey": STANDARD.encode(wrapped),
        "dataSignature": STANDARD.encode(signature),
        "encryptionCertificateId": "of this year",
    });
    let der: Pkcs8V1Der<'_> = private.as_der()?;
    Ok((DecryptionKey::from_pkcs8(der.as_ref())?, content))
}

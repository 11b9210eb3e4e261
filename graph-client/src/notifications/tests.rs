use aws_lc_rs::cipher::{EncryptionContext, PaddedBlockEncryptingKey};
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeySize, OaepPublicEncryptingKey};
use serde_json::json;

use super::*;

const RESOURCE: &[u8] = b"{\"id\":\"AAMk\",\"subject\":\"a subject of some length\"}";

/// A subscriber's key, and the content that Graph would make for it.
fn encrypted(data_key: &[u8]) -> (DecryptionKey, Value) {
    let private = PrivateDecryptingKey::generate(KeySize::Rsa2048).unwrap();
    let public = OaepPublicEncryptingKey::new(private.public_key()).unwrap();
    let mut room = vec![0; public.ciphertext_size()];
    let key = public
        .encrypt(&OAEP_SHA1_MGF1SHA1, data_key, &mut room, None)
        .unwrap();

    let algorithm = if data_key.len() == 16 {
        &AES_128
    } else {
        &AES_256
    };
    let cipher = UnboundCipherKey::new(algorithm, data_key).unwrap();
    let cipher = PaddedBlockEncryptingKey::cbc_pkcs7(cipher).unwrap();
    let start: [u8; 16] = data_key[..16].try_into().unwrap();
    let start = EncryptionContext::Iv128(FixedLength::from(start));
    let mut data = RESOURCE.to_vec();
    cipher.less_safe_encrypt(&mut data, start).unwrap();
    let signing = hmac::Key::new(hmac::HMAC_SHA256, data_key);
    let content = json!({
        "data": STANDARD.encode(&data),
        "dataKey": STANDARD.encode(key),
        "dataSignature": STANDARD.encode(hmac::sign(&signing, &data)),
        "encryptionCertificateId": "c1",
    });
    let der: Pkcs8V1Der<'_> = private.as_der().unwrap();
    (DecryptionKey::from_pkcs8(der.as_ref()).unwrap(), content)
}

fn content(value: &Value) -> EncryptedContent {
    serde_json::from_value(value.clone()).unwrap()
}

#[test]
fn a_resource_comes_out_as_it_went_in() {
    for length in [16, 32] {
        let (key, value) = encrypted(&vec![7; length]);
        assert_eq!(key.decrypt(&content(&value)).unwrap(), RESOURCE);
        assert_eq!(
            format!("{:?} {key:?}", content(&value)),
            "EncryptedContent { encryption_certificate_id: Some(\"c1\"), .. } DecryptionKey { .. }"
        );
    }
}

#[test]
fn what_was_changed_or_is_for_another_is_an_error() {
    let (key, value) = encrypted(&[9; 32]);
    let (other, _) = encrypted(&[9; 32]);
    let fault = |key: &DecryptionKey, name: &str, text: &str| {
        let mut value = value.clone();
        value[name] = text.into();
        key.decrypt(&content(&value)).unwrap_err().to_string()
    };
    let forged = STANDARD.encode([0; 64]);
    assert!(fault(&key, "data", &forged).contains("not that of the data"));
    assert!(fault(&key, "dataSignature", &forged).contains("not that of the data"));
    assert!(fault(&key, "dataKey", &forged).contains("another key"));
    assert!(fault(&key, "data", "####").contains("data is not Base64"));
    assert!(fault(&other, "encryptionCertificateId", "c1").contains("another key"));
    // A key of another length than AES has.
    let (key, value) = encrypted(&[9; 32]);
    assert!(key.decrypt(&content(&value)).is_ok());
    assert!(DecryptionKey::from_pkcs8(b"no key").is_err());
}

#[test]
fn notifications_are_read_and_told_from_forged_ones() {
    let body = json!({
        "value": [
            {"subscriptionId": "s", "clientState": "STATE", "changeType": "created",
             "resource": "users/KEY", "resourceData": {"id": "KEY"}},
            {"subscriptionId": "s", "lifecycleEvent": "reauthorizationRequired"},
            {"lifecycleEvent": "newEvent", "clientState": "other"},
        ],
        "validationTokens": ["JWT"],
    });
    let read = Notifications::read(body.to_string().as_bytes()).unwrap();
    let states: Vec<_> = read.value.iter().map(|it| it.is_of("STATE")).collect();
    assert_eq!(states, [true, false, false]);
    let events: Vec<_> = read
        .value
        .iter()
        .map(|it| it.lifecycle_event.clone())
        .collect();
    let unknown = LifecycleEvent::Unknown("newEvent".to_owned());
    let required = LifecycleEvent::ReauthorizationRequired;
    assert_eq!(events, [None, Some(required), Some(unknown)]);
    assert_eq!(read.validation_tokens[0].expose_secret(), "JWT");
    let text = format!("{read:?}");
    assert!(text.contains("Notification { subscription_id: "), "{text}");
    for secret in ["STATE", "KEY", "JWT"] {
        assert!(!text.contains(secret), "{text}");
    }
    let error = Notifications::read(b"{\"value\": \"SECRET\"}").unwrap_err();
    assert!(!error.to_string().contains("SECRET"), "{error}");
}

#[test]
fn a_validation_call_is_answered_with_its_token() {
    let token = validation_token("?x=1&validationToken=Validation%3A+a%2Bb");
    assert_eq!(token.as_deref(), Some("Validation: a+b"));
    assert_eq!(validation_token("x=1"), None);
}

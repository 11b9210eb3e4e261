//! Answers in gzip.

use std::io::{ErrorKind, Read};

use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderMap, HeaderValue};

use crate::transport::{TransportError, TransportErrorKind, too_large};

pub(super) const GZIP: HeaderValue = HeaderValue::from_static("gzip");

/// How many times its length an answer may have when it is decoded; JSON has 10 to 60 times, gzip
/// can have 1,000.
const MOST_RATIO: usize = 300;
/// What is decoded whatever the ratio.
const FREE: usize = 1 << 20;
const STEP: u64 = 64 << 10;

/// Whether the body is in gzip; its headers then say what they say of what comes out.
pub(super) fn take_encoding(headers: &mut HeaderMap) -> bool {
    let encoded = headers.get(CONTENT_ENCODING).is_some_and(|encoding| {
        let encoding = encoding.as_bytes().trim_ascii();
        encoding.eq_ignore_ascii_case(b"gzip") || encoding.eq_ignore_ascii_case(b"x-gzip")
    });
    if encoded {
        headers.remove(CONTENT_ENCODING);
        headers.remove(CONTENT_LENGTH);
    }
    encoded
}

/// What comes out of a body, which must be neither longer than this nor far longer than the body.
pub(super) fn decoded(body: &[u8], most: u64) -> Result<Bytes, TransportError> {
    let (out, fault) = inflated(body, most);
    fault.map_or(Ok(out), Err)
}

/// What comes out of the start of a body.
pub(super) fn decoded_start(body: &[u8], most: usize) -> Bytes {
    inflated(body, u64::try_from(most).unwrap_or(u64::MAX)).0
}

fn inflated(body: &[u8], most: u64) -> (Bytes, Option<TransportError>) {
    let mut decoder = MultiGzDecoder::new(body);
    let mut out = Vec::new();
    let fault = loop {
        match decoder.by_ref().take(STEP).read_to_end(&mut out) {
            Ok(0) => break None,
            Ok(_) if u64::try_from(out.len()).unwrap_or(u64::MAX) > most => {
                break Some(too_large(most));
            }
            Ok(_) if out.len() > FREE && out.len() / MOST_RATIO > body.len() => {
                let text = format!(
                    "the answer is more than {MOST_RATIO} times as long as its gzip, which is no \
                     answer but an attack"
                );
                break Some(TransportError::new(TransportErrorKind::TooLarge, text));
            }
            Ok(_) => {}
            Err(error) => {
                let kind = match error.kind() {
                    ErrorKind::UnexpectedEof => TransportErrorKind::Interrupted,
                    _ => TransportErrorKind::Other,
                };
                let text = format!("the answer's gzip cannot be decoded: {error}");
                break Some(TransportError::new(kind, text));
            }
        }
    };
    out.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    (out.into(), fault)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn encoded(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn fault(body: &[u8], most: u64) -> TransportErrorKind {
        decoded(body, most).unwrap_err().kind()
    }

    #[test]
    fn what_comes_out_has_its_limits() {
        let body = encoded(b"{\"a\":1}");
        assert_eq!(decoded(&body, 7).unwrap(), &b"{\"a\":1}"[..]);
        assert_eq!(fault(&body, 6), TransportErrorKind::TooLarge);
        assert_eq!(decoded_start(&body, 6), &b"{\"a\":1"[..]);
        assert_eq!(fault(&body[..9], 100), TransportErrorKind::Interrupted);
        assert_eq!(
            fault(b"{\"what\": \"is no gzip at all\"}", 100),
            TransportErrorKind::Other
        );
        // Two members are one body.
        let two = [encoded(b"ab"), encoded(b"c")].concat();
        assert_eq!(decoded(&two, 3).unwrap(), "abc");
    }

    #[test]
    fn a_bomb_is_an_error_long_before_the_limit() {
        let bomb = encoded(&vec![b' '; 64 << 20]);
        let error = decoded(&bomb, u64::MAX).unwrap_err();
        assert!(error.to_string().contains("300 times"), "{error}");
        // Text has some times the length of its gzip, however much of it there is.
        let text: String = (0..300_000).map(|number: u32| number.to_string()).collect();
        let body = encoded(text.as_bytes());
        assert!(text.len() > FREE && text.len() < 10 * body.len());
        assert_eq!(decoded(&body, u64::MAX).unwrap(), text);
        // What is small does no harm.
        let small = encoded(&vec![b' '; FREE]);
        assert_eq!(decoded(&small, u64::MAX).unwrap().len(), FREE);
    }
}

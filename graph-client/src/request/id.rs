//! The id that the client gives each request.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use http::header::{HeaderName, HeaderValue};
use uuid::{Builder, Uuid};

pub(crate) const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");

/// Where the ids of this process begin: random, so that no other process has the same ones.
static START: LazyLock<(u64, u64)> = LazyLock::new(|| Uuid::new_v4().as_u64_pair());
static COUNT: AtomicU64 = AtomicU64::new(0);

/// An id that no other request has, as a random UUID.
///
/// It is no secret: the system is asked for randomness once, not for every request.
pub(crate) fn fresh() -> HeaderValue {
    let (first, second) = *START;
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let [first, second] = [first, second].map(|start| scattered(start, number));
    let bits = (u128::from(first) << 64) | u128::from(second);
    let mut buffer = Uuid::encode_buffer();
    let text = Builder::from_random_bytes(bits.to_be_bytes())
        .into_uuid()
        .hyphenated()
        .encode_lower(&mut buffer);
    // A hyphenated UUID is always a valid value; the zero UUID stands in for the impossible case.
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(
        "00000000-0000-0000-0000-000000000000",
    ))
}

/// The number of a sequence that repeats nothing: splitmix64, by Steele, Lea and Flood.
const fn scattered(start: u64, number: u64) -> u64 {
    let mut bits = start.wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_are_random_uuids_that_do_not_repeat() {
        let ids: HashSet<String> = (0..10_000)
            .map(|_| {
                let id = fresh();
                let id = Uuid::parse_str(id.to_str().unwrap()).unwrap();
                assert_eq!(id.get_version_num(), 4);
                assert_eq!(id.get_variant(), uuid::Variant::RFC4122);
                id.to_string()
            })
            .collect();
        assert_eq!(ids.len(), 10_000);
        let starts: HashSet<&str> = ids.iter().map(|id| &id[..8]).collect();
        assert!(starts.len() > 9_900, "they are scattered");
    }

    #[test]
    fn the_sequence_is_splitmix64() {
        // The reference implementation, from the seed 0.
        assert_eq!(scattered(0, 1), 0xe220_a839_7b1d_cdaf);
        assert_eq!(scattered(0, 2), 0x6e78_9e6a_a1b9_65f4);
    }
}

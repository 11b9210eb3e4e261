//! The header `Retry-After`.
//!
//! See [RFC 9110, section 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3).

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

/// How long the server asks to wait: seconds, or the time until a date.
///
/// A date is held against the server's own clock when the answer has its time, and against `now`
/// when it has not. One in the past is no wait.
pub(crate) fn retry_after(headers: &HeaderMap, now: Option<SystemTime>) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Some(seconds) = seconds(text) {
        return Some(seconds);
    }
    let until = httpdate::parse_http_date(text).ok()?;
    let sent = headers
        .get(DATE)
        .and_then(|value| value.to_str().ok())
        .and_then(|date| httpdate::parse_http_date(date).ok());
    let now = sent.or(now)?;
    Some(until.duration_since(now).unwrap_or(Duration::ZERO))
}

/// Digits, and a fraction that some gateways add.
fn seconds(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    // More than fits is longer than any policy allows.
    let seconds = Duration::from_secs(whole.parse().unwrap_or(u64::MAX));
    let rest = u64::from(fraction.bytes().any(|byte| byte != b'0'));
    Some(seconds.saturating_add(Duration::from_secs(rest)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::testing::headers;

    fn read(pairs: &[(&'static str, &'static str)]) -> Option<Duration> {
        let now = httpdate::parse_http_date("Fri, 01 Jan 2021 00:00:00 GMT").unwrap();
        retry_after(&headers(pairs), Some(now))
    }

    #[test]
    fn seconds_and_dates_are_read() {
        let table = [
            ("0", Some(0)),
            (" 120 ", Some(120)),
            ("1.5", Some(2)),
            ("1.0", Some(1)),
            ("99999999999999999999999", Some(u64::MAX)),
            ("Fri, 01 Jan 2021 00:01:00 GMT", Some(60)),
            ("Friday, 01-Jan-21 00:01:00 GMT", Some(60)),
            ("Fri Jan  1 00:01:00 2021", Some(60)),
            ("Thu, 31 Dec 2020 00:00:00 GMT", Some(0)),
            ("Fri, 32 Jan 2021 00:01:00 GMT", None),
            ("-1", None),
            ("1e3", None),
            ("soon", None),
            ("", None),
        ];
        for (text, seconds) in table {
            assert_eq!(
                read(&[("retry-after", text)]),
                seconds.map(Duration::from_secs),
                "{text:?}"
            );
        }
        assert_eq!(read(&[]), None);
    }

    #[test]
    fn a_date_is_held_against_the_clock_of_the_server() {
        let pairs = [
            ("date", "Sat, 02 Jan 2021 00:00:00 GMT"),
            ("retry-after", "Sat, 02 Jan 2021 00:00:30 GMT"),
        ];
        assert_eq!(read(&pairs), Some(Duration::from_secs(30)));
        assert_eq!(
            retry_after(&headers(&pairs[1..]), None),
            None,
            "no clock at all"
        );
    }
}

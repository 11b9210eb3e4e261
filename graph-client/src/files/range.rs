//! The header `Content-Range`, and the ranges of upload sessions.
//!
//! See [RFC 9110, section 14.4](https://www.rfc-editor.org/rfc/rfc9110#section-14.4).

use http::HeaderMap;
use http::header::CONTENT_RANGE;

/// What part of a file an answer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ContentRange {
    pub(super) start: u64,
    /// The byte after the last.
    pub(super) end: u64,
    /// The length of the whole file, if it is known.
    pub(super) total: Option<u64>,
}

/// `bytes 5-9/10`; a total of `*` is unknown.
pub(super) fn content_range(headers: &HeaderMap) -> Option<ContentRange> {
    let text = headers.get(CONTENT_RANGE)?.to_str().ok()?.trim();
    let (range, total) = text.strip_prefix("bytes")?.trim().split_once('/')?;
    let (start, end) = range.split_once('-')?;
    let start: u64 = start.trim().parse().ok()?;
    let end: u64 = end.trim().parse().ok()?;
    let total = match total.trim() {
        "*" => None,
        total => Some(total.parse().ok()?),
    };
    let valid = start <= end && total.is_none_or(|total| end < total);
    valid.then_some(ContentRange {
        start,
        end: end.checked_add(1)?,
        total,
    })
}

/// The length of the file in a refusal: `bytes */10`.
pub(super) fn refused_length(headers: &HeaderMap) -> Option<u64> {
    let text = headers.get(CONTENT_RANGE)?.to_str().ok()?.trim();
    let length = text.strip_prefix("bytes")?.trim().strip_prefix("*/")?;
    length.trim().parse().ok()
}

/// Where the first missing range begins: `26-` or `26-99`.
pub(super) fn first_missing(ranges: &[String]) -> Option<u64> {
    let range = ranges.first()?;
    let start = range
        .split_once('-')
        .map_or(range.as_str(), |(start, _)| start);
    start.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_ranges_are_read() {
        let read = |text: &'static str| {
            let headers = crate::client::testing::headers(&[("content-range", text)]);
            content_range(&headers).map(|range| (range.start, range.end, range.total))
        };
        assert_eq!(read("bytes 5-9/10"), Some((5, 10, Some(10))));
        assert_eq!(read("bytes 0-0/*"), Some((0, 1, None)));
        for wrong in [
            "bytes 5-9",
            "bytes 9-5/10",
            "bytes 5-10/10",
            "bytes */10",
            "items 5-9/10",
            "bytes -1-9/10",
            "",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_refusal_has_the_length() {
        let read = |text: &'static str| {
            refused_length(&crate::client::testing::headers(&[("content-range", text)]))
        };
        assert_eq!(read("bytes */10"), Some(10));
        for wrong in ["bytes 0-9/10", "bytes */*", "*/10", ""] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_first_missing_byte_is_read() {
        let missing = |ranges: &[&str]| {
            let ranges: Vec<String> = ranges.iter().map(|range| (*range).to_owned()).collect();
            first_missing(&ranges)
        };
        assert_eq!(missing(&["26-"]), Some(26));
        assert_eq!(missing(&["12345-55232", "77829-99375"]), Some(12_345));
        assert_eq!(missing(&["7"]), Some(7));
        assert_eq!(missing(&[]), None);
        assert_eq!(missing(&["x-"]), None);
    }
}

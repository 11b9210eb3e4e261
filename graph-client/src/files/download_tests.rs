use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::StatusCode;

use super::*;
use crate::client::testing::{Script, Scripted, headers, reply};
use crate::clock::fake::FakeClock;
use crate::operation::Method;
use crate::retry::RetryPolicy;
use crate::transport::{
    BodyStream, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind,
};
use crate::{BoxFuture, Error, ErrorKind, GraphClient};

type Pairs = &'static [(&'static str, &'static str)];

/// Status, headers, and the pieces of the body; an empty piece is where the connection breaks.
struct Answer(u16, Pairs, &'static [&'static str]);

/// Answers with streams.
#[derive(Clone, Default)]
struct Streams {
    shared: Arc<Mutex<(VecDeque<Answer>, Vec<HttpRequest>)>>,
}

impl std::fmt::Debug for Streams {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Streams")
    }
}

impl Transport for Streams {
    fn send(&self, request: HttpRequest) -> BoxFuture<'static, Scripted> {
        let mut shared = self.shared.lock().unwrap();
        shared.1.push(request);
        let Answer(status, pairs, pieces) = shared.0.pop_front().expect("an answer");
        let pieces = pieces.iter().map(|piece| match *piece {
            "" => Err(TransportError::new(TransportErrorKind::Interrupted, "cut")),
            piece => Ok(Bytes::from(piece)),
        });
        let body = BodyStream::new(futures_util::stream::iter(pieces));
        let mut answer = HttpResponse::new(body);
        *answer.status_mut() = StatusCode::from_u16(status).unwrap();
        *answer.headers_mut() = headers(pairs);
        Box::pin(std::future::ready(Ok(answer)))
    }
}

struct Case {
    streams: Streams,
    clock: FakeClock,
    client: GraphClient,
}

fn case(answers: impl IntoIterator<Item = Answer>) -> Case {
    let streams = Streams::default();
    streams.shared.lock().unwrap().0.extend(answers);
    let clock = FakeClock::with_jitter(0.5);
    let client = Script::default()
        .builder()
        .transport(streams.clone())
        .clock(clock.clone())
        .build()
        .unwrap();
    Case {
        streams,
        clock,
        client,
    }
}

impl Case {
    fn download(&self) -> Download {
        self.client
            .request::<Bytes>(Method::Get, "/v1.0/content")
            .header("Prefer", "p")
            .download()
    }

    fn seen(&self) -> Vec<HttpRequest> {
        self.streams.shared.lock().unwrap().1.clone()
    }

    /// The range of each request; `-` where there is none.
    fn ranges(&self) -> Vec<String> {
        let range = |request: &HttpRequest| {
            let range = request.headers().get("range");
            range
                .map_or("-", |range| range.to_str().unwrap())
                .to_owned()
        };
        self.seen().iter().map(range).collect()
    }
}

#[tokio::test]
async fn pieces_come_one_by_one() {
    let case = case([Answer(200, &[("content-length", "5")], &["abc", "de"])]);
    let mut download = case.download();
    assert!(case.seen().is_empty());
    assert_eq!(download.next().await.unwrap().unwrap(), "abc");
    assert_eq!((download.position(), download.total()), (3, Some(5)));
    assert_eq!(
        format!("{download:?}"),
        "Download { position: 3, total: Some(5), .. }"
    );
    assert_eq!(download.try_next().await.unwrap().unwrap(), "de");
    assert!(download.next().await.is_none());
    assert!(download.next().await.is_none());
    assert_eq!(case.ranges(), ["-"]);
    assert_eq!(case.seen()[0].headers()["authorization"], "Bearer TOKEN");
}

#[tokio::test]
async fn a_broken_connection_is_made_again_from_where_it_broke() {
    let case = case([
        Answer(
            200,
            &[("content-length", "6"), ("etag", "\"e\"")],
            &["ab", ""],
        ),
        Answer(
            206,
            &[("content-range", "bytes 2-5/6"), ("etag", "\"e\"")],
            &["cd"],
        ),
        // A server that does not know ranges gives all of it.
        Answer(
            200,
            &[("content-length", "6"), ("etag", "\"e\"")],
            &["abc", "def"],
        ),
    ]);
    assert_eq!(case.download().all().await.unwrap(), "abcdef");
    assert_eq!(case.ranges(), ["-", "bytes=2-", "bytes=4-"]);
    assert_eq!(case.clock.slept().len(), 2);
}

#[tokio::test]
async fn before_the_first_byte_any_version_is_the_same() {
    let case = case([
        Answer(200, &[("content-length", "2")], &[""]),
        Answer(200, &[("content-length", "2")], &["ab"]),
    ]);
    assert_eq!(case.download().all().await.unwrap(), "ab");
    assert_eq!(case.ranges(), ["-", "-"]);
}

#[tokio::test]
async fn a_connection_that_breaks_for_good_is_an_error_to_go_on_from() {
    let answers = (0..4).map(|_| Answer(206, &[("content-range", "bytes 2-5/6")], &[""]));
    let case = case(
        [Answer(
            200,
            &[("content-length", "6"), ("etag", "\"e\"")],
            &["ab", ""],
        )]
        .into_iter()
        .chain(answers),
    );
    let mut download = case
        .client
        .request::<Bytes>(Method::Get, "/v1.0/content")
        .with_retry(RetryPolicy::new().with_max_attempts(3))
        .download();
    assert_eq!(download.next().await.unwrap().unwrap(), "ab");
    let error = download.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.attempts(), 3);
    assert!(download.next().await.is_none());
    assert_eq!(download.position(), 2);

    let resumed = Answer(206, &[("content-range", "bytes 2-5/6")], &["cdef"]);
    case.streams.shared.lock().unwrap().0 = VecDeque::from([resumed]);
    let rest = case.download().with_range(download.position()..);
    assert_eq!(rest.all().await.unwrap(), "cdef");
}

#[tokio::test]
async fn a_range_is_all_that_comes() {
    let table = [
        (
            case([Answer(206, &[("content-range", "bytes 2-3/6")], &["cd"])]),
            2..4,
        ),
        (
            case([Answer(200, &[("content-length", "6")], &["abc", "def"])]),
            2..4,
        ),
        (
            case([Answer(206, &[("content-range", "bytes 2-5/6")], &["cdef"])]),
            2..4,
        ),
    ];
    for (case, range) in table {
        let download = case.download().with_range(range);
        assert_eq!(download.all().await.unwrap(), "cd");
        assert_eq!(case.ranges(), ["bytes=2-3"]);
    }
    let nothing = case([]);
    assert_eq!(nothing.download().with_range(4..4).all().await.unwrap(), "");
    let until = case([Answer(206, &[("content-range", "bytes 0-1/6")], &["ab"])]);
    assert_eq!(until.download().with_range(..=1).all().await.unwrap(), "ab");
    assert_eq!(until.ranges(), ["bytes=0-1"]);
}

#[tokio::test]
async fn another_part_or_a_changed_file_is_an_error() {
    let first = || {
        Answer(
            200,
            &[("content-length", "6"), ("etag", "\"e\"")],
            &["ab", ""],
        )
    };
    let table = [
        (
            Answer(206, &[("content-range", "bytes 3-5/6")], &["def"]),
            "another part",
        ),
        (Answer(206, &[], &["def"]), "another part"),
        (
            Answer(
                206,
                &[("content-range", "bytes 2-5/6"), ("etag", "\"f\"")],
                &["cdef"],
            ),
            "has changed",
        ),
        (
            Answer(206, &[("content-range", "bytes 2-6/7")], &["cdefg"]),
            "has changed",
        ),
    ];
    for (second, words) in table {
        let case = case([first(), second]);
        let error = case.download().all().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[tokio::test]
async fn what_may_be_another_version_is_never_joined() {
    // No version: the rest may be that of another file of the same length.
    let case = case([Answer(200, &[("content-length", "4")], &["ab", ""])]);
    let mut download = case.download();
    assert_eq!(download.next().await.unwrap().unwrap(), "ab");
    assert_eq!(download.version(), None);
    let error = download.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.to_string().contains("which version"), "{error}");
    assert_eq!(case.ranges(), ["-"]);

    // A strong version is asked for, a weak one compared.
    let table: [(Pairs, Option<&str>, Answer, bool); 6] = [
        (
            &[("etag", "\"e\"")],
            Some("\"e\""),
            Answer(206, &[("content-range", "bytes 2-3/4")], &["cd"]),
            true,
        ),
        (
            &[("etag", "\"e\"")],
            Some("\"e\""),
            Answer(
                200,
                &[("content-length", "4"), ("etag", "\"f\"")],
                &["wxyz"],
            ),
            false,
        ),
        (
            &[("etag", "\"e\"")],
            Some("\"e\""),
            Answer(200, &[("content-length", "4")], &["wxyz"]),
            false,
        ),
        (
            &[("etag", "W/\"e\"")],
            None,
            Answer(206, &[("content-range", "bytes 2-3/4")], &["yz"]),
            false,
        ),
        (
            &[("etag", "W/\"e\"")],
            None,
            Answer(
                206,
                &[("content-range", "bytes 2-3/4"), ("etag", "W/\"e\"")],
                &["cd"],
            ),
            true,
        ),
        (
            &[("last-modified", "Fri, 01 Jan 2021 00:00:00 GMT")],
            Some("Fri, 01 Jan 2021 00:00:00 GMT"),
            Answer(
                206,
                &[
                    ("content-range", "bytes 2-3/4"),
                    ("last-modified", "Fri, 01 Jan 2021 00:00:00 GMT"),
                ],
                &["cd"],
            ),
            true,
        ),
    ];
    for (version, asked, second, same) in table {
        let case = self::case([Answer(200, version, &["ab", ""]), second]);
        let answer = case.download().all().await;
        let if_range = case.seen()[1].headers().get("if-range").cloned();
        assert_eq!(if_range.as_ref().map(|v| v.to_str().unwrap()), asked);
        match answer {
            Ok(all) => assert!(same && all == "abcd", "{all:?}"),
            Err(error) => assert!(
                !same && error.to_string().contains("has changed"),
                "{error}"
            ),
        }
    }
}

#[tokio::test]
async fn a_download_goes_on_in_another_process_with_the_same_version() {
    let case = case([
        Answer(206, &[("content-range", "bytes 2-3/4")], &["cd"]),
        Answer(
            200,
            &[("content-length", "4"), ("etag", "\"f\"")],
            &["wxyz"],
        ),
    ]);
    let resumed = || case.download().with_range(2..).with_version("\"e\"");
    assert_eq!(resumed().all().await.unwrap(), "cd");
    let error = resumed().all().await.unwrap_err();
    assert!(error.to_string().contains("has changed"), "{error}");
    assert!(
        case.seen()
            .iter()
            .all(|seen| seen.headers()["if-range"] == "\"e\"")
    );
}

#[tokio::test]
async fn resuming_at_the_end_is_an_empty_rest_and_beyond_it_an_error() {
    let case = case([
        Answer(416, &[("content-range", "bytes */4")], &[]),
        Answer(416, &[("content-range", "bytes */4")], &[]),
    ]);
    let mut download = case.download().with_range(4..);
    assert!(download.next().await.is_none());
    assert_eq!((download.position(), download.total()), (4, Some(4)));
    let error = case.download().with_range(5..).all().await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 416);
}

#[tokio::test]
async fn a_file_that_became_shorter_is_an_error_and_not_its_end() {
    let case = case([
        Answer(
            200,
            &[("content-length", "4"), ("etag", "\"e\"")],
            &["ab", ""],
        ),
        Answer(416, &[("content-range", "bytes */2")], &[]),
    ]);
    let error = case.download().all().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::RANGE_NOT_SATISFIABLE));
}

#[tokio::test]
async fn a_part_is_held_against_its_range() {
    // Less than its range says is a broken connection, less than was asked for is a part.
    let case = case([
        Answer(
            206,
            &[("content-range", "bytes 1-3/6"), ("etag", "\"e\"")],
            &["bc"],
        ),
        Answer(206, &[("content-range", "bytes 3-3/6")], &["d"]),
        Answer(206, &[("content-range", "bytes 4-5/6")], &["ef"]),
    ]);
    assert_eq!(
        case.download().with_range(1..).all().await.unwrap(),
        "bcdef"
    );
    assert_eq!(case.ranges(), ["bytes=1-", "bytes=3-", "bytes=4-"]);
    assert_eq!(case.clock.slept().len(), 1);

    let more = self::case([Answer(206, &[("content-range", "bytes 1-2/6")], &["bcd"])]);
    let error = more.download().with_range(1..).all().await.unwrap_err();
    assert!(
        error.to_string().contains("more bytes than it says"),
        "{error}"
    );
}

#[tokio::test]
async fn parts_are_joined_where_they_are_of_one_version_alone() {
    let part = || Answer(206, &[("content-range", "bytes 0-1/6")], &["ab"]);
    let case_of_more = case([part()]);
    let mut download = case_of_more.download().with_range(..4);
    assert_eq!(download.next().await.unwrap().unwrap(), "ab");
    let error = download.next().await.unwrap().unwrap_err();
    assert!(
        error.to_string().contains("does not say which version"),
        "{error}"
    );
    assert_eq!(case_of_more.ranges(), ["bytes=0-3"]);

    // Where no more is wanted there is nothing to join.
    let all = case([part()]).download().with_range(..2).all();
    assert_eq!(all.await.unwrap(), "ab");
}

#[tokio::test]
async fn a_part_of_a_file_of_unknown_length_is_followed_by_the_next() {
    let tagged =
        |range| -> Pairs { Box::leak(Box::new([("content-range", range), ("etag", "\"e\"")])) };
    let case = case([
        Answer(206, tagged("bytes 1-2/*"), &["bc"]),
        Answer(206, tagged("bytes 3-3/*"), &["d"]),
        Answer(416, &[("content-range", "bytes */4")], &[]),
    ]);
    let all = case.download().with_range(1..).all();
    assert_eq!(all.await.unwrap(), "bcd");
    assert_eq!(case.ranges(), ["bytes=1-", "bytes=3-", "bytes=4-"]);
}

#[tokio::test]
async fn what_is_asked_for_is_settled_by_the_first_piece() {
    let case = case([Answer(
        200,
        &[("content-length", "4"), ("etag", "\"e\"")],
        &["ab", "cd"],
    )]);
    let mut download = case.download();
    assert_eq!(download.version(), None);
    assert_eq!(download.next().await.unwrap().unwrap(), "ab");
    assert_eq!(download.version(), Some("\"e\""));
    let mut download = download.with_range(1..3).with_version("\"f\"");
    assert_eq!(download.position(), 2);
    assert_eq!(download.version(), Some("\"e\""));
    assert_eq!(download.next().await.unwrap().unwrap(), "cd");
    assert!(download.next().await.is_none());
    assert_eq!(case.ranges(), ["-"]);
}

#[tokio::test]
async fn attempts_and_budget_begin_anew_with_every_piece() {
    const RANGES: [&str; 5] = [
        "bytes 1-5/6",
        "bytes 2-5/6",
        "bytes 3-5/6",
        "bytes 4-5/6",
        "bytes 5-5/6",
    ];
    let first: Pairs = &[("content-length", "6"), ("etag", "\"e\"")];
    let streams = case([Answer(200, first, &["x", ""])]).streams;
    for range in RANGES {
        let pairs = Box::leak(Box::new([("content-range", range), ("etag", "\"e\"")]));
        let answer = Answer(206, pairs, &["x", ""]);
        streams.shared.lock().unwrap().0.push_back(answer);
    }
    let client = Script::default()
        .builder()
        .transport(streams)
        .clock(FakeClock::default())
        .retry(RetryPolicy::new().with_max_attempts(2))
        .retry_budget(crate::retry::RetryBudget::new(1))
        .build()
        .unwrap();
    let content = client.request::<Bytes>(Method::Get, "/v1.0/content");
    assert_eq!(content.download().all().await.unwrap(), "xxxxxx");
}

#[tokio::test]
async fn pieces_earn_no_repetitions() {
    let one = |answers: Vec<Answer>| {
        let case = case(answers);
        let client = Script::default()
            .builder()
            .transport(case.streams.clone())
            .clock(case.clock.clone())
            .retry_budget(crate::retry::RetryBudget::new(1))
            .build()
            .unwrap();
        (case, client)
    };
    // The one repetition is spent by a failure, and twenty pieces do not bring it back.
    let (case, client) = one(vec![
        Answer(429, &[("retry-after", "0")], &[]),
        Answer(404, &[], &[]),
        Answer(200, &[], &["x"; 20]),
        Answer(429, &[("retry-after", "0")], &[]),
    ]);
    let content = || client.request::<Bytes>(Method::Get, "/v1.0/content");
    assert!(content().download().all().await.unwrap_err().is_not_found());
    assert_eq!(content().download().all().await.unwrap().len(), 20);
    assert!(content().download().all().await.unwrap_err().is_throttled());
    assert_eq!(case.seen().len(), 4);
}

#[tokio::test]
async fn a_redirect_is_followed_without_the_token() {
    let redirect = || {
        Answer(
            302,
            &[("location", "https://storage.example.com/f?sig=SIGNATURE")],
            &["moved"],
        )
    };
    let case = case([
        redirect(),
        Answer(
            200,
            &[("content-length", "4"), ("etag", "\"e\"")],
            &["ab", ""],
        ),
        redirect(),
        Answer(206, &[("content-range", "bytes 2-3/4")], &["cd"]),
    ]);
    let mut download = case.download();
    assert_eq!(download.next().await.unwrap().unwrap(), "ab");
    assert!(!format!("{download:?}").contains("SIGNATURE"));
    assert_eq!(download.next().await.unwrap().unwrap(), "cd");
    let seen = case.seen();
    assert_eq!(seen[0].headers()["authorization"], "Bearer TOKEN");
    assert_eq!(seen[1].uri().host(), Some("storage.example.com"));
    for foreign in [&seen[1], &seen[3]] {
        let names: Vec<_> = foreign
            .headers()
            .keys()
            .map(http::HeaderName::as_str)
            .collect();
        assert!(
            names.iter().all(|name| [
                "accept",
                "client-request-id",
                "if-range",
                "range",
                "user-agent"
            ]
            .contains(name)),
            "{names:?}"
        );
    }
    let ids = seen
        .iter()
        .map(|request| &request.headers()["client-request-id"]);
    let ids: std::collections::HashSet<_> = ids.collect();
    assert_eq!(ids.len(), seen.len(), "each request has its own");
    assert_eq!(case.ranges()[2..], ["bytes=2-", "bytes=2-"]);
}

#[tokio::test]
async fn a_redirect_elsewhere_is_not_followed() {
    for location in [
        "http://storage.example.com/SIGNATURE",
        "http://127.0.0.1/SIGNATURE",
        "https://user@storage.example.com/SIGNATURE",
        "file:///SIGNATURE",
        "https://:SIGNATURE",
    ] {
        let pairs: Pairs = Box::leak(Box::new([("location", location)]));
        let case = case([Answer(302, pairs, &[])]);
        let error = case.download().all().await.unwrap_err();
        assert!(matches!(
            error.kind(),
            ErrorKind::Destination | ErrorKind::InvalidRequest
        ));
        assert!(!error.to_string().contains("SIGNATURE"), "{error}");
        assert_eq!(case.seen().len(), 1, "{location}");
    }
}

#[tokio::test]
async fn failures_are_those_of_any_request() {
    let not_found: &[&str] = &[
        "{\"error\":{\"code\":\"itemNotFound\",",
        "\"message\":\"no\"}}",
    ];
    let case = case([
        Answer(429, &[("retry-after", "3")], &[]),
        Answer(404, &[], not_found),
    ]);
    let error: Error = case.download().all().await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.code(), Some("itemNotFound"));
    assert_eq!(case.clock.slept()[0].as_secs(), 3);
}

#[tokio::test]
async fn any_transport_can_download() {
    let script = Script::new([reply(200, &[("content-length", "3")], "abc")]);
    let request = script
        .client()
        .request::<Bytes>(Method::Get, "/v1.0/content");
    assert_eq!(request.download().all().await.unwrap(), "abc");
}

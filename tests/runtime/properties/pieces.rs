//! However a server breaks a file up, what comes is that file or an error, never a mixture.

use std::ops::Range;
use std::sync::{Arc, Mutex};

use graph_client::bytes::Bytes;
use graph_client::credential::StaticToken;
use graph_client::http::{HeaderValue, StatusCode, header};
use graph_client::operation::Method;
use graph_client::pipeline::Timeouts;
use graph_client::retry::{RetryBudget, RetryPolicy};
use graph_client::transport::{
    BodyStream, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind,
};
use graph_client::{BoxFuture, GraphClient};
use proptest::prelude::*;

use super::wait;
use crate::setup::FakeClock;

/// What the server does with a request for the rest.
#[derive(Clone, Copy, Debug)]
enum Act {
    /// Gives so many bytes, and breaks off.
    Break(usize),
    /// Gives the whole file, whatever was asked for, up to so many bytes of it.
    Whole(usize),
    /// Gives a part of what was asked for, and says so.
    Part(usize),
    /// The same, and does not say how long the file is.
    PartOfUnknown(usize),
    /// Is busy.
    Busy,
}

/// How it tells one version of a file from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    Strong,
    Weak,
    None,
}

#[derive(Debug)]
struct File {
    content: Vec<u8>,
    acts: Vec<Act>,
    tag: Tag,
    /// After so many requests the file is another one, of the same length.
    changes_after: Option<usize>,
    requests: usize,
}

#[derive(Clone, Debug)]
struct FileServer(Arc<Mutex<File>>);

impl File {
    fn answer(&mut self, request: &HttpRequest) -> HttpResponse {
        let act = self.acts.get(self.requests).copied();
        let changed = self
            .changes_after
            .is_some_and(|after| self.requests >= after);
        self.requests += 1;
        let version = u8::from(changed);
        let content: Vec<u8> = self
            .content
            .iter()
            .map(|byte| byte ^ (0x80 * version))
            .collect();
        let tag = match self.tag {
            Tag::Strong => Some(format!("\"{version}\"")),
            Tag::Weak => Some(format!("W/\"{version}\"")),
            Tag::None => None,
        };
        let length = content.len();
        let if_range = request.headers().get(header::IF_RANGE);
        let same = if_range.is_none_or(|wanted| Some(wanted.to_str().unwrap()) == tag.as_deref());
        let asked = asked(request, length).filter(|_| same);
        let mut answer = HttpResponse::default();
        if let Some(tag) = &tag {
            let tag = HeaderValue::try_from(tag).unwrap();
            answer.headers_mut().insert(header::ETAG, tag);
        }
        let (range, given) = match (act, asked) {
            (Some(Act::Busy), _) => {
                *answer.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
                set(&mut answer, "retry-after", "0");
                return answer;
            }
            (_, Some(range)) if range.start >= length => {
                *answer.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
                set(&mut answer, "content-range", &format!("bytes */{length}"));
                return answer;
            }
            (Some(Act::Whole(most)), _) => (None, 0..most.min(length)),
            (Some(Act::Break(most) | Act::Part(most) | Act::PartOfUnknown(most)), None) => {
                (None, 0..most.min(length))
            }
            (Some(Act::Break(most)), Some(range)) => {
                let end = range.end.min(range.start + most);
                (Some(range.clone()), range.start..end)
            }
            (Some(Act::Part(most) | Act::PartOfUnknown(most)), Some(range)) => {
                let part = range.start..range.end.min(range.start + most.max(1));
                (Some(part.clone()), part)
            }
            (None, Some(range)) => (Some(range.clone()), range),
            (None, None) => (None, 0..length),
        };
        let announced = match &range {
            None => {
                set(&mut answer, "content-length", &length.to_string());
                length
            }
            Some(range) => {
                *answer.status_mut() = StatusCode::PARTIAL_CONTENT;
                let of = match act {
                    Some(Act::PartOfUnknown(_)) => "*".to_owned(),
                    _ => length.to_string(),
                };
                let (start, last) = (range.start, range.end - 1);
                set(
                    &mut answer,
                    "content-range",
                    &format!("bytes {start}-{last}/{of}"),
                );
                range.end
            }
        };
        let broken = given.end < announced;
        let mut pieces: Vec<_> = content[given]
            .chunks(3)
            .map(|piece| Ok(Bytes::copy_from_slice(piece)))
            .collect();
        if broken {
            let kind = TransportErrorKind::Interrupted;
            pieces.push(Err(TransportError::new(kind, "broken")));
        }
        *answer.body_mut() = BodyStream::new(futures_of(pieces));
        answer
    }
}

fn set(answer: &mut HttpResponse, name: &'static str, value: &str) {
    let value = HeaderValue::try_from(value).unwrap();
    answer.headers_mut().insert(name, value);
}

/// What is asked for, where it is a part.
fn asked(request: &HttpRequest, length: usize) -> Option<Range<usize>> {
    let range = request.headers().get(header::RANGE)?.to_str().unwrap();
    let (start, last) = range
        .strip_prefix("bytes=")
        .unwrap()
        .split_once('-')
        .unwrap();
    let last: Option<usize> = last.parse().ok();
    let end = last.map_or(length, |last| length.min(last + 1));
    Some(start.parse().unwrap()..end)
}

type Piece = Result<Bytes, TransportError>;

fn futures_of(pieces: Vec<Piece>) -> impl graph_client::futures_core::Stream<Item = Piece> {
    struct Pieces(std::vec::IntoIter<Piece>);

    impl graph_client::futures_core::Stream for Pieces {
        type Item = Piece;

        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Piece>> {
            std::task::Poll::Ready(self.0.next())
        }
    }
    Pieces(pieces.into_iter())
}

impl Transport for FileServer {
    fn send(
        &self,
        request: HttpRequest,
    ) -> BoxFuture<'static, Result<HttpResponse, TransportError>> {
        let answer = self.0.lock().unwrap().answer(&request);
        Box::pin(std::future::ready(Ok(answer)))
    }
}

/// What comes of a download, and whether it ended well.
fn downloaded(file: File, range: (usize, Option<usize>)) -> (Vec<u8>, bool) {
    let client = GraphClient::builder()
        .credential(StaticToken::new("t"))
        .transport(FileServer(Arc::new(Mutex::new(file))))
        .clock(FakeClock::default())
        .timeouts(Timeouts::none())
        .retry(RetryPolicy::new().with_max_attempts(50))
        .retry_budget(RetryBudget::unlimited())
        .build()
        .unwrap();
    let mut download = client
        .request::<Bytes>(Method::Get, "/v1.0/content")
        .download();
    download = match range {
        (0, None) => download,
        (start, None) => download.with_range(start as u64..),
        (start, Some(end)) => download.with_range(start as u64..end as u64),
    };
    let mut got = Vec::new();
    wait(async {
        loop {
            match download.next().await {
                Some(Ok(piece)) => got.extend_from_slice(&piece),
                Some(Err(_)) => return (got, false),
                None => return (got, true),
            }
        }
    })
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        (0_usize..12).prop_map(Act::Break),
        (0_usize..24).prop_map(Act::Whole),
        (0_usize..12).prop_map(Act::Part),
        (0_usize..12).prop_map(Act::PartOfUnknown),
        Just(Act::Busy),
    ];
    prop::collection::vec(act, 0..8)
}

fn range() -> impl Strategy<Value = (usize, Option<usize>)> {
    let end = prop::option::of(0_usize..30);
    (0_usize..21, end)
}

fn tags() -> impl Strategy<Value = Tag> {
    prop::sample::select(vec![Tag::Strong, Tag::Weak, Tag::None])
}

proptest! {
    #[test]
    fn a_file_that_stays_comes_whole(
        length in 1_usize..21,
        acts in acts(),
        (start, end) in range(),
        tag in tags(),
    ) {
        let content: Vec<u8> = (0..=u8::MAX).take(length).collect();
        let start = start.min(length);
        let wanted = &content[start..end.map_or(length, |end| end.clamp(start, length))];
        let file = File { content: content.clone(), acts: acts.clone(), tag, changes_after: None, requests: 0 };
        let (got, whole) = downloaded(file, (start, end));
        if whole {
            prop_assert_eq!(&got, wanted);
        } else {
            prop_assert!(wanted.starts_with(&got));
            // Only what cannot be told from another version is given up.
            prop_assert_eq!(tag, Tag::None);
        }
    }

    #[test]
    fn a_file_that_changes_is_never_pieced_together(
        length in 1_usize..21,
        acts in acts(),
        (start, end) in range(),
        tag in tags(),
        changes_after in 0_usize..6,
    ) {
        let content: Vec<u8> = (0..=u8::MAX).take(length).collect();
        let start = start.min(length);
        let until = end.map_or(length, |end| end.clamp(start, length));
        let other: Vec<u8> = content.iter().map(|byte| byte ^ 0x80).collect();
        let file = File { content: content.clone(), acts, tag, changes_after: Some(changes_after), requests: 0 };
        let (got, whole) = downloaded(file, (start, end));
        let of_one = |file: &[u8]| {
            let wanted = &file[start..until];
            if whole { got == wanted } else { wanted.starts_with(&got) }
        };
        prop_assert!(of_one(&content) || of_one(&other), "{:?}", got);
    }
}

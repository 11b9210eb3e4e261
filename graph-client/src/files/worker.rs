//! What a download does between two pieces.

use bytes::{Buf, Bytes};
use http::StatusCode;
use http::header::{CONTENT_LENGTH, ETAG, HeaderMap, HeaderValue, IF_RANGE, LAST_MODIFIED, RANGE};

use super::range::{content_range, refused_length};
use crate::Error;
use crate::answer::{Answer, DecodeError};
use crate::operation::Place;
use crate::pipeline::Repetition;
use crate::request::{Draft, foreign};
use crate::transport::{BodyStream, HttpResponse, TransportError, TransportErrorKind};

pub(super) type Piece = Result<Bytes, Error>;

pub(super) struct Worker {
    draft: Draft,
    place: Place,
    /// The next byte.
    position: u64,
    /// The byte after the last that is wanted.
    end: Option<u64>,
    total: Option<u64>,
    version: Option<HeaderValue>,
    body: Option<Part>,
    /// Of the exchange that the body comes by.
    client_request_id: Option<Box<str>>,
    repetition: Repetition,
    done: bool,
}

/// The part of the file that an answer has.
struct Part {
    body: BodyStream,
    /// What it has before the next byte.
    skip: u64,
    /// The byte after its last, if it is known.
    end: Option<u64>,
}

impl Worker {
    pub(super) fn new(draft: Draft) -> Self {
        let repetition = draft.client.repetition(draft.options);
        Self {
            place: draft.place(),
            draft,
            position: 0,
            end: None,
            total: None,
            version: None,
            body: None,
            client_request_id: None,
            repetition,
            done: false,
        }
    }

    pub(super) const fn has_begun(&self) -> bool {
        self.body.is_some()
    }

    pub(super) const fn set_range(&mut self, start: u64, end: Option<u64>) {
        self.position = start;
        self.end = end;
    }

    pub(super) fn set_version(&mut self, version: &str) {
        // One that no header can hold is that of no file, so nothing is the same as it.
        let none = HeaderValue::from_static("\"\"");
        self.version = Some(HeaderValue::try_from(version).unwrap_or(none));
    }

    pub(super) const fn position(&self) -> u64 {
        self.position
    }

    pub(super) const fn total(&self) -> Option<u64> {
        self.total
    }

    pub(super) fn version(&self) -> Option<&str> {
        self.version.as_ref()?.to_str().ok()
    }

    /// The next piece, whatever it takes to have it.
    pub(super) async fn step(&mut self) -> Option<Piece> {
        loop {
            if self.done || self.end.is_some_and(|end| self.position >= end) {
                return None;
            }
            let Some(part) = self.body.as_mut() else {
                // The call makes its own attempts.
                if let Err(failure) = self.open().await {
                    return Some(Err(failure));
                }
                continue;
            };
            let failure = match part.body.next().await {
                Some(Ok(piece)) => match self.take(piece) {
                    Ok(Some(piece)) => return Some(Ok(piece)),
                    Ok(None) => continue,
                    Err(failure) => return Some(Err(failure)),
                },
                // What breaks behind the last byte breaks nothing.
                Some(Err(_)) if self.total == Some(self.position) => {
                    self.done = true;
                    continue;
                }
                Some(Err(error)) => error,
                None => match self.end_of_part() {
                    Ok(()) => continue,
                    Err(error) => error,
                },
            };
            if let Err(failure) = self.go_on_after(failure).await {
                return Some(Err(failure));
            }
        }
    }

    /// What of a piece is wanted.
    fn take(&mut self, mut piece: Bytes) -> Result<Option<Bytes>, Error> {
        let Some(part) = &mut self.body else {
            return Ok(None);
        };
        let skipped = usize::try_from(part.skip).map_or(piece.len(), |skip| skip.min(piece.len()));
        piece.advance(skipped);
        part.skip = part.skip.saturating_sub(length(skipped));
        let until = self.position.saturating_add(length(piece.len()));
        if part.end.is_some_and(|end| until > end) {
            let found = "it has more bytes than it says that it has";
            return Err(self.wrong(StatusCode::PARTIAL_CONTENT, &HeaderMap::new(), found));
        }
        if let Some(end) = self.end {
            let wanted = usize::try_from(end.saturating_sub(self.position));
            piece.truncate(wanted.unwrap_or(usize::MAX));
        }
        if piece.is_empty() {
            return Ok(None);
        }
        self.position = self.position.saturating_add(length(piece.len()));
        self.repetition.restart();
        Ok(Some(piece))
    }

    /// Takes note of the end of what an answer had.
    fn end_of_part(&mut self) -> Result<(), TransportError> {
        let part = self.body.take();
        let end = part.as_ref().and_then(|part| part.end);
        let skipped = part.is_none_or(|part| part.skip == 0);
        if !skipped || end.is_some_and(|end| self.position < end) {
            let text = format!(
                "the content ended at byte {}, before its end",
                self.position
            );
            return Err(TransportError::new(TransportErrorKind::Interrupted, text));
        }
        // A server may give less than it was asked for; then there is more, or it says that there is
        // not where it is asked for it.
        self.done = match (self.total, end) {
            (Some(total), _) => self.position >= total,
            (None, end) => end.is_none(),
        };
        if !self.done && self.version.is_none() {
            let text = "the server gave a part of what it was asked for";
            return Err(TransportError::new(TransportErrorKind::Interrupted, text));
        }
        Ok(())
    }

    async fn open(&mut self) -> Result<(), Error> {
        let client = self.draft.client.clone();
        let options = self.draft.options;
        let (exchange, mut request) = self
            .draft
            .clone()
            .into_request(Bytes::ACCEPT, |facts| facts.streamed = true)?;
        let wanted = self.wanted();
        request.headers_mut().extend(wanted.clone());
        let from = request.uri().clone();
        let answer = match client.send(request).await {
            Err(failure) => {
                let change = |facts: &mut crate::pipeline::Facts| {
                    facts.options = options;
                    facts.streamed = true;
                };
                Box::pin(foreign::follow(&client, &from, failure, wanted, change)).await
            }
            Ok(answer) => Ok((exchange, answer)),
        };
        match answer {
            Ok((exchange, answer)) => {
                self.client_request_id = exchange.client_request_id().map(Into::into);
                self.accept(answer)
            }
            Err(failure) => self.refused(failure),
        }
    }

    /// The headers that ask for the rest, of this version.
    fn wanted(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let range = match (self.position, self.end) {
            (0, None) => return headers,
            (start, None) => format!("bytes={start}-"),
            (start, Some(end)) => format!("bytes={start}-{}", end.saturating_sub(1)),
        };
        if let Ok(range) = HeaderValue::try_from(range) {
            headers.insert(RANGE, range);
            // With a weak one a server must not give a part; the answer is compared anyway.
            if let Some(version) = self.version.as_ref().filter(|version| !is_weak(version)) {
                headers.insert(IF_RANGE, version.clone());
            }
        }
        headers
    }

    /// Takes the answer, when it holds what was asked for.
    fn accept(&mut self, answer: HttpResponse) -> Result<(), Error> {
        let (parts, body) = answer.into_parts();
        let (status, headers) = (parts.status, &parts.headers);
        let (skip, end, total) = if status == StatusCode::PARTIAL_CONTENT {
            match content_range(headers) {
                Some(range) if range.start == self.position => (0, Some(range.end), range.total),
                _ => {
                    let found = "it is another part of the file than was asked for";
                    return Err(self.wrong(status, headers, found));
                }
            }
        } else {
            // The whole file: a server may always ignore a range.
            let total = headers.get(CONTENT_LENGTH);
            let total = total.and_then(|length| length.to_str().ok()?.trim().parse().ok());
            (self.position, total, total)
        };
        let version = headers.get(ETAG).or_else(|| headers.get(LAST_MODIFIED));
        let other = match (&self.version, version) {
            (Some(before), Some(now)) => before != now,
            // A part of another version is no answer to `If-Range`.
            (Some(before), None) => status != StatusCode::PARTIAL_CONTENT || is_weak(before),
            (None, _) => false,
        };
        let longer = matches!((self.total, total), (Some(before), Some(now)) if before != now);
        if other || longer {
            let found = "the file has changed since its download began; download it from the start";
            return Err(self.wrong(status, headers, found));
        }
        self.version = self.version.take().or_else(|| version.cloned());
        self.total = self.total.or(total);
        self.body = Some(Part { body, skip, end });
        Ok(())
    }

    /// Takes a refusal: where there is nothing left, nothing is what is left.
    fn refused(&mut self, failure: Error) -> Result<(), Error> {
        let length = refused_length(failure.headers());
        if failure.status() == Some(StatusCode::RANGE_NOT_SATISFIABLE)
            && length == Some(self.position)
            && self.total.is_none_or(|total| total == self.position)
        {
            self.total = length;
            self.done = true;
            return Ok(());
        }
        Err(failure)
    }

    fn wrong(&self, status: StatusCode, headers: &HeaderMap, found: &str) -> Error {
        let id = self.client_request_id.clone();
        Error::decode(self.place, status, headers, id, DecodeError::new(found))
    }

    /// Waits before the connection is made again, if the policy says so.
    async fn go_on_after(&mut self, failure: TransportError) -> Result<(), Error> {
        self.body = None;
        let idempotent = self.place.method.is_idempotent();
        let failure = Error::transport(self.place, self.client_request_id.take(), failure)
            .after(self.repetition.failures() + 1, idempotent);
        if self.position > 0 && self.version.is_none() {
            return Err(failure.note(
                "the service does not say which version of the file it is, so the rest may be that \
                 of another; download it from the start",
            ));
        }
        self.repetition.wait(failure, None).await
    }
}

fn is_weak(version: &HeaderValue) -> bool {
    version.as_bytes().starts_with(b"W/")
}

fn length(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

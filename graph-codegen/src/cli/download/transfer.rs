//! The download itself.

use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, Read};
use std::time::Duration;

use indicatif::HumanBytes;
use reqwest::blocking::{Client, Response};
use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_RANGE, ETAG, HeaderName, IF_RANGE, RANGE,
};
use reqwest::redirect::Policy;
use reqwest::{StatusCode, Url};
use sha2::{Digest, Sha256};

use super::address::{Allowed, shown};
use super::partial::Partial;
use crate::cli::progress::Progress;

/// How often a download that is cut goes on in one run.
const ATTEMPTS: usize = 4;
const MAX_REDIRECTS: usize = 5;
/// How long a connection, an answer or the next bytes may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is accepted.
pub(super) struct Limits {
    pub(super) max_bytes: u64,
    /// In lower case.
    pub(super) sha256: Option<String>,
}

/// How an attempt ended.
enum End {
    /// All of it came.
    Complete,
    /// The connection ended before it.
    Cut(String),
    /// What there is does not fit what the server has; it has to begin anew.
    Outdated,
}

/// Downloads an address, going on with what there is already.
pub(super) fn fetch(
    allowed: Allowed,
    url: &Url,
    mut partial: Partial,
    limits: &Limits,
    progress: &Progress,
) -> Result<Vec<u8>, String> {
    let download = Download {
        client: client(allowed).map_err(|error| reason(&error))?,
        url,
        name: shown(url),
        limits,
        progress,
    };
    let mut cut = String::new();
    for _ in 0..ATTEMPTS {
        match download.attempt(&mut partial)? {
            End::Complete => return download.finish(partial),
            End::Outdated => {
                "the server gave another part than it was asked for".clone_into(&mut cut);
                partial.remove().map_err(of_file(&partial))?;
            }
            End::Cut(cause) => {
                cut = cause;
                // Without a version there is nothing to go on with.
                if partial.etag().is_none() {
                    break;
                }
            }
        }
    }
    let (name, came) = (&download.name, HumanBytes(partial.length()));
    let next = match partial.etag() {
        Some(_) => "goes on from there",
        None => "begins anew, as the server gives it no version",
    };
    Err(format!(
        "the download of {name} was cut after {came}: {cut}; the same command {next}"
    ))
}

struct Download<'a> {
    client: Client,
    url: &'a Url,
    /// The address as it is shown.
    name: String,
    limits: &'a Limits,
    progress: &'a Progress,
}

impl Download<'_> {
    fn attempt(&self, partial: &mut Partial) -> Result<End, String> {
        self.progress.step(format!("asking {}", self.name));
        // As it is: what is compressed on the way cannot be gone on with.
        let mut request = self
            .client
            .get(self.url.clone())
            .header(ACCEPT_ENCODING, "identity");
        if let Some(etag) = partial.etag() {
            request = request
                .header(RANGE, format!("bytes={}-", partial.length()))
                .header(IF_RANGE, etag);
        }
        let response = match request.send() {
            Ok(response) => response,
            Err(error) if error.is_redirect() => return Err(reason(&error)),
            Err(error) if partial.length() > 0 => return Ok(End::Cut(reason(&error))),
            Err(error) => return Err(format!("cannot reach {}: {}", self.name, reason(&error))),
        };
        if text(&response, &CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
            return Err(format!("{} came compressed, although unasked", self.name));
        }
        match response.status() {
            StatusCode::OK => {
                self.check_length(response.content_length())?;
                let etag = text(&response, &ETAG).filter(|etag| etag.starts_with('"'));
                partial.begin(etag).map_err(of_file(partial))?;
            }
            StatusCode::PARTIAL_CONTENT => {
                let range = text(&response, &CONTENT_RANGE);
                let is_same = text(&response, &ETAG).as_deref() == partial.etag();
                match range.as_deref().and_then(content_range) {
                    Some((start, length)) if start == partial.length() && is_same => {
                        self.check_length(length)?;
                    }
                    _ => return Ok(End::Outdated),
                }
            }
            StatusCode::RANGE_NOT_SATISFIABLE if partial.length() > 0 => return Ok(End::Outdated),
            status => return Err(self.refusal(status)),
        }
        self.receive(response, partial)
    }

    /// Takes in the body of an answer.
    fn receive(&self, mut response: Response, partial: &mut Partial) -> Result<End, String> {
        let rest = response.content_length();
        let all = rest.map(|rest| rest.saturating_add(partial.length()));
        let mut buffer = vec![0; 1 << 16];
        loop {
            let count = match response.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Ok(End::Cut(reason(&error))),
            };
            let bytes = buffer.get(..count).unwrap_or_default();
            self.check_length(Some(partial.length() + bytes.len() as u64))?;
            partial.append(bytes).map_err(of_file(partial))?;
            let came = HumanBytes(partial.length());
            self.progress.step(match all {
                Some(all) => format!("downloading {came} of {}", HumanBytes(all)),
                None => format!("downloading {came}"),
            });
        }
        Ok(match all {
            Some(all) if partial.length() != all => End::Cut("the connection ended".to_owned()),
            _ => End::Complete,
        })
    }

    fn check_length(&self, length: Option<u64>) -> Result<(), String> {
        let Self { name, limits, .. } = self;
        match length {
            Some(length) if length > limits.max_bytes => Err(format!(
                "{name} is larger than {} bytes, which is the limit; --max-bytes sets another",
                limits.max_bytes
            )),
            _ => Ok(()),
        }
    }

    fn refusal(&self, status: StatusCode) -> String {
        let advice = match status.as_u16() {
            404 | 410 => "look whether the address is right",
            401 | 403 => "it is not for everyone; download it otherwise, and give it with --spec",
            429 | 500.. => "try again later",
            _ => "give the address of the file itself",
        };
        format!("{} answered {status}; {advice}", self.name)
    }

    /// Holds what came against its hash.
    fn finish(&self, mut partial: Partial) -> Result<Vec<u8>, String> {
        let bytes = partial.read().map_err(of_file(&partial))?;
        let found = sha256(&bytes);
        // It is whole, so that nothing could go on with it.
        partial.remove().map_err(of_file(&partial))?;
        match &self.limits.sha256 {
            Some(expected) if *expected != found => Err(format!(
                "{} has the SHA-256 {found}, and not {expected}; nothing was taken of it",
                self.name
            )),
            _ => Ok(bytes),
        }
    }
}

fn client(allowed: Allowed) -> reqwest::Result<Client> {
    let policy = Policy::custom(move |attempt| {
        if attempt.previous().len() > MAX_REDIRECTS {
            return attempt.error(format!("more than {MAX_REDIRECTS} redirects"));
        }
        match allowed.check(attempt.url()) {
            Ok(()) => attempt.follow(),
            Err(why) => attempt.error(format!("the download was redirected: {why}")),
        }
    });
    let builder = Client::builder()
        .user_agent(concat!("graph-codegen/", env!("CARGO_PKG_VERSION")))
        .redirect(policy)
        .https_only(!allowed.loopback_http())
        .connect_timeout(PATIENCE)
        .timeout(PATIENCE)
        .no_gzip()
        .no_brotli()
        .no_deflate()
        .no_zstd();
    // A proxy knows another loopback.
    if allowed.loopback_http() {
        builder.no_proxy().build()
    } else {
        builder.build()
    }
}

/// The start and the whole length of `bytes 10-19/20`; the length may not be known.
fn content_range(text: &str) -> Option<(u64, Option<u64>)> {
    let (range, length) = text.strip_prefix("bytes ")?.split_once('/')?;
    let (start, _) = range.split_once('-')?;
    let length = match length {
        "*" => None,
        known => Some(known.parse().ok()?),
    };
    Some((start.parse().ok()?, length))
}

fn text(response: &Response, name: &HeaderName) -> Option<String> {
    let value = response.headers().get(name)?;
    value.to_str().ok().map(str::to_owned)
}

/// What is at the bottom of an error. What is above it has the address, and says no more.
fn reason(error: &dyn Error) -> String {
    let mut bottom = error;
    while let Some(below) = bottom.source() {
        bottom = below;
    }
    bottom.to_string()
}

fn of_file(partial: &Partial) -> impl Fn(io::Error) -> String + use<> {
    let path = partial.path().display().to_string();
    move |error| format!("cannot write {path}: {error}")
}

/// The SHA-256 of bytes, as they are.
pub(super) fn sha256(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

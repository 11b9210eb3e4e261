//! The service: what it answers when it is well, and how it fails.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
use std::time::Duration;

use graph_tests::server::{Answer, End, Request};
use serde_json::{Value, json};

use super::drawn;

/// How long a file is.
pub(super) const FILE: usize = 96 << 10;
/// How long an upload is, in two slices and a bit.
pub(super) const UPLOAD: usize = (640 << 10) + 1000;
/// One in so many requests fails.
const FAILS: u64 = 6;

/// A clone is the same service.
#[derive(Clone)]
pub(super) struct Service {
    seed: u64,
    root: Arc<OnceLock<String>>,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    requests: u64,
    /// How often the service has acted, or may have, on a request that changes things.
    acts: HashMap<u64, u32>,
    /// How much of each upload has come.
    uploads: HashMap<u64, usize>,
    failures: [u64; 14],
}

/// The beginning of a file, whose blocks are told from each other and from those of other files.
pub(super) fn content(file: u64, length: usize) -> Vec<u8> {
    let mut content = String::new();
    while content.len() < length {
        let block = content.len();
        content.push_str(&format!("{file:08x}{block:08x}").repeat(64));
    }
    content.truncate(length);
    content.into_bytes()
}

impl Service {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            seed,
            root: Arc::default(),
            state: Arc::default(),
        }
    }

    pub(super) fn set_root(&self, root: String) {
        self.root.set(root).unwrap();
    }

    pub(super) fn root(&self) -> &str {
        self.root.get().unwrap()
    }

    /// How often it has acted on this request, which is then forgotten.
    pub(super) fn acts(&self, number: u64) -> u32 {
        self.state().acts.remove(&number).unwrap_or(0)
    }

    pub(super) fn forget_upload(&self, number: u64) {
        self.state().uploads.remove(&number);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub(super) fn answer(&mut self, request: &Request) -> Answer {
        let (draw, fails) = {
            let mut state = self.state();
            state.requests += 1;
            let draw = drawn(self.seed ^ 0xf00d, state.requests);
            (draw >> 8, draw.is_multiple_of(FAILS))
        };
        let foreign = request.target().starts_with("/upload/");
        let bearer = request.header("authorization").unwrap_or_default();
        if foreign != bearer.is_empty() || !foreign && !bearer.starts_with("Bearer soak-") {
            return Answer::status(400).body("text/plain", "a token where none belongs, or none");
        }
        if !fails {
            let answer = self.well(request);
            return if draw.is_multiple_of(10) {
                answer.delay(Duration::from_millis(draw % 15))
            } else {
                answer
            };
        }
        self.ill(request, draw)
    }

    /// One of its ways to fail, before it acts or after.
    fn ill(&mut self, request: &Request, draw: u64) -> Answer {
        let way = usize::try_from(draw % 14).unwrap();
        self.state().failures[way] += 1;
        let cut = usize::try_from((draw >> 16) % 40).unwrap();
        match way {
            0 => return Answer::status(429).header("Retry-After", "0"),
            1 => return Answer::status(503).header("Retry-After", "0"),
            2 if !request.target().starts_with("/upload/") => return Answer::status(401),
            _ => {}
        }
        // From here on it has acted, and whoever asked does not know.
        let answer = self.well(request);
        match way {
            2 | 3 => Answer::status(503),
            4 => Answer::status(504),
            5 => Answer::json(
                502,
                "{\"error\": {\"code\": \"BadGateway\", \"message\": \"m\"}}",
            ),
            6 => Answer::nothing(End::Reset),
            7 => Answer::nothing(End::Close),
            8 => Answer::nothing(End::Hold),
            9 => answer.cut(cut),
            10 => answer.cut(cut).then(End::Reset),
            11 => answer.cut(cut).then(End::Hold),
            12 => Answer::raw("SSH-2.0-OpenSSH_9.6\r\n"),
            _ => answer.then(End::Close),
        }
    }

    fn well(&mut self, request: &Request) -> Answer {
        let (path, query) = request
            .target()
            .split_once('?')
            .unwrap_or((request.target(), ""));
        let (place, number) = path.rsplit_once('/').unwrap();
        match (request.method(), place) {
            ("POST", "/v1.0") => Answer::json(200, batched(request.body_text()).to_string()),
            ("GET", "/v1.0/items") => Answer::json(200, json!({ "n": number }).to_string()),
            ("POST", "/v1.0/things") => {
                *self
                    .state()
                    .acts
                    .entry(number.parse().unwrap())
                    .or_default() += 1;
                Answer::json(201, json!({ "n": number }).to_string())
            }
            ("GET", "/v1.0/lists") => self.page(number, query),
            ("GET", "/v1.0/files") => part(number.parse().unwrap(), request),
            ("PUT", "/upload") => self.take(number.parse().unwrap(), request),
            ("GET", "/upload") => {
                let has = self.state().uploads.get(&number.parse().unwrap()).copied();
                missing(200, has.unwrap_or(0))
            }
            _ => Answer::status(400).body("text/plain", "nobody should ask for this"),
        }
    }

    /// Three items, and a link to three more, until there are nine.
    fn page(&self, list: &str, query: &str) -> Answer {
        let page: u64 = query
            .strip_prefix("page=")
            .map_or(0, |page| page.parse().unwrap());
        let items: Vec<_> = (page * 3..page * 3 + 3)
            .map(|item| json!({ "id": format!("{list}-{item}") }))
            .collect();
        let mut body = json!({ "value": items });
        if page < 2 {
            let link = format!("{}/v1.0/lists/{list}?page={}", self.root(), page + 1);
            body["@odata.nextLink"] = link.into();
        }
        Answer::json(200, body.to_string())
    }

    /// Takes a slice, when it is the next one and holds what it should.
    fn take(&mut self, number: u64, request: &Request) -> Answer {
        let range = request.header("content-range").unwrap();
        let (start, _) = range
            .strip_prefix("bytes ")
            .unwrap()
            .split_once('-')
            .unwrap();
        let start: usize = start.parse().unwrap();
        let body = request.body();
        let right = content(number, UPLOAD)[start..].starts_with(body);
        if !right {
            return Answer::status(400).body("text/plain", "these are not the bytes of the file");
        }
        let mut state = self.state();
        let has = state.uploads.entry(number).or_default();
        if *has != start {
            return Answer::status(416);
        }
        *has += body.len();
        if *has < UPLOAD {
            return missing(202, *has);
        }
        Answer::json(201, json!({ "n": number }).to_string())
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        let (requests, failures) = (state.requests, &state.failures);
        writeln!(
            f,
            "{requests} requests; failures, by their way: {failures:?}"
        )
    }
}

fn missing(status: u16, next: usize) -> Answer {
    let ranges: Vec<String> = (next < UPLOAD)
        .then(|| format!("{next}-"))
        .into_iter()
        .collect();
    Answer::json(status, json!({ "nextExpectedRanges": ranges }).to_string())
}

/// The file, or what is asked for of it.
fn part(file: u64, request: &Request) -> Answer {
    let tag = format!("\"{file}\"");
    let content = content(file, FILE);
    let Some(range) = request.header("range") else {
        return Answer::status(200)
            .header("ETag", &tag)
            .body("image/png", content);
    };
    assert_eq!(request.header("if-range"), Some(tag.as_str()));
    let start = range
        .strip_prefix("bytes=")
        .unwrap()
        .strip_suffix('-')
        .unwrap();
    let start: usize = start.parse().unwrap();
    let range = format!("bytes {start}-{}/{FILE}", FILE - 1);
    Answer::status(206)
        .header("ETag", &tag)
        .header("Content-Range", &range)
        .body("image/png", &content[start..])
}

/// The answers to the requests of a batch, some of which fail by themselves.
fn batched(body: &str) -> Value {
    let body: Value = serde_json::from_str(body).unwrap();
    let answers = body["requests"].as_array().unwrap().iter().map(|part| {
        let url = part["url"].as_str().unwrap();
        let number: u64 = url.rsplit_once('/').unwrap().1.parse().unwrap();
        // The first of the batch is throttled, until it comes alone.
        if number.is_multiple_of(5) && body["requests"].as_array().unwrap().len() > 1 {
            return json!({ "id": part["id"], "status": 429, "headers": { "Retry-After": "0" } });
        }
        json!({
            "id": part["id"],
            "status": 200,
            "headers": { "Content-Type": "application/json" },
            "body": { "n": number.to_string() },
        })
    });
    json!({ "responses": answers.collect::<Vec<_>>() })
}

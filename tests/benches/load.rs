//! Many requests at once against a server that refuses some of them, and what a call through the
//! client costs beside the same call written by hand.
//!
//! ```sh
//! cargo bench -p graph-tests --bench load
//! cargo bench -p graph-tests --bench load -- overhead
//! cargo bench -p graph-tests --bench load -- gzip
//! ```
//!
//! The server listens on loopback, in a thread of this process, so the memory is that of both. Of
//! the requests that arrive it answers 5 % with 429, resets the connection on 2 %, and answers 1 %
//! with 503.

#![allow(
    clippy::expect_used,
    reason = "a measurement that cannot be taken has to fail"
)]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use graph_client::GraphClient;
use graph_client::credential::StaticToken;
use graph_client::retry::RetryPolicy;
use serde::Deserialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use uuid::Uuid;

const REQUESTS: usize = 10_000;
const TASKS: usize = 256;
/// How often each of the two calls is made when they are compared.
const COMPARED: usize = 4_000;
const TOKEN: &str = "load-test-token";
const GRANT: &str = r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#grants/$entity","id":"grant-1","clientId":"5e0ad9d8-5a1c-4f0e-9c1e-000000000001","consentType":"AllPrincipals","principalId":null,"resourceId":"5e0ad9d8-5a1c-4f0e-9c1e-0000000000ff","scope":"openid User.Read"}"#;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    // With a name it measures the one alone.
    let named = |name: &str| std::env::args().any(|argument| argument == name);
    let all = !named("overhead") && !named("gzip");
    if all {
        runtime.block_on(load());
    }
    if all || named("overhead") {
        runtime.block_on(overhead());
    }
    if all || named("gzip") {
        gzip();
    }
}

/// What a server has seen.
struct Seen {
    /// Connections, whatever came over them.
    connections: AtomicUsize,
    /// Requests, in all.
    arrived: AtomicUsize,
    /// Requests that brought the token along.
    with_token: AtomicUsize,
    /// How often each request has come, by the number in its path.
    attempts: Mutex<Vec<u32>>,
    moods: [AtomicUsize; 3],
}

/// What a server does other than answer.
#[derive(Clone)]
enum Temper {
    Calm,
    /// Refuses some requests, and points to this host when it does.
    Moody(String),
}

/// Starts a server in a thread of its own; gives its root.
fn serve(temper: &Temper, requests: usize) -> (String, Arc<Seen>) {
    let seen = Arc::new(Seen {
        connections: AtomicUsize::new(0),
        arrived: AtomicUsize::new(0),
        with_token: AtomicUsize::new(0),
        attempts: Mutex::new(vec![0; requests]),
        moods: Default::default(),
    });
    let shared = Arc::clone(&seen);
    let temper = temper.clone();
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            let address = listener.local_addr().expect("the address of a listener");
            sender.send(format!("http://{address}")).expect("a caller");
            while let Ok((stream, _)) = listener.accept().await {
                stream.set_nodelay(true).expect("a socket");
                shared.connections.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(connection(stream, temper.clone(), Arc::clone(&shared)));
            }
        });
    });
    (receiver.recv().expect("a server"), seen)
}

async fn connection(mut stream: TcpStream, temper: Temper, seen: Arc<Seen>) -> Option<()> {
    let good = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{GRANT}",
        GRANT.len()
    );
    let refused = |status: u16, after: u8| match &temper {
        Temper::Calm => None,
        Temper::Moody(elsewhere) => Some(format!(
            "HTTP/1.1 {status} \r\nRetry-After: {after}\r\nLocation: {elsewhere}\r\n\
             Content-Length: 0\r\n\r\n"
        )),
    };
    let (throttled, unavailable) = (refused(429, 0), refused(503, 1));
    let mut unread = Vec::new();
    loop {
        let end = loop {
            let end = unread.windows(4).position(|bytes| bytes == b"\r\n\r\n");
            if let Some(end) = end {
                break end + 4;
            }
            if stream.read_buf(&mut unread).await.ok()? == 0 {
                return None;
            }
        };
        let head: Vec<u8> = unread.drain(..end).collect();
        let number = seen.note(&String::from_utf8_lossy(&head));
        // 37 and 100 share no factor, so each hundred has its share, in no regular order.
        let answer = match (number * 37 % 100, &throttled, &unavailable) {
            (0..5, Some(throttled), _) => {
                seen.mood(0);
                throttled
            }
            (5..7, Some(_), _) => {
                seen.mood(1);
                stream.set_zero_linger().ok()?;
                return None;
            }
            (7, _, Some(unavailable)) => {
                seen.mood(2);
                unavailable
            }
            _ => &good,
        };
        stream.write_all(answer.as_bytes()).await.ok()?;
    }
}

impl Seen {
    /// Takes note of a request; gives its number in the order of arrival.
    fn note(&self, head: &str) -> usize {
        if head.contains(TOKEN) {
            self.with_token.fetch_add(1, Ordering::Relaxed);
        }
        let path = head.split(' ').nth(1).unwrap_or_default();
        let key = path.rsplit('/').next().unwrap_or_default();
        let mut attempts = self.attempts.lock().expect("a sound lock");
        if let Some(count) = key
            .parse()
            .ok()
            .and_then(|key: usize| attempts.get_mut(key))
        {
            *count += 1;
        }
        self.arrived.fetch_add(1, Ordering::Relaxed)
    }

    fn mood(&self, index: usize) {
        if let Some(mood) = self.moods.get(index) {
            mood.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn client(root: &str) -> GraphClient {
    GraphClient::builder()
        .credential(StaticToken::new(TOKEN))
        .loopback(root)
        .build()
        .expect("a client")
}

/// Sends all these requests, so many at a time; gives how many succeeded.
async fn send_all(client: &GraphClient, requests: usize) -> usize {
    let next = Arc::new(AtomicUsize::new(0));
    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        let (client, next) = (client.clone(), Arc::clone(&next));
        tasks.spawn(async move {
            let mut succeeded = 0;
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= requests {
                    return succeeded;
                }
                let grants = client.v1().oauth2_permission_grants();
                let grant = grants.by_oauth2_permission_grant_id(number.to_string());
                match grant.get().await {
                    Ok(_) => succeeded += 1,
                    Err(error) => eprintln!("{error}"),
                }
            }
        });
    }
    tasks.join_all().await.into_iter().sum()
}

async fn load() {
    // Every connection there will be, and every buffer, before memory is looked at.
    let (calm, _) = serve(&Temper::Calm, 0);
    send_all(&client(&calm), REQUESTS / 4).await;

    let (elsewhere, strangers) = serve(&Temper::Calm, 0);
    let (root, seen) = serve(&Temper::Moody(elsewhere), REQUESTS);
    let client = client(&root);
    let (resident_before, peak_before) = memory();
    let start = Instant::now();
    let succeeded = send_all(&client, REQUESTS).await;
    let took = start.elapsed();
    let (resident_after, peak_after) = memory();

    let arrived = seen.arrived.load(Ordering::Relaxed);
    let with_token = seen.with_token.load(Ordering::Relaxed);
    let attempts = seen.attempts.lock().expect("a sound lock").clone();
    let most = attempts.iter().copied().max().unwrap_or(0);
    let [throttled, reset, unavailable] = &seen.moods;
    let rate = per_second(REQUESTS, took);
    println!("| load: {REQUESTS} requests, {TASKS} tasks | |");
    println!("|---|---|");
    println!("| succeeded | {succeeded} |");
    println!("| requests that arrived | {arrived} |");
    println!("| of them 429 | {} |", throttled.load(Ordering::Relaxed));
    println!("| of them reset | {} |", reset.load(Ordering::Relaxed));
    println!("| of them 503 | {} |", unavailable.load(Ordering::Relaxed));
    println!("| attempts per request, at most | {most} |");
    println!("| requests per second | {rate:.0} |");
    println!("| resident memory before and after | {resident_before}, {resident_after} |");
    println!("| peak memory before and after | {peak_before}, {peak_after} |");
    let strangers = strangers.connections.load(Ordering::Relaxed);
    println!("| requests with the token at its host | {with_token} |");
    println!("| connections to the host that refusals point to | {strangers} |");
    println!();
    assert_eq!(succeeded, REQUESTS, "all requests succeed within policy");
    assert!(
        most <= RetryPolicy::new().max_attempts(),
        "no request is sent more often than policy allows"
    );
    assert_eq!(with_token, arrived, "every request has its token");
    assert_eq!(strangers, 0, "nothing goes to another host");
    steady(&client).await;
}

/// Sends as many requests again, and again. What the allocator holds differs from round to round;
/// that a call keeps nothing is counted exactly in `runtime/memory.rs`.
async fn steady(client: &GraphClient) {
    println!("| rounds of {REQUESTS} more requests | resident memory |");
    println!("|---|---|");
    for round in 0..16 {
        if round > 0 {
            assert_eq!(send_all(client, REQUESTS).await, REQUESTS, "all succeed");
        }
        let (resident, _) = memory();
        println!("| {round} | {resident} |");
    }
    println!();
}

fn per_second(count: usize, took: Duration) -> f64 {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    f64::from(count) / took.as_secs_f64()
}

/// Resident memory now and at its peak, where the system says it.
fn memory() -> (String, String) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = |name: &str| {
        let value = status.lines().find_map(|line| line.strip_prefix(name));
        value.map_or("unknown".to_owned(), |value| value.trim().to_owned())
    };
    (line("VmRSS:"), line("VmHWM:"))
}

/// What the hand-written call reads.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Grant {
    id: Option<String>,
    client_id: Option<String>,
    consent_type: Option<String>,
    principal_id: Option<String>,
    resource_id: Option<String>,
    scope: Option<String>,
}

fn call_by_hand(client: &reqwest::Client, root: &str, id: &str) -> reqwest::RequestBuilder {
    client
        .get(format!("{root}/v1.0/oauth2PermissionGrants/{id}"))
        .header("authorization", format!("Bearer {TOKEN}"))
        .header("accept", "application/json")
}

async fn read_by_hand(request: reqwest::RequestBuilder) -> Grant {
    let answer = request.send().await.expect("an answer");
    assert!(answer.status().is_success(), "the server is calm");
    let body = answer.bytes().await.expect("a body");
    serde_json::from_slice(&body).expect("a grant")
}

fn drop_all(grant: Grant) {
    std::hint::black_box((
        (grant.id, grant.client_id, grant.consent_type),
        (grant.principal_id, grant.resource_id, grant.scope),
    ));
}

async fn overhead() {
    let (root, _) = serve(&Temper::Calm, 0);
    let client = client(&root);
    let plain = reqwest::Client::builder().no_proxy();
    let careful = reqwest::Client::builder()
        .no_proxy()
        .user_agent("by-hand/1.0")
        .connect_timeout(Duration::from_secs(30))
        .read_timeout(Duration::from_secs(100))
        .build()
        .expect("a client");
    let plain = plain.build().expect("a client");
    let mut times: [Vec<Duration>; 4] = Default::default();
    let through = async || {
        let start = Instant::now();
        let grants = client.v1().oauth2_permission_grants();
        let grant = grants.by_oauth2_permission_grant_id("grant-1");
        std::hint::black_box(grant.get().await.expect("a grant"));
        start.elapsed()
    };
    // Each call by hand comes after one through the client, and the other way round: what a call
    // finds in the processor's caches is what the other one left. A tenth is not counted.
    for round in 0..COMPARED + COMPARED / 10 {
        let first = through().await;
        let start = Instant::now();
        drop_all(read_by_hand(call_by_hand(&plain, &root, "grant-1")).await);
        let by_hand = start.elapsed();

        let second = through().await;
        let start = Instant::now();
        let id = Uuid::new_v4().to_string();
        let request = call_by_hand(&careful, &root, "grant-1").header("client-request-id", id);
        drop_all(read_by_hand(request).await);
        let with_care = start.elapsed();

        if round >= COMPARED / 10 {
            for (times, taken) in times.iter_mut().zip([first, by_hand, second, with_care]) {
                times.push(taken);
            }
        }
    }
    let [first, by_hand, second, with_care] = times.map(median);
    let ratio = |through: Duration, other: Duration| through.as_secs_f64() / other.as_secs_f64();
    println!("| overhead: {COMPARED} calls each, one at a time, in turns | median |");
    println!("|---|---|");
    println!("| through the client | {first:.1?} |");
    println!("| reqwest and serde by hand | {by_hand:.1?} |");
    println!("| through the client, in turns with the next | {second:.1?} |");
    println!("| by hand with timeouts, a user agent and a request id | {with_care:.1?} |");
    println!("| ratio to by hand | {:.3} |", ratio(first, by_hand));
    println!(
        "| ratio to by hand with timeouts and ids | {:.3} |",
        ratio(second, with_care)
    );
}

/// What a page of 999 users takes over a link of 100 Mbit/s, as it is and in gzip: the time on the
/// link is its length by the link's speed, that of decoding is measured.
fn gzip() {
    let users: Vec<_> = (0..999).map(|_| user()).collect();
    let page = serde_json::json!({ "value": users })
        .to_string()
        .into_bytes();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, &page).expect("memory");
    let encoded = encoder.finish().expect("memory");
    let times = (0..200).map(|_| {
        let start = Instant::now();
        let mut out = Vec::new();
        let mut decoder = flate2::read::MultiGzDecoder::new(encoded.as_slice());
        std::io::Read::read_to_end(&mut decoder, &mut out).expect("gzip");
        std::hint::black_box(out);
        start.elapsed()
    });
    let decoding = median(times.collect());
    let link = |bytes: &[u8]| {
        let bits = u32::try_from(bytes.len() * 8).unwrap_or(u32::MAX);
        Duration::from_secs_f64(f64::from(bits) / 100e6)
    };
    let (plain, small) = (link(&page), link(&encoded));
    println!("| a page of 999 users over 100 Mbit/s | bytes | link | decoding | in all |");
    println!("|---|---|---|---|---|");
    println!(
        "| as it is | {} | {plain:.1?} | | {plain:.1?} |",
        page.len()
    );
    println!(
        "| in gzip | {} | {small:.1?} | {decoding:.1?} | {:.1?} |",
        encoded.len(),
        small + decoding
    );
}

/// A user as Graph lists it by default, with ids and names that no other has.
fn user() -> serde_json::Value {
    let id = Uuid::new_v4();
    let name = Uuid::new_v4().simple().to_string();
    let (first, last) = name.split_at(12);
    serde_json::json!({
        "businessPhones": ["+1 425 555 0109"],
        "displayName": format!("{first} {last}"),
        "givenName": first,
        "jobTitle": null,
        "mail": format!("{first}.{last}@contoso.onmicrosoft.com"),
        "mobilePhone": null,
        "officeLocation": "18/2111",
        "preferredLanguage": "en-US",
        "surname": last,
        "userPrincipalName": format!("{first}.{last}@contoso.onmicrosoft.com"),
        "id": id.to_string(),
    })
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

//! Many tasks for a long time against a server that misbehaves at random: every answer is right or
//! an error, nothing that changes things is done twice, and memory and sockets stay where they are.
//!
//! ```sh
//! cargo test -p graph-tests --test runtime -- --ignored --nocapture soak
//! SOAK_MINUTES=2 SOAK_SEED=7 cargo test -p graph-tests --test runtime -- --ignored --nocapture soak
//! ```
//!
//! Client and server are in one process, so the figures are those of both.

mod calls;
mod gauge;
mod server;

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::sync::Arc;
use std::time::{Duration, Instant};

use graph_client::clock::TokioClock;
use graph_client::pipeline::Timeouts;
use graph_client::retry::{RetryBudget, RetryPolicy};
use graph_client::{GraphClient, GraphClientBuilder};
use graph_tests::server::Server;
use tokio::task::JoinSet;

use self::calls::{Tally, Tokens};
use self::gauge::Gauge;
use self::server::Service;

const TASKS: u64 = 64;

/// A number of a sequence that the seed decides.
fn drawn(seed: u64, number: u64) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one((seed, number))
}

fn from_environment(name: &str, default: u64) -> u64 {
    let value = std::env::var(name).ok();
    value.map_or(default, |value| value.parse().unwrap())
}

fn builder(root: &str, seed: u64) -> GraphClientBuilder {
    GraphClient::builder()
        .credential(Tokens::new(seed))
        .clock(TokioClock::new())
        .loopback(root)
        .retry_budget(RetryBudget::unlimited())
        .retry(
            RetryPolicy::new()
                .with_max_attempts(8)
                .with_base_delay(Duration::from_millis(2))
                .with_max_delay(Duration::from_secs(1)),
        )
        .timeouts(
            Timeouts::new()
                .with_attempt(Duration::from_secs(2))
                .with_read(Duration::from_millis(500))
                .with_total(Duration::from_secs(30)),
        )
}

#[test]
#[ignore = "takes half an hour"]
fn soak() {
    let minutes = from_environment("SOAK_MINUTES", 30);
    let seed = from_environment("SOAK_SEED", 1);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let before = gauge::sockets();
    let service = Service::new(seed);
    let time = Duration::from_secs(minutes * 60);
    let (tally, gauge) = runtime.block_on(run(&service, time, seed));
    drop(runtime);
    println!("{minutes} minutes, seed {seed}\n{service}\n{tally}\n{gauge}");
    tally.check();
    gauge.check(TASKS);
    // What was opened is closed when client and server are gone.
    assert_eq!(gauge::sockets(), before);
}

async fn run(service: &Service, time: Duration, seed: u64) -> (Arc<Tally>, Gauge) {
    let server = {
        let mut service = service.clone();
        Server::answering(move |request| service.answer(request)).await
    };
    service.set_root(server.root());
    let tally = Arc::new(Tally::default());
    // One with a limit on requests in flight, and one without.
    let clients = [
        builder(&server.root(), seed).max_in_flight(24).build(),
        builder(&server.root(), seed + 1).build(),
    ]
    .map(Result::unwrap);
    // What a task waits at most between two calls, in milliseconds; more leaves others more.
    let pause = from_environment("SOAK_PAUSE", 20).max(1);
    let end = Instant::now() + time;
    let mut tasks = JoinSet::new();
    for task in 0..TASKS {
        let client = clients[usize::from(task % 2 == 1)].clone();
        let (service, tally) = (service.clone(), Arc::clone(&tally));
        tasks.spawn(async move {
            let mut number = task;
            while Instant::now() < end {
                calls::one(&client, &service, &tally, drawn(seed, number), number).await;
                number += TASKS;
                let pause = drawn(seed ^ 1, number) % pause;
                tokio::time::sleep(Duration::from_millis(pause)).await;
            }
        });
    }
    let mut gauge = Gauge::default();
    while Instant::now() < end {
        tokio::time::sleep(time / 200).await;
        gauge.read();
    }
    // A panic of a task is one of the test.
    tasks.join_all().await;
    (tally, gauge)
}

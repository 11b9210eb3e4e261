//! How many cases are tried, and what each of them may take.

use std::fmt::Debug;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

/// The cases of an ordinary run.
const FEW: u32 = 48;

/// The cases between two looks at the clock.
const AT_A_TIME: u32 = 32;

/// The stack of a thread that nothing was said about.
const STACK: usize = 2 << 20;

/// What no case may take, on a machine that does other things as well, without optimisation.
const LONGEST: Duration = Duration::from_secs(60);

/// Tries the same few cases every time.
pub(crate) fn few<S>(name: &'static str, strategy: S, check: fn(&S::Value))
where
    S: Strategy,
    S::Value: Debug + Send + Sync + 'static,
{
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config(FEW), rng);
    let tried = AtomicU32::new(0);
    run(&mut runner, name, &strategy, check, &tried);
}

/// Tries cases until the time is up.
pub(crate) fn long<S>(name: &'static str, strategy: S, check: fn(&S::Value))
where
    S: Strategy,
    S::Value: Debug + Send + Sync + 'static,
{
    let seconds = std::env::var("FUZZ_SECONDS").ok();
    let seconds = seconds.map_or(60, |text| text.parse().expect("FUZZ_SECONDS is a number"));
    let (begin, tried) = (Instant::now(), AtomicU32::new(0));
    while begin.elapsed() < Duration::from_secs(seconds) {
        let mut runner = TestRunner::new(config(AT_A_TIME));
        run(&mut runner, name, &strategy, check, &tried);
    }
    let tried = tried.into_inner();
    println!("{name}: {tried} cases in {} s", begin.elapsed().as_secs());
}

fn config(cases: u32) -> Config {
    Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 400,
        max_shrink_time: 120_000,
        ..Config::default()
    }
}

fn run<S>(
    runner: &mut TestRunner,
    name: &'static str,
    strategy: &S,
    check: fn(&S::Value),
    tried: &AtomicU32,
) where
    S: Strategy,
    S::Value: Debug + Send + Sync + 'static,
{
    let running = running(name);
    let outcome = runner.run(strategy, |value| {
        tried.fetch_add(1, Ordering::Relaxed);
        fs::write(&running, format!("{value:#?}")).unwrap();
        alone(value, check)
    });
    if let Err(error) = outcome {
        panic!("{name}: {error}");
    }
    let _ = fs::remove_file(running);
}

/// Runs a case in a thread of its own.
fn alone<V: Send + Sync + 'static>(value: V, check: fn(&V)) -> Result<(), TestCaseError> {
    let (sender, receiver) = channel();
    let value = Arc::new(value);
    let thread = thread::Builder::new().stack_size(STACK);
    thread
        .spawn(move || {
            let outcome = catch_unwind(AssertUnwindSafe(|| check(&value)));
            let _ = sender.send(outcome.map_err(|panic| said(&*panic)));
        })
        .unwrap();
    match receiver.recv_timeout(LONGEST) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(message)) => Err(TestCaseError::fail(message)),
        Err(RecvTimeoutError::Timeout) => Err(TestCaseError::fail(format!(
            "it took more than {LONGEST:?}"
        ))),
        Err(RecvTimeoutError::Disconnected) => Err(TestCaseError::fail("the thread is gone")),
    }
}

fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    text.unwrap_or_else(|| "a panic".to_owned())
}

/// Where the case that is running is written down.
fn running(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
    fs::create_dir_all(&folder).unwrap();
    // Two runs at a time do not disturb each other.
    folder.join(format!("{name}-{}.txt", std::process::id()))
}

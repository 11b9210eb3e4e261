//! Any tokens in the braces of `graph_api!` give a module or errors.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use crate::arguments::Modules;
use crate::expand::expand;

/// What arguments are made of.
const PIECES: [&str; 41] = [
    "spec:",
    "overlays:",
    "include:",
    "exclude:",
    "navigation:",
    "descendants:",
    "types:",
    "rename:",
    "as_enum:",
    "as_struct:",
    "permissions:",
    "reuse:",
    "must_reuse:",
    "crate:",
    "other:",
    "type:",
    "\"../specs/graph-beta.yaml\"",
    "\"../overlays/corrections.yaml\"",
    "\"../specs\"",
    "\"/oauth2PermissionGrants/**\"",
    "\"/**\"",
    "\"used\"",
    "\"all\"",
    "\"\"",
    "b\"bytes\"",
    "7",
    "[\"/**\"]",
    "[\"user\", \"\"]",
    "[]",
    "[[]]",
    "{\"user\": \"Account\"}",
    "{}",
    "{7}",
    "::graph_client",
    "crate::x",
    "graph_client::v1",
    "} mod b {",
    "::<T>",
    ",",
    "#![a]",
    "r#\"\\\"#",
];

/// An invocation: mostly one that begins as it should.
fn invocation() -> impl Strategy<Value = String> {
    let head = select(vec![
        "pub mod a",
        "mod a",
        "/// About.\n#[cfg(test)]\npub(crate) mod r#type",
        "struct a",
        "",
    ]);
    let spec = prop::bool::weighted(0.8);
    let pieces = prop::collection::vec(select(&PIECES[..]), 0..12);
    (head, spec, pieces).prop_map(|(head, spec, pieces)| {
        let spec = if spec {
            "spec: \"../specs/graph-beta.yaml\","
        } else {
            ""
        };
        format!("{head} {{ {spec} {} }}", pieces.join(" "))
    })
}

fn check(text: &str) -> Result<(), TestCaseError> {
    match syn::parse_str::<Modules>(text) {
        Ok(modules) => {
            let parsed = syn::parse2::<syn::File>(expand(&modules.0));
            prop_assert!(parsed.is_ok(), "{:?}", parsed.err());
        }
        Err(error) => prop_assert!(!error.to_string().is_empty()),
    }
    Ok(())
}

fn config(cases: u32) -> Config {
    Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    }
}

#[test]
fn arguments_give_a_module_or_errors() {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config(64), rng);
    let outcome = runner.run(&invocation(), |text| check(&text));
    outcome.unwrap();
}

#[test]
#[ignore = "takes a minute, or FUZZ_SECONDS"]
fn arguments_give_a_module_or_errors_for_long() {
    let seconds = std::env::var("FUZZ_SECONDS").map_or(60, |text| text.parse().unwrap());
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(seconds) {
        let mut runner = TestRunner::new(config(64));
        runner.run(&invocation(), |text| check(&text)).unwrap();
    }
}

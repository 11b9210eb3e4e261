//! Models of parts of Graph, and of the whole of it, lose nothing.
//!
//! A program with the generated models decodes and encodes what it reads. Its payloads are built
//! at random from the schemas of the whole file.

use std::fmt::Write as _;
use std::process::Stdio;

use graph_codegen::{Document, Navigation};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::Value;

use super::crates::{self, Crate, generate};
use super::same::same;
use super::{payload, selection, slices, whole};

/// How many payloads each model is given.
const PAYLOADS: usize = 8;

/// The program: every line of its input is the name of a schema, a tab, and JSON.
fn program(library: &str, models: &[(String, String)]) -> String {
    let mut text = String::from(
        "//! Decodes and encodes what it reads.
#![allow(clippy::all)]

use graph_client::model::{self, Model};

fn come_back<M: Model>(text: &str) -> String {
    let encoded = match model::from_json::<M>(text.as_bytes()) {
        Ok(decoded) => model::to_json(&decoded).unwrap(),
        Err(error) => return format!(\"cannot be decoded: {error}\"),
    };
    String::from_utf8(encoded).unwrap()
}

type ComeBack = fn(&str) -> String;

fn main() {
    let models: std::collections::HashMap<&str, ComeBack> = MODELS.iter().copied().collect();
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let (name, text) = line.split_once('\\t').unwrap();
        println!(\"{}\", models[name](text));
    }
}

static MODELS: &[(&str, ComeBack)] = &[
",
    );
    for (schema, path) in models {
        writeln!(text, "    ({schema:?}, come_back::<{library}::{path}>),").unwrap();
    }
    text + "];\n"
}

/// Fails unless every payload of every model comes back as the same value.
fn check(document: &Document, name: &str, include: &[&str], navigation: Navigation) {
    let generated = generate(document, name, selection(include, navigation));
    let models = generated.model_paths();
    let made = Crate::write(name, generated);
    let library = name.replace('-', "_");
    made.add("src/bin/come_back.rs", &program(&library, &models));
    let lines = "serde_json = \"1\"\n[profile.dev]\ndebug = false\n";
    made.extend_manifest(lines);
    made.cargo(&["build", "-q"]);

    let mut runner = TestRunner::deterministic();
    let mut payloads = Vec::new();
    // The models of inline schemas have no schema of their name.
    let has_schema = |schema: &str| {
        document
            .components("schemas")
            .unwrap()
            .get(schema)
            .is_some()
    };
    for (schema, _) in models.iter().filter(|(schema, _)| has_schema(schema)) {
        let strategy = payload::of(schema, 1);
        for _ in 0..PAYLOADS {
            payloads.push((schema, strategy.new_tree(&mut runner).unwrap().current()));
        }
    }
    let input = payloads
        .iter()
        .fold(String::new(), |mut input, (schema, text)| {
            writeln!(input, "{schema}\t{text}").unwrap();
            input
        });
    made.add("payloads.txt", &input);
    let file = std::fs::File::open(made.path("payloads.txt")).unwrap();
    let mut program = crates::program("come_back");
    let output = program.stdin(Stdio::from(file)).output().unwrap();
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{messages}");
    let answers = String::from_utf8(output.stdout).unwrap();
    let mut failures = Vec::new();
    let mut answers = answers.lines();
    for (schema, text) in &payloads {
        let answer = answers.next().unwrap();
        let sent: Value = serde_json::from_str(text).unwrap();
        match serde_json::from_str::<Value>(answer) {
            Ok(received) if same(&sent, &received) => {}
            _ => failures.push(format!("{schema}\n  sent {text}\n  came back {answer}")),
        }
    }
    let all = payloads.len();
    let some: Vec<&str> = failures.iter().take(5).map(String::as_str).collect();
    assert!(
        failures.is_empty(),
        "{} of {all}: {}",
        failures.len(),
        some.join("\n")
    );
}

#[test]
fn models_of_a_part_lose_nothing() {
    if let Some(document) = whole() {
        check(document, "round-trip-apps", &slices::APPS, Navigation::All);
    }
}

#[test]
#[ignore = "takes minutes"]
fn models_of_the_whole_lose_nothing() {
    if let Some(document) = whole() {
        check(document, "round-trip-whole", &["/**"], Navigation::All);
    }
}

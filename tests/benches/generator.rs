//! Generating from the whole of Graph v1.0, against merely reading it with an independent reader.
//!
//! `cargo bench -p graph-tests --bench generator`. Needs the description of the whole of Graph
//! v1.0: the environment variable `GRAPH_OPENAPI`, or `../shared/graph/openapi-v1.0.yaml` beside
//! the checkout.

#![allow(clippy::unwrap_used, missing_docs)]

use std::hint::black_box;
use std::time::Duration;

use criterion::{
    BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main,
};
use graph_codegen::select::operations;
use graph_codegen::{Document, GeneratedFile, Generator, Pattern, Selection, trim};

/// Parts of about 1, 10, 100 and 1,000 operations, and everything.
const CURVE: [&[&str]; 5] = [
    &["/users#GET"],
    &["/invitations/**"],
    &["/applications/**"],
    &["/identityGovernance/**", "/servicePrincipals/**"],
    &["**"],
];

/// The part that is trimmed out of the whole.
const MAIL: [&str; 5] = [
    "/users",
    "/users/{}",
    "/users/{}/messages/**",
    "/users/{}/mailFolders/**",
    "/users/{}/sendMail",
];

fn parse(text: &str) -> Document {
    Document::parse("openapi-v1.0.yaml", text).unwrap()
}

fn selection(include: &[&str]) -> Selection {
    Selection::of(include.iter().map(|text| Pattern::parse(text).unwrap()))
}

fn generate(document: &Document, include: &[&str]) -> Vec<GeneratedFile> {
    let generator = Generator::new(selection(include)).as_package();
    let generated = generator.generate(document, "graph").unwrap();
    generated.into_files("lib.rs").unwrap()
}

/// Each step from the text of the whole file, beside an independent reader.
fn whole_file(criterion: &mut Criterion) {
    let Some((_, text)) = graph_tests::whole_graph::text() else {
        return;
    };
    let mut group = criterion.benchmark_group("whole file");
    group.sampling_mode(SamplingMode::Flat);
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("openapiv3::OpenAPI", |bencher| {
        bencher.iter_with_large_drop(|| {
            serde_yaml::from_str::<openapiv3::OpenAPI>(black_box(&text)).unwrap()
        });
    });
    group.bench_function("Document::parse", |bencher| {
        bencher.iter_with_large_drop(|| parse(black_box(&text)));
    });
    group.bench_function("trimmed to mail", |bencher| {
        let mail = selection(&MAIL);
        bencher.iter_with_large_drop(|| trim(&parse(black_box(&text)), &mail).unwrap());
    });
    group.bench_function("formatted files", |bencher| {
        bencher.iter_with_large_drop(|| generate(&parse(black_box(&text)), &["**"]));
    });
    group.finish();
}

/// Generating parts of a document that has been read, per operation.
fn curve(criterion: &mut Criterion) {
    let Some((_, text)) = graph_tests::whole_graph::text() else {
        return;
    };
    let document = parse(&text);
    let mut group = criterion.benchmark_group("operations");
    group.sampling_mode(SamplingMode::Flat);
    for include in CURVE {
        let trimmed = trim(&document, &selection(include)).unwrap();
        let count = operations(&trimmed.document).count();
        group.throughput(Throughput::Elements(count as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(count),
            include,
            |bencher, include| {
                bencher.iter_with_large_drop(|| generate(black_box(&document), include));
            },
        );
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(1))
        .measurement_time(Duration::from_secs(5));
    targets = whole_file, curve
}
criterion_main!(benches);

//! Decoding and encoding a page of 999 users, against serde's derive and a tree of any JSON.
//!
//! `cargo bench -p graph-tests --bench models`; the bench `allocations` counts allocations.

#![allow(clippy::unwrap_used, missing_docs)]

mod page;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use graph_client::model;
use serde::Serialize;
use serde::de::DeserializeOwned;

use page::{Flatten, Model, Plain, Tree};

fn decode(criterion: &mut Criterion) {
    let _kept = page::keep_memory();
    let text = page::text();
    let text = text.as_bytes();
    let mut group = criterion.benchmark_group("decode");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("model", |bencher| {
        bencher.iter(|| model::from_json::<Model>(black_box(text)).unwrap());
    });
    group.bench_function("derive", |bencher| {
        bencher.iter(|| by_serde::<Plain>(black_box(text)));
    });
    group.bench_function("derive with flatten", |bencher| {
        bencher.iter(|| by_serde::<Flatten>(black_box(text)));
    });
    group.bench_function("Value", |bencher| {
        bencher.iter(|| by_serde::<Tree>(black_box(text)));
    });
    group.finish();
}

fn encode(criterion: &mut Criterion) {
    let _kept = page::keep_memory();
    let text = page::text();
    let text = text.as_bytes();
    let mut group = criterion.benchmark_group("encode");
    group.throughput(Throughput::Bytes(text.len() as u64));
    let page = model::from_json::<Model>(text).unwrap();
    group.bench_function("model", |bencher| {
        bencher.iter(|| model::to_json(black_box(&page)).unwrap());
    });
    let page = by_serde::<Plain>(text);
    group.bench_function("derive", |bencher| {
        bencher.iter(|| to_json(black_box(&page)));
    });
    let page = by_serde::<Flatten>(text);
    group.bench_function("derive with flatten", |bencher| {
        bencher.iter(|| to_json(black_box(&page)));
    });
    let page = by_serde::<Tree>(text);
    group.bench_function("Value", |bencher| {
        bencher.iter(|| to_json(black_box(&page)));
    });
    group.finish();
}

fn by_serde<T: DeserializeOwned>(text: &[u8]) -> T {
    serde_json::from_slice(text).unwrap()
}

fn to_json<T: Serialize>(page: &T) -> Vec<u8> {
    serde_json::to_vec(page).unwrap()
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(4));
    targets = decode, encode
}
criterion_main!(benches);

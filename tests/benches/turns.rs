#![allow(warnings, clippy::all)]
mod page;
use graph_client::model;
use page::{Flatten, Model, Plain, Tree};
use std::hint::black_box;
use std::time::Instant;
fn main() {
    let _kept = page::keep_memory();
    let text = page::text();
    let text = text.as_bytes();
    let m = model::from_json::<Model>(text).unwrap();
    let p: Plain = serde_json::from_slice(text).unwrap();
    let f: Flatten = serde_json::from_slice(text).unwrap();
    println!(
        "bytes model {} derive {} flatten {}",
        model::to_json(&m).unwrap().len(),
        serde_json::to_vec(&p).unwrap().len(),
        serde_json::to_vec(&f).unwrap().len()
    );
    let mut jobs: Vec<(&str, Box<dyn Fn()>)> = vec![
        (
            "enc model",
            Box::new(|| {
                black_box(model::to_json(black_box(&m)).unwrap());
            }),
        ),
        (
            "enc derive",
            Box::new(|| {
                black_box(serde_json::to_vec(black_box(&p)).unwrap());
            }),
        ),
        (
            "enc flatten",
            Box::new(|| {
                black_box(serde_json::to_vec(black_box(&f)).unwrap());
            }),
        ),
        (
            "dec model",
            Box::new(|| {
                black_box(model::from_json::<Model>(black_box(text)).unwrap());
            }),
        ),
        (
            "dec derive",
            Box::new(|| {
                black_box(serde_json::from_slice::<Plain>(black_box(text)).unwrap());
            }),
        ),
        (
            "dec flatten",
            Box::new(|| {
                black_box(serde_json::from_slice::<Flatten>(black_box(text)).unwrap());
            }),
        ),
    ];
    let mut times = vec![Vec::new(); jobs.len()];
    for _ in 0..400 {
        for (i, (_, job)) in jobs.iter().enumerate() {
            let t = Instant::now();
            job();
            times[i].push(t.elapsed().as_nanos() as f64 / 1000.0);
        }
    }
    for (i, (name, _)) in jobs.iter().enumerate() {
        times[i].sort_by(f64::total_cmp);
        println!(
            "{name:12} min {:7.1} q1 {:7.1} med {:7.1}",
            times[i][0], times[i][100], times[i][200]
        );
    }
}

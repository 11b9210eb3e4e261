//! How often decoding and encoding a page of 999 users allocates.
//!
//! `cargo bench -p graph-tests --bench allocations`. A program of its own: counting slows down
//! what is counted.

#![allow(clippy::print_stdout, clippy::unwrap_used, dead_code, missing_docs)]

mod page;

use allocation_counter::measure;
use graph_client::model;
use serde::Serialize;
use serde::de::DeserializeOwned;

use page::{Flatten, Model, Plain, Tree};

fn main() {
    let text = page::text();
    println!("{} users in {} bytes", page::USERS, text.len());
    println!(
        "                       decode: count      bytes   kept bytes   encode: count      bytes"
    );
    let text = text.as_bytes();
    count(
        "model",
        || model::from_json::<Model>(text).unwrap(),
        |page| model::to_json(page).unwrap(),
    );
    count("derive", || by_serde::<Plain>(text), to_json);
    count("derive with flatten", || by_serde::<Flatten>(text), to_json);
    count("Value", || by_serde::<Tree>(text), to_json);
}

fn count<T>(name: &str, decode: impl Fn() -> T, encode: impl Fn(&T) -> Vec<u8>) {
    let mut page = None;
    let decoding = measure(|| page = Some(decode()));
    let page = page.unwrap();
    let encoding = measure(|| drop(encode(&page)));
    println!(
        "{name:<22} {:>13} {:>10} {:>12} {:>15} {:>10}",
        decoding.count_total,
        decoding.bytes_total,
        decoding.bytes_current,
        encoding.count_total,
        encoding.bytes_total,
    );
}

fn by_serde<T: DeserializeOwned>(text: &[u8]) -> T {
    serde_json::from_slice(text).unwrap()
}

fn to_json<T: Serialize>(page: &T) -> Vec<u8> {
    serde_json::to_vec(page).unwrap()
}

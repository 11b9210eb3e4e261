//! Models lose nothing: what is decoded and encoded again is the same JSON value.
//!
//! The payloads are built at random, from the schemas of the specification that the models were
//! generated from and from JSON that has nothing to do with them.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod any_json;
mod constants;
mod errors;
mod payload;
mod round_trip;
mod same;
mod schema;
mod typed;
mod untyped;

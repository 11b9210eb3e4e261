//! Projections, filters and orders: what is sent, and what comes back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what went wrong by panicking"
)]

mod consistency;
mod filters;
mod operands;
mod orders;
mod projections;
#[path = "../examples/stale_guests/report.rs"]
mod report;
mod sample;
#[path = "../examples/stale_guests/service.rs"]
mod service;
mod stale_guests;

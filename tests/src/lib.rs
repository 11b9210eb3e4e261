//! Shared pieces of the tests.

#![allow(
    clippy::expect_used,
    reason = "a test that cannot be set up has to fail"
)]

pub mod earlier_graph;
pub mod published_permissions;
pub mod server;
mod shared_graph;
pub mod whole_graph;

/// The README's code compiles as printed.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

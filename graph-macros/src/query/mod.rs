//! The macros that check queries: each turns names of fields into the fields themselves, for the
//! compiler to look at, and leaves all else to `graph_client::query`.

pub(crate) mod filter;
mod lambda;
pub(crate) mod order;
pub(crate) mod projection;
pub(crate) mod property;

//! Queries that the compiler checks: projections, filters, orders.
//!
//! The feature `macros` brings the macros that make them. A property is written by the name of its
//! field, and is checked as that field is: what a model has not, or compares with the wrong type,
//! does not compile. The names on the wire come from the model.
//!
#![cfg_attr(feature = "macros", doc = "```no_run")]
#![cfg_attr(not(feature = "macros"), doc = "```ignore")]
//! use graph_client::query::{Projection, filter, order_by};
//! use graph_client::v1::models::ServicePrincipal;
//!
//! #[derive(Projection)]
//! #[projection(of = ServicePrincipal)]
//! struct App {
//!     id: String,
//!     app_id: Option<String>,
//!     display_name: Option<String>,
//! }
//!
//! # async fn run(client: graph_client::GraphClient, prefix: &str) -> Result<(), graph_client::Error> {
//! let mut apps = client
//!     .v1()
//!     .service_principals()
//!     .get()
//!     .filter(filter!(ServicePrincipal: starts_with(display_name, prefix) && account_enabled != true))
//!     .orderby(order_by!(ServicePrincipal: display_name desc))
//!     .project::<App>()
//!     .items();
//! while let Some(app) = apps.try_next().await? {
//!     println!("{}: {:?}", app.id, app.display_name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Advanced queries
//!
//! Directory objects answer `ne`, `not`, `endswith` and `$count` in a filter, a filter together with
//! an order, `$search` and `$count` only with the header `ConsistencyLevel: eventual` and, but for
//! `$search`, `$count=true`. Where an operation declares that header its request sets both by itself.
//! A filter that is plain text is not looked into.
//!
//! See [Advanced query capabilities](https://learn.microsoft.com/graph/aad-advanced-queries).

mod clause;
mod filter;
mod operand;
mod option;
mod order;
mod projection;
mod property;

pub use clause::{Clause, Comparison};
pub use filter::Filter;
pub use operand::{Operand, literal};
pub use option::{About, Condition, Order, Returns, ViewOf};
pub use order::{OrderBy, Select, Sortable};
pub use projection::{
    Ask, Boxed, Entire, Expanded, Fields, Nested, Options, ProjectedFrom, Projection, Same,
    describe,
};
pub use property::{Collection, Declared, Items, MayBeNull, Property, Single, Textual};

#[cfg(feature = "macros")]
pub use graph_macros::{Projection, filter, order_by, select};

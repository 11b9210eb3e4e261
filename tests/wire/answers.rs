//! What answers are decoded to.

mod grant;
mod no_content;
mod owners;
mod page;

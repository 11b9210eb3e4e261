//! Large files: downloads piece by piece, uploads slice by slice.
//!
//! A request whose answer is bytes can be [downloaded](crate::Request::download) instead of being
//! awaited. The file comes in pieces, and a connection that breaks is made again from where it
//! broke.
//!
//! ```no_run
//! use std::io::Write;
//!
//! use graph_client::bytes::Bytes;
//! use graph_client::operation::Method;
//!
//! # async fn run(client: graph_client::GraphClient) -> Result<(), Box<dyn std::error::Error>> {
//! let content = client.request::<Bytes>(Method::Get, "/v1.0/me/drive/items/ID/content");
//! let mut file = std::fs::File::create("report.pdf")?;
//! let mut download = content.download();
//! while let Some(piece) = download.try_next().await? {
//!     file.write_all(&piece)?;
//! }
//! # Ok(())
//! # }
//! ```
//!
//! An upload session takes a file in slices; its address comes from `createUploadSession`.
//!
//! ```no_run
//! use graph_client::files::ReadSource;
//!
//! # async fn run(client: graph_client::GraphClient, upload_url: &str) -> Result<(), Box<dyn std::error::Error>> {
//! let file = ReadSource::new(std::fs::File::open("report.pdf")?)?;
//! let item: Option<serde_json::Value> = client
//!     .upload_session(upload_url)
//!     .upload(file)
//!     .with_progress(|progress| println!("{} of {}", progress.sent, progress.total))
//!     .send()
//!     .await?;
//! # drop(item);
//! # Ok(())
//! # }
//! ```
//!
//! Neither the address of an upload session nor the one that a download is redirected to gets the
//! token: both carry their own authorization, are called over https only, and are never shown.

mod download;
mod range;
mod session;
mod source;
mod upload;
mod worker;

pub use download::Download;
pub use session::{UploadSession, UploadStatus};
pub use source::{ReadSource, StreamSource, UploadSource};
pub use upload::{Upload, UploadProgress};

#[cfg(test)]
mod download_tests;
#[cfg(test)]
mod upload_tests;

//! Downloads of published descriptions, behind the feature `download`.

#[cfg(feature = "download")]
mod address;
#[cfg(feature = "download")]
mod partial;
#[cfg(feature = "download")]
mod transfer;

use clap::Args;

use std::path::{Path, PathBuf};

use super::fail::Failure;
use super::progress::Progress;

/// What to download, and what it may be.
#[derive(Args)]
pub(crate) struct DownloadArguments {
    /// The address of the new description, in place of a file; https only. A download that was cut
    /// goes on where it was.
    #[arg(long, value_name = "URL", conflicts_with = "spec")]
    url: Option<String>,
    /// The SHA-256 that the download must have.
    #[arg(long, value_name = "HEX", requires = "url")]
    sha256: Option<String>,
    /// How many bytes are taken at most.
    #[arg(long, value_name = "BYTES", requires = "url", default_value_t = 256 << 20)]
    max_bytes: u64,
    /// A file to keep the download in.
    #[arg(long, value_name = "FILE", requires = "url")]
    keep: Option<PathBuf>,
    /// Take http as well, from this machine only: for tests.
    #[arg(long, requires = "url", hide = true)]
    loopback_http: bool,
}

/// What was downloaded.
pub(crate) struct Fetched {
    /// Where from, without what a query may tell.
    pub(crate) address: String,
    pub(crate) text: String,
}

/// Downloads what the arguments say. What a download that is cut has brought is beside the manifest
/// until another one finishes it.
#[cfg(feature = "download")]
pub(crate) fn fetch(
    arguments: &DownloadArguments,
    manifest: &Path,
    progress: &Progress,
) -> Result<Fetched, Failure> {
    let url = arguments.url.as_deref().unwrap_or_default();
    let allowed = address::Allowed::new(arguments.loopback_http);
    let address = allowed.parse(url).map_err(Failure::new)?;
    let expected = arguments.sha256.as_deref().map(expected_hash).transpose()?;
    let folder = manifest.parent().unwrap_or(Path::new(""));
    let partial = partial::Partial::open(folder, address.as_str());
    let limits = transfer::Limits {
        max_bytes: arguments.max_bytes,
        sha256: expected,
    };
    let bytes =
        transfer::fetch(allowed, &address, partial, &limits, progress).map_err(Failure::new)?;
    let address = address::shown(&address);
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::new(format_args!("{address} is not text in UTF-8")))?;
    if let Some(path) = &arguments.keep {
        std::fs::write(path, &text).map_err(|error| {
            Failure::new(format_args!("cannot write {}: {error}", path.display()))
        })?;
    }
    Ok(Fetched { address, text })
}

/// Without the feature there is no download.
#[cfg(not(feature = "download"))]
pub(crate) fn fetch(
    arguments: &DownloadArguments,
    _manifest: &Path,
    _progress: &Progress,
) -> Result<Fetched, Failure> {
    let url = arguments.url.as_deref().unwrap_or_default();
    let DownloadArguments {
        sha256: _,
        max_bytes: _,
        keep: _,
        loopback_http: _,
        ..
    } = arguments;
    Err(Failure::new(format_args!(
        "this graph-codegen cannot download {url}: it was built without the feature `download`; \
         build it with `--features download`, or download the file and give it with --spec"
    )))
}

#[cfg(feature = "download")]
fn expected_hash(text: &str) -> Result<String, Failure> {
    let is_hash = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hash {
        Ok(text.to_ascii_lowercase())
    } else {
        Err(Failure::new(format_args!(
            "--sha256 takes 64 hexadecimal digits, not `{text}`"
        )))
    }
}

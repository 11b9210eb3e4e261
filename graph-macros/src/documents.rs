//! The specs that this process has read.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use graph_codegen::Document;

/// Specs by their files, with the texts that they were read from.
type Documents = HashMap<PathBuf, Arc<Document>>;

static DOCUMENTS: LazyLock<Mutex<Documents>> = LazyLock::new(|| Mutex::new(Documents::new()));

/// Reads a spec, unless an earlier invocation has read the same text.
///
/// # Errors
///
/// What is wrong with the file or with the spec.
pub(crate) fn read(path: &Path, name: &str) -> Result<Arc<Document>, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let mut documents = DOCUMENTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = documents.get(path)
        && known.text() == text
        && known.name() == name
    {
        return Ok(Arc::clone(known));
    }
    let document = Document::parse(name, text).map_err(|error| error.to_string())?;
    let document = Arc::new(document);
    documents.insert(path.to_owned(), Arc::clone(&document));
    Ok(document)
}

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

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::read;

    #[test]
    fn a_spec_is_read_once() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/graph-beta.yaml");
        let first = read(&path, "graph-beta.yaml").unwrap();
        let second = read(&path, "graph-beta.yaml").unwrap();
        assert!(Arc::ptr_eq(&first, &second));
        // A name of its own is shown in what is reported.
        let named = read(&path, "beta.yaml").unwrap();
        assert!(!Arc::ptr_eq(&first, &named));
        assert_eq!(named.name(), "beta.yaml");
    }
}

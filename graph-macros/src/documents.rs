//! The specs that this process has read.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use graph_codegen::{Document, Overlay};

/// Specs by their file and those of their overlays, each with the name that is shown of it.
type Documents = HashMap<Vec<(PathBuf, String)>, Read>;

struct Read {
    /// What was read from each file.
    texts: Vec<Arc<str>>,
    document: Arc<Document>,
}

static DOCUMENTS: LazyLock<Mutex<Documents>> = LazyLock::new(|| Mutex::new(Documents::new()));

/// Reads a spec, and the overlays that come after it, unless an earlier invocation has read the
/// same texts. Each file comes with the name that is shown of it.
///
/// # Errors
///
/// Which file is wrong, and what is wrong with it.
pub(crate) fn read(files: &[(PathBuf, String)]) -> Result<Arc<Document>, (usize, String)> {
    let texts = files.iter().enumerate().map(|(position, (path, _))| {
        std::fs::read_to_string(path)
            .map(Arc::from)
            .map_err(|error| (position, format!("cannot read {}: {error}", path.display())))
    });
    let texts: Vec<Arc<str>> = texts.collect::<Result<_, _>>()?;
    let mut documents = DOCUMENTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = documents.get(files)
        && known.texts == texts
    {
        return Ok(Arc::clone(&known.document));
    }
    let names = files.iter().map(|(_, name)| name.as_str());
    let named: Vec<_> = names.zip(texts.iter().cloned()).collect();
    let document = Arc::new(document(&named)?);
    let read = Read {
        texts,
        document: Arc::clone(&document),
    };
    documents.insert(files.to_vec(), read);
    Ok(document)
}

/// The document that a spec and its overlays make.
fn document(texts: &[(&str, Arc<str>)]) -> Result<Document, (usize, String)> {
    let told =
        |position: usize| move |error: graph_codegen::Diagnostics| (position, error.to_string());
    let Some(((name, text), overlays)) = texts.split_first() else {
        return Err((0, "no spec".to_owned()));
    };
    let mut document = Document::parse(*name, Arc::clone(text)).map_err(told(0))?;
    for (position, (name, text)) in (1..).zip(overlays) {
        let overlay = Overlay::parse(*name, Arc::clone(text)).map_err(told(position))?;
        document = document.with_overlay(&overlay).map_err(told(position))?;
    }
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
        let named = |name: &str| [(path.clone(), name.to_owned())];
        let first = read(&named("graph-beta.yaml")).unwrap();
        let second = read(&named("graph-beta.yaml")).unwrap();
        assert!(Arc::ptr_eq(&first, &second));
        // A name of its own is shown in what is reported.
        let named = read(&named("beta.yaml")).unwrap();
        assert!(!Arc::ptr_eq(&first, &named));
        assert_eq!(named.name(), "beta.yaml");
    }
}

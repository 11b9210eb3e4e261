//! The specs that this process has read.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use graph_codegen::{Document, Overlay};

/// Specs by their files and those of their overlays, with the texts that they were read from.
type Documents = HashMap<Vec<PathBuf>, Read>;

struct Read {
    /// The name and the text of each file.
    texts: Vec<(String, Arc<str>)>,
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
    let texts = files.iter().enumerate().map(|(position, (path, name))| {
        let text = std::fs::read_to_string(path).map_err(|error| {
            let message = format!("cannot read {}: {error}", path.display());
            (position, message)
        })?;
        Ok((name.clone(), text.into()))
    });
    let texts: Vec<(String, Arc<str>)> = texts.collect::<Result<_, _>>()?;
    let key: Vec<PathBuf> = files.iter().map(|(path, _)| path.clone()).collect();
    let mut documents = DOCUMENTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = documents.get(&key)
        && known.texts == texts
    {
        return Ok(Arc::clone(&known.document));
    }
    let document = Arc::new(document(&texts)?);
    let read = Read {
        texts,
        document: Arc::clone(&document),
    };
    documents.insert(key, read);
    Ok(document)
}

/// The document that a spec and its overlays make.
fn document(texts: &[(String, Arc<str>)]) -> Result<Document, (usize, String)> {
    let told =
        |position: usize| move |error: graph_codegen::Diagnostics| (position, error.to_string());
    let Some(((name, text), overlays)) = texts.split_first() else {
        return Err((0, "no spec".to_owned()));
    };
    let mut document = Document::parse(name, Arc::clone(text)).map_err(told(0))?;
    for (position, (name, text)) in (1..).zip(overlays) {
        let overlay = Overlay::parse(name, Arc::clone(text)).map_err(told(position))?;
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

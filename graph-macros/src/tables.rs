//! The files of published permissions that this process has read.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use graph_codegen::PermissionTable;

/// Tables by their files, each with the text that it was read from.
type Tables = HashMap<PathBuf, (String, Arc<PermissionTable>)>;

static TABLES: LazyLock<Mutex<Tables>> = LazyLock::new(|| Mutex::new(Tables::new()));

/// Reads a table, unless an earlier invocation has read the same text.
///
/// # Errors
///
/// What is wrong with the file.
pub(crate) fn read(path: &Path, name: &str) -> Result<Arc<PermissionTable>, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let mut tables = TABLES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((known, table)) = tables.get(path)
        && *known == text
        && table.name() == name
    {
        return Ok(Arc::clone(table));
    }
    let table = PermissionTable::parse(name, &text).map_err(|error| error.to_string())?;
    let table = Arc::new(table);
    tables.insert(path.to_owned(), (text, Arc::clone(&table)));
    Ok(table)
}

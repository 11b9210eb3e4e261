//! Generated code as a crate of its own.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, value};

use crate::generator::{Error, Generated};
use crate::output::GeneratedFile;
use crate::plan::Feature;

/// A crate to be generated.
#[derive(Clone, Debug)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// How it depends on the runtime.
    pub client: ClientDependency,
    /// Its features.
    pub features: Vec<Feature>,
}

/// How a generated crate depends on `graph-client`.
#[derive(Clone, Debug)]
pub enum ClientDependency {
    /// The published crate, of the version of this generator.
    Version,
    /// A crate in a folder.
    Path(PathBuf),
}

/// The generator and the runtime are released together.
const VERSION: &str = env!("CARGO_PKG_VERSION");
const MSRV: &str = env!("CARGO_PKG_RUST_VERSION");

impl Package {
    /// The crate's files: its `Cargo.toml`, its build script if it has one, and the generated
    /// code in `src`.
    ///
    /// # Errors
    ///
    /// When the generated code is not Rust, which is a mistake in the generator.
    pub fn into_files(self, generated: Generated) -> Result<Vec<GeneratedFile>, Error> {
        let mut files = vec![self.cargo_toml()];
        files.extend(generated.build_script());
        for file in generated.into_files("lib.rs")? {
            files.push(GeneratedFile {
                path: Path::new("src").join(file.path),
                text: file.text,
            });
        }
        Ok(files)
    }

    fn cargo_toml(&self) -> GeneratedFile {
        let mut document = DocumentMut::new();
        let mut package = Table::new();
        package.insert("name", value(&self.name));
        package.insert("version", value("0.1.0"));
        package.insert("edition", value("2024"));
        package.insert("rust-version", value(MSRV));
        document.insert("package", Item::Table(package));

        let mut features = Table::new();
        features.insert("default", value(not_enabled(&self.features)));
        for feature in &self.features {
            features.insert(&feature.name, value(enabled(feature)));
        }
        document.insert("features", Item::Table(features));

        let mut client = InlineTable::new();
        client.insert("version", VERSION.into());
        if let ClientDependency::Path(path) = &self.client {
            client.insert("path", path.to_string_lossy().as_ref().into());
        }
        client.insert("default-features", false.into());
        let mut dependencies = Table::new();
        dependencies.insert("graph-client", value(client));
        document.insert("dependencies", Item::Table(dependencies));

        // A folder inside of another workspace stays a crate of its own.
        document.insert("workspace", Item::Table(Table::new()));
        GeneratedFile {
            path: PathBuf::from("Cargo.toml"),
            text: document.to_string(),
        }
    }
}

/// Sets the features with this prefix in the text of a `Cargo.toml`, and a feature with the
/// prefix as its name for all of them. Everything else stays as it is.
///
/// # Errors
///
/// When the text is not TOML.
pub fn set_features(
    text: &str,
    prefix: &str,
    features: &[Feature],
) -> Result<String, toml_edit::TomlError> {
    let mut document: DocumentMut = text.parse()?;
    let table = document
        .entry("features")
        .or_insert_with(|| Item::Table(Table::new()));
    if let Some(table) = table.as_table_mut() {
        let start = format!("{prefix}-");
        let is_generated = |name: &str| features.iter().any(|feature| feature.name == name);
        table.retain(|name, _| !name.starts_with(&start) || is_generated(name));
        set(table, prefix, not_enabled(features));
        for feature in features {
            set(table, &feature.name, enabled(feature));
        }
    }
    Ok(document.to_string())
}

/// The features that no other turns on.
fn not_enabled(features: &[Feature]) -> Array {
    let enabled: HashSet<&String> = features
        .iter()
        .flat_map(|feature| &feature.enables)
        .collect();
    let names = features.iter().map(|feature| &feature.name);
    names.filter(|name| !enabled.contains(name)).collect()
}

fn enabled(feature: &Feature) -> Array {
    feature.enables.iter().collect()
}

/// Replaces a value, keeping the comments around its key.
fn set(table: &mut Table, key: &str, array: Array) {
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) if old.to_string().trim() == array.to_string().trim() => {}
        Some(old) => {
            let decor = old.decor().clone();
            *old = array.into();
            *old.decor_mut() = decor;
        }
        None => {
            table.insert(key, value(array));
        }
    }
}

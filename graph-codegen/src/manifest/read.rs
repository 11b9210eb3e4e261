//! From the text of a manifest to its modules.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::IntoDeserializer;
use toml_edit::{Document, Item, Table, Value};

use super::{Manifest, ManifestModule};
use crate::diagnostics::{Diagnostic, Diagnostics, Place};
use crate::plan::{Preferences, Rename};
use crate::select::Selection;

pub(super) fn manifest(path: &Path, text: &str) -> Result<Manifest, Diagnostics> {
    let mut reader = Reader {
        path,
        text,
        findings: Diagnostics::new(),
    };
    let modules = reader.read();
    if reader.findings.is_empty() {
        Ok(Manifest { modules })
    } else {
        Err(reader.findings)
    }
}

/// A module as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    name: String,
    /// Relative to the manifest, as all paths.
    spec: PathBuf,
    /// Overlays of the spec, after those of all modules.
    #[serde(default)]
    overlays: Vec<PathBuf>,
    out: PathBuf,
    features: Option<PathBuf>,
    #[serde(default)]
    within_runtime: bool,
    /// Patterns of paths; all of them by default.
    include: Option<Vec<String>>,
    #[serde(default)]
    exclude: Vec<String>,
    /// `used` or `all`.
    navigation: Option<String>,
    /// `auto`, `used` or `all`.
    descendants: Option<String>,
    #[serde(default)]
    types: Vec<String>,
    /// Names in place of others.
    #[serde(default)]
    rename: BTreeMap<String, String>,
    /// Types with descendants that are enums of them.
    #[serde(default)]
    as_enum: Vec<String>,
    /// Types with descendants that are structs.
    #[serde(default)]
    as_struct: Vec<String>,
    /// The published permissions.
    permissions: Option<PathBuf>,
    /// The folder for a record of the types.
    record: Option<PathBuf>,
}

/// Reads a manifest, and collects what is wrong with it.
struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
    findings: Diagnostics,
}

impl Reader<'_> {
    fn read(&mut self) -> Vec<ManifestModule> {
        const WRITE: &str = "write `[[module]]`, and below it `name`, `spec` and `out`";

        let document = match Document::parse(self.text) {
            Ok(document) => document,
            Err(error) => {
                self.refuse(error.span(), error.message().trim_end(), None);
                return Vec::new();
            }
        };
        let is_other = |key: &str| !["module", "overlays"].contains(&key);
        for (key, _) in document.iter().filter(|(key, _)| is_other(key)) {
            let span = document.as_table().key(key).and_then(toml_edit::Key::span);
            self.refuse(span, format!("the key `{key}` is not known"), Some(WRITE));
        }
        let overlays = self.overlays(document.get("overlays"));
        let tables: Vec<&Table> = match document.get("module") {
            Some(Item::ArrayOfTables(tables)) => tables.iter().collect(),
            Some(other) => {
                let message = "`module` is not a list of tables";
                self.refuse(other.span(), message, Some(WRITE));
                return Vec::new();
            }
            None => Vec::new(),
        };
        if tables.is_empty() && self.findings.is_empty() {
            self.refuse(None, "the manifest has no modules", Some(WRITE));
        }
        let mut modules: Vec<ManifestModule> = Vec::new();
        for (table, number) in tables.into_iter().zip(1_usize..) {
            let Some(module) = self.module(table, number, &overlays) else {
                continue;
            };
            let is_twin = |other: &ManifestModule| {
                other.name == module.name
                    && other.features.is_some()
                    && other.features == module.features
            };
            if modules.iter().any(is_twin) {
                let message = "another module has this name, and its features in the same file";
                self.refuse_module(&module.place, &module.name, message, "call it otherwise");
            }
            modules.push(module);
        }
        modules
    }

    /// The overlays of all modules.
    fn overlays(&mut self, item: Option<&Item>) -> Vec<PathBuf> {
        let Some(item) = item else {
            return Vec::new();
        };
        let paths = item.as_array().and_then(|array| {
            let paths = array.iter().map(|value| value.as_str().map(PathBuf::from));
            paths.collect::<Option<Vec<_>>>()
        });
        match paths {
            Some(paths) if paths.iter().all(|path| !path.as_os_str().is_empty()) => paths,
            _ => {
                let message = "`overlays` is not a list of paths";
                let help = "write `overlays = [\"corrections.yaml\"]`, relative to the manifest";
                self.refuse(item.span(), message, Some(help));
                Vec::new()
            }
        }
    }

    fn module(
        &mut self,
        table: &Table,
        number: usize,
        overlays: &[PathBuf],
    ) -> Option<ManifestModule> {
        let place = self.place(table.span());
        let name = table.get("name").and_then(Item::as_str);
        let name = name.map_or_else(|| format!("number {number}"), str::to_owned);
        let value = Value::InlineTable(table.clone().into_inline_table());
        let written = match Written::deserialize(value.into_deserializer()) {
            Ok(written) => written,
            Err(error) => {
                let span = error.span().or_else(|| table.span());
                let message = format!("module `{name}`: {}", error.message().trim_end());
                self.refuse(span, message, None);
                return None;
            }
        };
        let count = self.findings.len();
        for (message, help) in written.faults() {
            self.refuse_module(&place, &name, &message, help);
        }
        let selection = Selection::from_texts(
            written.include.as_deref(),
            &written.exclude,
            written.navigation.as_deref(),
            written.descendants.as_deref(),
            &written.types,
        );
        let selection = match selection {
            Ok(selection) => selection,
            Err(error) => {
                let message = format!("module `{name}`: {error}");
                self.findings.push(Diagnostic::error(place, message));
                return None;
            }
        };
        if self.findings.len() > count {
            return None;
        }
        let folder = self.path.parent().unwrap_or(Path::new(""));
        Some(ManifestModule {
            name: written.name,
            spec: folder.join(written.spec),
            overlays: overlays
                .iter()
                .chain(&written.overlays)
                .map(|path| folder.join(path))
                .collect(),
            out: folder.join(written.out),
            features: written.features.map(|path| folder.join(path)),
            within_runtime: written.within_runtime,
            selection,
            preferences: Preferences {
                renames: written
                    .rename
                    .into_iter()
                    .map(|(from, to)| Rename { from, to })
                    .collect(),
                as_enum: written.as_enum,
                as_struct: written.as_struct,
            },
            permissions: written.permissions.map(|path| folder.join(path)),
            record: written.record.map(|path| folder.join(path)),
            place,
        })
    }

    fn refuse(
        &mut self,
        span: Option<Range<usize>>,
        message: impl Into<String>,
        help: Option<&str>,
    ) {
        let finding = Diagnostic::error(self.place(span), message);
        self.findings.push(match help {
            Some(help) => finding.with_help(help),
            None => finding,
        });
    }

    fn refuse_module(&mut self, place: &Place, name: &str, message: &str, help: &str) {
        let message = format!("module `{name}`: {message}");
        let finding = Diagnostic::error(place.clone(), message);
        self.findings.push(finding.with_help(help));
    }

    fn place(&self, span: Option<Range<usize>>) -> Place {
        let name = self.path.display().to_string();
        match span {
            Some(span) => Place::at(name, self.text, span.start),
            None => Place::file(name),
        }
    }
}

impl Written {
    /// What is wrong, and what to do about it.
    fn faults(&self) -> Vec<(String, &'static str)> {
        let mut faults = Vec::new();
        let is_name = self
            .name
            .starts_with(|first: char| first.is_ascii_alphabetic())
            && self
                .name
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter));
        if !is_name {
            let message = format!("`{}` is no name for a module", self.name);
            faults.push((message, "use letters, digits, `-` and `_`"));
        }
        let mut paths = vec![("spec", &self.spec), ("out", &self.out)];
        paths.extend(self.features.as_ref().map(|path| ("features", path)));
        paths.extend(self.overlays.iter().map(|path| ("overlays", path)));
        paths.extend(self.permissions.as_ref().map(|path| ("permissions", path)));
        paths.extend(self.record.as_ref().map(|path| ("record", path)));
        for (key, path) in paths {
            if path.as_os_str().is_empty() {
                let message = format!("`{key}` is empty");
                faults.push((message, "write a path, relative to the manifest"));
            } else if !["spec", "overlays", "permissions"].contains(&key)
                && (path.is_absolute() || path.has_root())
            {
                let message = format!("`{key}` is the absolute path `{}`", path.display());
                faults.push((message, "write it relative to the manifest"));
            }
        }
        if self.include.as_ref().is_some_and(Vec::is_empty) {
            faults.push((
                "`include` is empty, so nothing would be generated".to_owned(),
                "write patterns, such as `include = [\"/users/**\"]`, or leave `include` out to \
                 take the whole spec",
            ));
        }
        if self.types.iter().any(|name| name.trim().is_empty()) {
            let message = "`types` has an empty name".to_owned();
            faults.push((message, "write names, such as `microsoft.graph.user`"));
        }
        faults
    }
}

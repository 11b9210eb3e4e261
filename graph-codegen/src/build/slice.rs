//! A slice, from a build script's arguments to files.

use std::fmt::{self, Display};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostics::Diagnostics;
use crate::generator::Generator;
use crate::naming::{Convention, Scope};
use crate::output::{GeneratedFile, HEADER, Overwrite, Target, plan};
use crate::permissions::PermissionTable;
use crate::plan::{Preferences, Rename};
use crate::render::RuntimePath;
use crate::reuse::{ModelRecord, Reuse, ReusedModule};
use crate::select::Selection;
use crate::source::Document;

/// A part of a spec that a build script makes a module of.
#[derive(Clone, Debug)]
#[must_use = "nothing is generated before `write`"]
pub struct Slice {
    module: String,
    spec: PathBuf,
    include: Option<Vec<String>>,
    exclude: Vec<String>,
    navigation: Option<String>,
    descendants: Option<String>,
    types: Vec<String>,
    preferences: Preferences,
    permissions: Option<PathBuf>,
    runtime: Option<String>,
    reuse: Option<String>,
    must_reuse: Vec<String>,
}

/// Why there is no code. A `main` that returns it shows it as it is meant to be read.
pub struct Failure(String);

impl Failure {
    fn new(message: impl Display) -> Self {
        Self(message.to_string())
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What Rust prints when `main` returns an error, which says so itself.
        f.write_str(self.0.strip_prefix("error: ").unwrap_or(&self.0))
    }
}

impl std::error::Error for Failure {}

fn texts<S: Into<String>>(values: impl IntoIterator<Item = S>) -> Vec<String> {
    values.into_iter().map(Into::into).collect()
}

impl Slice {
    /// A module of all of a spec, YAML or JSON, whose path is relative to the `Cargo.toml`.
    pub fn new(module: impl Into<String>, spec: impl Into<PathBuf>) -> Self {
        Self {
            module: module.into(),
            spec: spec.into(),
            include: None,
            exclude: Vec::new(),
            navigation: None,
            descendants: None,
            types: Vec::new(),
            preferences: Preferences::default(),
            permissions: None,
            runtime: None,
            reuse: None,
            must_reuse: Vec::new(),
        }
    }

    /// Includes what these patterns match, in place of all: `*` is one segment of a path, `**` any
    /// number, `{}` any key, and `#POST,GET` chooses methods.
    pub fn include<S: Into<String>>(mut self, patterns: impl IntoIterator<Item = S>) -> Self {
        self.include.get_or_insert_default().extend(texts(patterns));
        self
    }

    /// Leaves out what these patterns match, although included.
    pub fn exclude<S: Into<String>>(mut self, patterns: impl IntoIterator<Item = S>) -> Self {
        self.exclude.extend(texts(patterns));
        self
    }

    /// Which navigation properties bring their types along: `used` (default) or `all`.
    pub fn navigation(mut self, policy: impl Into<String>) -> Self {
        self.navigation = Some(policy.into());
        self
    }

    /// Which descendants of a type come along: `auto` (default), `used` or `all`.
    pub fn descendants(mut self, policy: impl Into<String>) -> Self {
        self.descendants = Some(policy.into());
        self
    }

    /// Types to include by name, such as `microsoft.graph.user`.
    pub fn types<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.types.extend(texts(names));
        self
    }

    /// A name in place of another; see [`Rename`].
    pub fn rename(mut self, from: impl Into<String>, to: impl Into<String>) -> Self {
        self.preferences.renames.push(Rename {
            from: from.into(),
            to: to.into(),
        });
        self
    }

    /// Types with descendants that are to be an enum of them.
    pub fn as_enum<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.preferences.as_enum.extend(texts(names));
        self
    }

    /// Types with descendants that are to be a struct.
    pub fn as_struct<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.preferences.as_struct.extend(texts(names));
        self
    }

    /// Microsoft's published `permissions.json`: operations that say nothing of it themselves get
    /// their permissions from there.
    pub fn permissions(mut self, file: impl Into<PathBuf>) -> Self {
        self.permissions = Some(file.into());
        self
    }

    /// The way to `graph-client`, where it has another name or is re-exported, such as
    /// `::azure::graph`.
    pub fn client_path(mut self, path: impl Into<String>) -> Self {
        self.runtime = Some(path.into());
        self
    }

    /// Takes types from a module of `graph-client`, `v1` or `beta`, where they are the same; see
    /// [`reuse`](crate::reuse).
    pub fn reuse(mut self, module: impl Into<String>) -> Self {
        self.reuse = Some(module.into());
        self
    }

    /// Types that have to be the same there, or it is an error.
    pub fn must_reuse<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.must_reuse.extend(texts(names));
        self
    }

    /// Generates the module into cargo's `OUT_DIR`, below a folder of its name, and tells cargo which
    /// files it depends on and what the generator warns of.
    ///
    /// The module is there where `include!(concat!(env!("OUT_DIR"), "/NAME/include.rs"))` stands.
    ///
    /// # Errors
    ///
    /// All that is wrong with the spec, with its place there, or with the arguments. When this is not
    /// run by cargo, or a file cannot be read or written.
    pub fn write(self) -> Result<(), Failure> {
        println!("cargo::rerun-if-changed={}", self.spec.display());
        if let Some(permissions) = &self.permissions {
            println!("cargo::rerun-if-changed={}", permissions.display());
        }
        let folder = std::env::var_os("OUT_DIR").ok_or_else(|| {
            Failure::new("there is no OUT_DIR: this is for build scripts, which cargo runs")
        })?;
        for warning in &self.generate_into(Path::new(&folder))? {
            // Cargo takes a line for a message.
            let text = warning.to_string();
            let text = text.strip_prefix("warning: ").unwrap_or(&text);
            let lines: Vec<&str> = text.lines().map(str::trim).collect();
            println!("cargo::warning={}", lines.join("; "));
        }
        Ok(())
    }

    /// Generates the module below a folder. Gives the warnings.
    fn generate_into(self, folder: &Path) -> Result<Diagnostics, Failure> {
        let name = Scope::new()
            .claim(Convention::File, &self.module)
            .map_err(|_| {
                Failure::new(format_args!(
                    "`{}` is no name for a module: write it in snake case",
                    self.module
                ))
            })?;
        let mut warnings = Diagnostics::new();
        let generator = self.generator(&mut warnings)?;
        let text = read(&self.spec)?;
        let document =
            Document::parse(self.spec.display().to_string(), text).map_err(Failure::new)?;
        let generated = generator
            .generate(&document, &self.module)
            .map_err(Failure::new)?;
        warnings.extend(generated.warnings.iter().cloned());
        let mut files = generated.into_files("mod.rs").map_err(Failure::new)?;
        files.push(GeneratedFile {
            path: "include.rs".into(),
            text: format!("{HEADER}. Do not edit.\n\n#[path = \"mod.rs\"]\npub mod {name};\n"),
        });
        let target = Target {
            folder: folder.join(name.as_str()),
            name: self.module,
            files,
            cargo_toml: None,
        };
        // Nobody edits what is in cargo's folders.
        plan(&[target], Overwrite::Allowed)
            .map_err(Failure::new)?
            .apply()
            .map_err(Failure::new)?;
        Ok(warnings)
    }

    fn generator(&self, warnings: &mut Diagnostics) -> Result<Generator, Failure> {
        let selection = Selection::from_texts(
            self.include.as_deref(),
            &self.exclude,
            self.navigation.as_deref(),
            self.descendants.as_deref(),
            &self.types,
        );
        let mut generator = Generator::new(selection.map_err(Failure::new)?)
            .with_preferences(self.preferences.clone());
        if let Some(path) = &self.runtime {
            let path = RuntimePath::parse(path).ok_or_else(|| {
                Failure::new(format_args!(
                    "`{path}` is no path to `graph-client`: write one such as `::azure::graph`"
                ))
            })?;
            generator = generator.with_runtime(path);
        }
        if let Some(path) = &self.permissions {
            let name = path.display().to_string();
            let table = PermissionTable::parse(name, &read(path)?).map_err(Failure::new)?;
            warnings.extend(table.warnings().iter().cloned());
            generator = generator.with_permissions(Arc::new(table));
        }
        match &self.reuse {
            Some(module) => Ok(generator.with_reuse(self.reuse_of(module)?)),
            None if self.must_reuse.is_empty() => Ok(generator),
            None => Err(Failure::new(
                "`must_reuse` goes with `reuse`, which says where types are taken from",
            )),
        }
    }

    fn reuse_of(&self, module: &str) -> Result<Reuse, Failure> {
        let record = ModelRecord::of_client(module);
        let name = Scope::new().claim(Convention::Value, module).ok();
        let (Some(record), Some(name)) = (record, name) else {
            return Err(Failure::new(format_args!(
                "types can be taken from the modules `v1` and `beta` of graph-client, not from \
                 `{module}`"
            )));
        };
        let reuse = Reuse::new(ReusedModule::Runtime(name), Arc::new(record));
        Ok(reuse.requiring(self.must_reuse.iter().cloned()))
    }
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| {
        Failure::new(format_args!(
            "cannot read {}: {error}; paths begin at the folder of Cargo.toml",
            path.display()
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPEC: &str = "openapi: 3.0.4\ninfo: {title: Api, version: '1'}\n\
                        servers: [{url: 'https://graph.microsoft.com/v1.0/'}]\n\
                        paths:\n  /things:\n    get:\n      responses: {2XX: {description: Success}}\n";

    fn generated(change: impl Fn(Slice) -> Slice) -> Result<Vec<String>, String> {
        let folder = tempfile::tempdir().unwrap();
        let spec = folder.path().join("api.yaml");
        std::fs::write(&spec, SPEC).unwrap();
        let slice = change(Slice::new("things", spec));
        let out = folder.path().join("out");
        slice
            .generate_into(&out)
            .map_err(|failure| failure.to_string())?;
        let files = std::fs::read_dir(out.join("things")).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        Ok(names)
    }

    #[test]
    fn a_module_has_a_folder_of_its_own() {
        let expected = [
            ".graph-codegen.toml",
            "include.rs",
            "mod.rs",
            "models.rs",
            "requests.rs",
            "things.rs",
        ];
        assert_eq!(generated(|slice| slice).unwrap(), expected);
        let reused = generated(|slice| slice.reuse("v1").client_path("::azure::graph"));
        assert_eq!(reused.unwrap(), expected);
    }

    #[test]
    fn arguments_that_are_wrong_are_named() {
        let refusal = |change: fn(Slice) -> Slice| generated(change).unwrap_err();
        assert_eq!(
            refusal(|_| Slice::new("My Things", "api.yaml")),
            "`My Things` is no name for a module: write it in snake case"
        );
        assert_eq!(
            refusal(|slice| slice.navigation("some")),
            "navigation is `used` or `all`, not `some`"
        );
        assert_eq!(
            refusal(|slice| slice.client_path("azure graph")),
            "`azure graph` is no path to `graph-client`: write one such as `::azure::graph`"
        );
        assert_eq!(
            refusal(|slice| slice.reuse("v2")),
            "types can be taken from the modules `v1` and `beta` of graph-client, not from `v2`"
        );
        assert_eq!(
            refusal(|slice| slice.must_reuse(["user"])),
            "`must_reuse` goes with `reuse`, which says where types are taken from"
        );
        let lost = refusal(|slice| slice.permissions("no/such/permissions.json"));
        assert!(
            lost.starts_with("cannot read no/such/permissions.json: ")
                && lost.ends_with("; paths begin at the folder of Cargo.toml"),
            "{lost}"
        );
    }

    #[test]
    fn a_failure_is_shown_as_it_is_read() {
        let failure = Failure::new("error: api.yaml:1:1: found X\n  help: write Y");
        assert_eq!(
            format!("{failure:?}"),
            "api.yaml:1:1: found X\n  help: write Y"
        );
    }
}

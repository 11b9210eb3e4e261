//! Generated code as a crate of its own.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::generator::{Error, Generated};
use crate::output::{CargoToml, Claim, GeneratedFile, Setting, Target, Value};
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
#[non_exhaustive]
pub enum ClientDependency {
    /// The published crate, of the version of this generator.
    Version,
    /// A crate in a folder.
    Path(PathBuf),
}

/// The generator and the runtime are released together.
const VERSION: &str = env!("CARGO_PKG_VERSION");
const MSRV: &str = env!("CARGO_PKG_RUST_VERSION");

/// The order of the tables in a new `Cargo.toml`. A folder inside of another workspace stays a
/// crate of its own.
const TEMPLATE: &str = "[package]\n\n[features]\n\n[dependencies]\n\n[workspace]\n";

impl Package {
    /// The crate in a folder: its `Cargo.toml`, its build script if it has one, and the generated
    /// code in `src`.
    ///
    /// # Errors
    ///
    /// When the generated code is not Rust, which is a mistake in the generator.
    pub fn into_target(
        self,
        folder: impl Into<PathBuf>,
        generated: Generated,
    ) -> Result<Target, Error> {
        let folder = folder.into();
        let cargo_toml = self.cargo_toml(&folder);
        let mut files = Vec::from_iter(generated.build_script());
        for file in generated.into_files("lib.rs")? {
            files.push(GeneratedFile {
                path: Path::new("src").join(file.path),
                text: file.text,
            });
        }
        Ok(Target {
            name: self.name,
            folder,
            files,
            cargo_toml: Some(cargo_toml),
        })
    }

    pub(crate) fn cargo_toml(&self, folder: &Path) -> CargoToml {
        CargoToml {
            path: folder.join("Cargo.toml"),
            template: Some(TEMPLATE.to_owned()),
            settings: self.settings(),
        }
    }

    fn settings(&self) -> Vec<Setting> {
        let setting = |table, key: &str, value, claim| Setting {
            table,
            key: key.to_owned(),
            value,
            claim,
        };
        let about = |key, value: &str, claim| setting("package", key, value.into(), claim);
        let mut settings = vec![
            about("name", &self.name, Claim::Required),
            about("version", "0.1.0", Claim::Suggested),
            about("edition", "2024", Claim::Suggested),
            about("rust-version", MSRV, Claim::Suggested),
        ];
        let default = Value::List(not_enabled(&self.features));
        settings.push(setting("features", "default", default, Claim::Suggested));
        settings.extend(self.features.iter().map(required));

        let of_client = |key, value| setting("dependencies.graph-client", key, value, Claim::Owned);
        settings.push(of_client("version", VERSION.into()));
        if let ClientDependency::Path(path) = &self.client {
            let path = path.to_string_lossy();
            settings.push(of_client("path", (&*path).into()));
        }
        settings.push(of_client("default-features", Value::Switch(false)));
        settings
    }
}

/// The features of a module in the `Cargo.toml` of its crate: its own, and one called as the
/// module for all of them.
pub(crate) fn module_features(module: &str, features: &[Feature]) -> Vec<Setting> {
    let all = Feature {
        name: module.to_owned(),
        enables: not_enabled(features),
    };
    [&all].into_iter().chain(features).map(required).collect()
}

fn required(feature: &Feature) -> Setting {
    Setting {
        table: "features",
        key: feature.name.clone(),
        value: Value::List(feature.enables.clone()),
        claim: Claim::Required,
    }
}

/// The features that no other turns on.
fn not_enabled(features: &[Feature]) -> Vec<String> {
    let enabled: HashSet<&String> = features
        .iter()
        .flat_map(|feature| &feature.enables)
        .collect();
    let names = features.iter().map(|feature| &feature.name);
    names
        .filter(|name| !enabled.contains(name))
        .cloned()
        .collect()
}

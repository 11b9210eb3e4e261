//! The next version of a crate.

use std::fs;
use std::path::{Path, PathBuf};

use graph_codegen::diff::VersionStep;
use semver::Version;
use serde::Serialize;
use toml_edit::{DocumentMut, Item};

/// A crate whose code changes, and what its version has to become.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Proposal {
    /// Its `Cargo.toml`.
    pub(super) cargo_toml: String,
    /// Its name.
    pub(super) name: String,
    pub(super) version: Version,
    pub(super) next: Version,
    pub(super) step: VersionStep,
}

impl Proposal {
    /// The next version of the crate that a folder is in; none where that is in no crate with a
    /// version.
    pub(super) fn of(folder: &Path, step: VersionStep) -> Option<Self> {
        let (path, document) = crate_around(folder)?;
        let package = document.get("package")?;
        let version = match package.get("version")? {
            inherited if inherited.get("workspace").is_some() => inherited_version(&path)?,
            own => own.as_str()?.to_owned(),
        };
        let version = Version::parse(&version).ok()?;
        Some(Self {
            cargo_toml: path.display().to_string(),
            name: package.get("name")?.as_str()?.to_owned(),
            next: next(&version, step),
            version,
            step,
        })
    }
}

/// The version after this one. Before 1.0, as Cargo takes it, the minor number tells what breaks,
/// and before 0.1 the patch number does.
fn next(version: &Version, step: VersionStep) -> Version {
    let Version {
        major,
        minor,
        patch,
        ..
    } = *version;
    if !version.pre.is_empty() {
        // It is not out yet.
        return Version::new(major, minor, patch);
    }
    match (step, major, minor) {
        (VersionStep::Major, 0, 0) => Version::new(0, 0, patch + 1),
        (VersionStep::Major, 0, _) => Version::new(0, minor + 1, 0),
        (VersionStep::Major, ..) => Version::new(major + 1, 0, 0),
        (VersionStep::Minor, 1.., _) => Version::new(major, minor + 1, 0),
        (VersionStep::Minor | VersionStep::Patch, ..) => Version::new(major, minor, patch + 1),
    }
}

/// The nearest `Cargo.toml` of a crate at a folder or above it.
fn crate_around(folder: &Path) -> Option<(PathBuf, DocumentMut)> {
    let has_package = |document: &DocumentMut| document.get("package").is_some();
    above(folder).find(|(_, document)| has_package(document))
}

/// The version that the workspace around a crate gives to it.
fn inherited_version(cargo_toml: &Path) -> Option<String> {
    above(cargo_toml.parent()?).find_map(|(_, document)| {
        let package = document.get("workspace")?.get("package")?;
        package
            .get("version")
            .and_then(Item::as_str)
            .map(str::to_owned)
    })
}

fn above(folder: &Path) -> impl Iterator<Item = (PathBuf, DocumentMut)> {
    let folder = resolved(folder);
    let ancestors = folder.ancestors();
    let paths: Vec<PathBuf> = ancestors.map(|folder| folder.join("Cargo.toml")).collect();
    paths.into_iter().filter_map(|path| {
        let document = fs::read_to_string(&path).ok()?.parse().ok()?;
        Some((path, document))
    })
}

/// The path from the root; a folder that is not there yet is looked for from the one above it.
fn resolved(folder: &Path) -> PathBuf {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let found = absolute
        .ancestors()
        .find_map(|path| path.canonicalize().ok());
    found.unwrap_or(absolute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_that_of_cargo() {
        let next = |version: &str, step| next(&Version::parse(version).unwrap(), step).to_string();
        for (version, patch, minor, major) in [
            ("1.2.3", "1.2.4", "1.3.0", "2.0.0"),
            ("0.2.3", "0.2.4", "0.2.4", "0.3.0"),
            ("0.0.3", "0.0.4", "0.0.4", "0.0.4"),
            ("2.0.0-beta.1", "2.0.0", "2.0.0", "2.0.0"),
        ] {
            assert_eq!(next(version, VersionStep::Patch), patch);
            assert_eq!(next(version, VersionStep::Minor), minor);
            assert_eq!(next(version, VersionStep::Major), major);
        }
    }

    #[test]
    fn a_crate_may_have_the_version_of_its_workspace() {
        let folder = tempfile::TempDir::new().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("Cargo.toml", "[workspace.package]\nversion = '0.4.1'\n");
        write(
            "one/Cargo.toml",
            "[package]\nname = 'one'\nversion.workspace = true\n",
        );
        write(
            "two/Cargo.toml",
            "[package]\nname = 'two'\nversion = '1.0.0'\n",
        );
        write("none/Cargo.toml", "[package]\nname = 'none'\n");
        let of = |path: &str| {
            let proposal = Proposal::of(&folder.path().join(path), VersionStep::Major)?;
            Some(format!(
                "{} {} {}",
                proposal.name, proposal.version, proposal.next
            ))
        };
        assert_eq!(of("one/src/generated"), Some("one 0.4.1 0.5.0".to_owned()));
        assert_eq!(of("two"), Some("two 1.0.0 2.0.0".to_owned()));
        assert_eq!(of("none/src"), None);
        assert_eq!(of("elsewhere"), None);
    }
}

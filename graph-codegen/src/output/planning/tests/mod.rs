//! Folders before and after.

mod cargo_tomls;
mod cuts;
mod files;
#[cfg(unix)]
mod links;
mod merge;
mod places;
mod random;
mod records;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::output::{Change, Error, GeneratedFile, Overwrite, Plan, Target, plan};

/// A folder with files of a user and of targets.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    /// The target `api`, in the folder `api`.
    fn target(&self, files: &[(&str, &str)]) -> Target {
        self.target_in("api", files)
    }

    /// A target that is called as its folder.
    fn target_in(&self, name: &str, files: &[(&str, &str)]) -> Target {
        Target {
            name: name.to_owned(),
            folder: self.path(name),
            files: files
                .iter()
                .map(|(path, text)| GeneratedFile {
                    path: PathBuf::from(path),
                    text: (*text).to_owned(),
                })
                .collect(),
            cargo_toml: None,
        }
    }

    /// Generates; what is in the way is a text without the folder.
    fn generate(&self, targets: &[Target]) -> Result<Vec<String>, String> {
        self.generate_with(targets, Overwrite::Refused)
    }

    fn overwrite(&self, targets: &[Target]) -> Result<Vec<String>, String> {
        self.generate_with(targets, Overwrite::Allowed)
    }

    /// Gives what changed, without records.
    fn generate_with(
        &self,
        targets: &[Target],
        overwrite: Overwrite,
    ) -> Result<Vec<String>, String> {
        let before = self.tree();
        let plan = match plan(targets, overwrite) {
            Ok(plan) => plan,
            Err(error) => {
                assert!(matches!(error, Error::Conflicts(_)), "{error}");
                assert_eq!(self.tree(), before, "nothing is written");
                return Err(self.without_folder(&error.to_string()));
            }
        };
        assert_eq!(self.tree(), before, "a plan writes nothing");
        let changes = self.changes(&plan);
        plan.apply().unwrap();
        let again = super::plan(targets, Overwrite::Refused).unwrap();
        assert!(again.is_current(), "{:?}", self.changes(&again));
        Ok(changes)
    }

    fn changes(&self, plan: &Plan<'_>) -> Vec<String> {
        let files = plan.files.iter().flatten();
        let files = files.filter(|change| !change.path().ends_with(super::record::FILE_NAME));
        let cargo_tomls = plan.cargo_tomls.iter().map(|change| &change.change);
        let changes = files.chain(cargo_tomls).map(|change| {
            let verb = match change {
                Change::Add(_) => "add",
                Change::Update(_) => "update",
                Change::Remove(_) => "remove",
            };
            format!("{verb} {}", change.path().display())
        });
        changes.map(|text| self.without_folder(&text)).collect()
    }

    fn without_folder(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.0.path().display()), "")
    }

    /// All files, with their contents, and links, with what they lead to.
    fn tree(&self) -> BTreeMap<String, String> {
        let mut tree = BTreeMap::new();
        collect(self.0.path(), self.0.path(), &mut tree);
        tree
    }

    /// The files but for records.
    fn files(&self) -> Vec<(String, String)> {
        let files = self.tree().into_iter();
        files
            .filter(|(path, _)| !path.ends_with(super::record::FILE_NAME))
            .collect()
    }
}

fn collect(root: &Path, folder: &Path, tree: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(root).unwrap().display().to_string();
        if path.is_symlink() {
            tree.insert(
                name,
                format!("-> {}", fs::read_link(&path).unwrap().display()),
            );
        } else if path.is_dir() {
            tree.insert(format!("{name}/"), String::new());
            collect(root, &path, tree);
        } else {
            tree.insert(name, String::from_utf8(fs::read(&path).unwrap()).unwrap());
        }
    }
}

//! What is in the way of generated files.

use std::path::{Path, PathBuf};
use std::{fmt, io};

/// Why files cannot be written.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// Something is in the way, and nothing was written.
    Conflicts(Conflicts),
    /// A file or folder cannot be read or written.
    Output(OutputError),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Conflicts(conflicts) => conflicts.fmt(f),
            Self::Output(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Conflicts(_) => None,
            Self::Output(error) => error.source(),
        }
    }
}

impl From<OutputError> for Error {
    fn from(error: OutputError) -> Self {
        Self::Output(error)
    }
}

/// A folder or file that cannot be read or written.
#[derive(Debug)]
pub struct OutputError {
    path: PathBuf,
    action: &'static str,
    source: io::Error,
}

impl OutputError {
    /// Makes of an error of the system one that names the file, and what was tried.
    pub(super) fn of<'a>(
        action: &'static str,
        path: &'a Path,
    ) -> impl FnOnce(io::Error) -> Self + use<'a> {
        move |source| Self {
            path: path.to_owned(),
            action,
            source,
        }
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (action, path) = (self.action, self.path.display());
        write!(f, "cannot {action} {path}: {}", self.source)
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// All that is in the way of a run; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflicts(pub(super) Vec<Conflict>);

impl Conflicts {
    /// The conflicts, target by target.
    pub fn iter(&self) -> std::slice::Iter<'_, Conflict> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Conflicts {
    type Item = &'a Conflict;
    type IntoIter = std::slice::Iter<'a, Conflict>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Conflicts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, conflict) in self.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            conflict.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Conflicts {}

/// Something that is in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    pub(super) path: PathBuf,
    pub(super) cause: Cause,
}

/// Why it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// A file that the target did not write.
    Foreign,
    /// A `Cargo.toml` that it did not write.
    ForeignCargoToml,
    /// A file that was changed since the target wrote it; `stale` when it is to go.
    Edited { stale: bool },
    /// A setting in a `Cargo.toml` that the target did not write.
    Setting(String),
    /// A feature that is to go, and that these others name.
    FeatureInUse { feature: String, by: Vec<String> },
    /// The record cannot be read.
    BrokenRecord(String),
    /// The record is of a later version of the generator.
    NewerRecord(u32),
    /// A `Cargo.toml` that is not one.
    BrokenCargoToml(String),
    /// A symbolic link, in the folder or on the way to the file.
    Link(PathBuf),
    /// A folder or the like where a file belongs.
    NotAFile,
    /// A file where a folder belongs, itself or on the way to the file.
    NotAFolder(PathBuf),
    /// A file with no place below the folder of its target.
    Outside,
    /// Two targets have the folder, the file or the setting.
    Shared { what: String, names: [String; 2] },
}

impl Conflict {
    /// The file or folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Why it is in the way, in a word for programs: `foreign`, `edited`, `setting`,
    /// `feature-in-use`, `record`, `newer-record`, `cargo-toml`, `link`, `not-a-file`,
    /// `not-a-folder`, `outside` or `shared`.
    pub fn reason(&self) -> &'static str {
        match &self.cause {
            Cause::Foreign | Cause::ForeignCargoToml => "foreign",
            Cause::Edited { .. } => "edited",
            Cause::Setting(_) => "setting",
            Cause::FeatureInUse { .. } => "feature-in-use",
            Cause::BrokenRecord(_) => "record",
            Cause::NewerRecord(_) => "newer-record",
            Cause::BrokenCargoToml(_) => "cargo-toml",
            Cause::Link(_) => "link",
            Cause::NotAFile => "not-a-file",
            Cause::NotAFolder(_) => "not-a-folder",
            Cause::Outside => "outside",
            Cause::Shared { .. } => "shared",
        }
    }

    /// What [`Overwrite::Allowed`](super::Overwrite::Allowed) does about it, such as `replaces
    /// it`; none when it has to be mended by hand.
    pub fn overwriting(&self) -> Option<&'static str> {
        Some(match &self.cause {
            Cause::Foreign | Cause::Edited { stale: false } | Cause::BrokenRecord(_) => {
                "replaces it"
            }
            Cause::Edited { stale: true } => "removes it",
            Cause::ForeignCargoToml => "sets what is needed in it",
            Cause::Setting(_) => "sets it",
            Cause::FeatureInUse { .. } => "takes it out there",
            _ => return None,
        })
    }

    /// What is in the way, without the path.
    pub fn message(&self) -> String {
        match &self.cause {
            Cause::Foreign | Cause::ForeignCargoToml => {
                "it is there already, and was not generated here".to_owned()
            }
            Cause::Edited { stale: false } => {
                "it was edited or formatted since it was generated".to_owned()
            }
            Cause::Edited { stale: true } => {
                "it is not generated any more, but was edited or formatted since it was".to_owned()
            }
            Cause::Setting(name) => {
                format!("`{name}` is there already, and was not generated")
            }
            Cause::FeatureInUse { feature, by } => format!(
                "the feature `{feature}` is not generated any more, but {} names it",
                by.iter()
                    .map(|name| format!("`{name}`"))
                    .collect::<Vec<_>>()
                    .join(" and ")
            ),
            Cause::BrokenRecord(reason) => {
                format!("it says what was generated here and cannot be read ({reason}); restore it")
            }
            Cause::NewerRecord(version) => format!(
                "it says what was generated here, in version {version} of its format; use the later \
                 release that wrote it"
            ),
            Cause::BrokenCargoToml(reason) => reason.clone(),
            Cause::Link(link) if *link == self.path => {
                "it is a symbolic link, and links are not followed; move it away".to_owned()
            }
            Cause::Link(link) => format!(
                "{} is a symbolic link, and links are not followed; move it away",
                link.display()
            ),
            Cause::NotAFile => "it is not a file; move it away".to_owned(),
            Cause::NotAFolder(path) if *path == self.path => {
                "it is not a folder; move it away".to_owned()
            }
            Cause::NotAFolder(path) => {
                format!("{} is not a folder; move it away", path.display())
            }
            Cause::Outside => "it is not below the folder of its target".to_owned(),
            Cause::Shared {
                what,
                names: [a, b],
            } => {
                format!("{what} belongs to both `{a}` and `{b}`; keep them apart")
            }
        }
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.message())
    }
}

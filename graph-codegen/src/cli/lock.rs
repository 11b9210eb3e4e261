//! The lock beside a manifest.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use graph_codegen::lock::{Difference, Lock, LockedModule};
use graph_codegen::output::{Change, Plan};
use serde::Serialize;

use super::fail::Failure;

/// The file, and what it holds.
pub(crate) struct LockFile {
    path: PathBuf,
    /// None when there is no such file.
    text: Option<String>,
    lock: Lock,
}

/// What becomes of it.
#[derive(Serialize)]
pub(crate) struct LockReport {
    path: String,
    #[serde(flatten)]
    change: Option<LockChange>,
    differences: Vec<Difference>,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase", tag = "change")]
enum LockChange {
    Add,
    Update,
}

impl LockFile {
    /// The lock of the manifest at this path: the file with its name and the ending `lock`.
    pub(crate) fn beside(manifest: &Path) -> Result<Self, Failure> {
        let path = manifest.with_extension("lock");
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                let message = format_args!("cannot read {}: {error}", path.display());
                return Err(Failure::new(message));
            }
        };
        let lock = match &text {
            Some(text) => Lock::parse(&path, text)?,
            None => Lock::default(),
        };
        Ok(Self { path, text, lock })
    }

    /// What is locked.
    pub(crate) fn lock(&self) -> &Lock {
        &self.lock
    }

    /// # Errors
    ///
    /// When what would be generated from is not what is locked.
    pub(crate) fn hold(&self, found: &[LockedModule]) -> Result<(), Failure> {
        let found = Lock::of(found.iter().cloned());
        let differences = self.lock.differences(&found);
        let path = self.path.display();
        let mut message = if self.text.is_none() {
            format!("there is no {path}, and --locked generates from what is locked only")
        } else if differences.is_empty() {
            return Ok(());
        } else {
            let mut message = format!("{path} locks something else, and --locked keeps to it");
            for difference in differences {
                // Writing to a string cannot fail.
                let _ = write!(message, "\n  {difference}");
            }
            message
        };
        message += "\n  help: restore what is locked, or run `graph-codegen generate` without \
                    --locked and commit the lock that it writes";
        Err(Failure::new(message))
    }

    /// Adds to a plan that the file locks these modules.
    pub(crate) fn update(
        self,
        modules: Vec<LockedModule>,
        plan: &mut Plan<'_>,
    ) -> Result<LockReport, Failure> {
        let found = Lock::of(modules);
        let differences = self.lock.differences(&found);
        let change = plan.replace(&self.path, self.text.as_deref(), found.to_text())?;
        Ok(LockReport {
            path: self.path.display().to_string(),
            change: change.map(|change| match change {
                Change::Add(_) => LockChange::Add,
                _ => LockChange::Update,
            }),
            differences,
        })
    }
}

impl LockReport {
    /// What is told of it, if it changes.
    pub(crate) fn describe(&self, check: bool) -> Option<String> {
        let verb = match (self.change?, check) {
            (LockChange::Add, true) => "would add",
            (LockChange::Update, true) => "would update",
            (LockChange::Add, false) => "added",
            (LockChange::Update, false) => "updated",
        };
        let mut text = format!("{verb} {}", self.path);
        for difference in &self.differences {
            // Writing to a string cannot fail.
            let _ = write!(text, "\n  {difference}");
        }
        Some(text)
    }
}

//! From the text of a lock to its modules.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use semver::Version;
use toml_edit::{Document, Item};

use super::{GENERATOR, Lock, LockedModule, VERSION, Written};
use crate::diagnostics::{Diagnostic, Diagnostics, Place};

/// The way out when the lock is not readable or not trustworthy.
const RESTORE: &str = "restore it from version control, or remove it and run `graph-codegen \
                       generate`, which writes a new one";

pub(super) fn lock(path: &Path, text: &str) -> Result<Lock, Diagnostics> {
    let refuse = |span: Option<Range<usize>>, message: String, help: &str| {
        let name = path.display().to_string();
        let place = match span {
            Some(span) => Place::at(name, text, span.start),
            None => Place::file(name),
        };
        Diagnostics::from(Diagnostic::error(place, message).with_help(help))
    };
    let broken = |span: Option<Range<usize>>, message: &str| {
        let message = format!("this is no lock: {}", message.trim_end());
        refuse(span, message, RESTORE)
    };
    let document = Document::parse(text).map_err(|error| broken(error.span(), error.message()))?;
    let version = document.get("version").and_then(Item::as_integer);
    match version.and_then(|version| u32::try_from(version).ok()) {
        Some(VERSION) => {}
        Some(later) if later > VERSION => {
            return Err(refuse(
                document.get("version").and_then(Item::span),
                format!(
                    "the lock is in version {later} of its format; graph-codegen {GENERATOR} knows {VERSION}"
                ),
                "use the later release of graph-codegen that wrote it",
            ));
        }
        _ => return Err(broken(None, "it has no `version`")),
    }
    let written: Written =
        toml_edit::de::from_str(text).map_err(|error| broken(error.span(), error.message()))?;
    let mut keys = BTreeSet::new();
    let mut findings = Diagnostics::new();
    let tables = document.get("module").and_then(Item::as_array_of_tables);
    let spans = tables.into_iter().flatten().map(toml_edit::Table::span);
    for (module, span) in written.module.iter().zip(spans) {
        if !keys.insert(module.key()) {
            let message = format!("the module `{}` is there twice", module.name);
            findings.extend(broken(span.clone(), &message));
        }
        for sha256 in module.hashes() {
            if !is_sha256(sha256) {
                let message = format!("module `{}`: `{sha256}` is no SHA-256", module.name);
                findings.extend(broken(span.clone(), &message));
            }
        }
        match is_later(&module.generator) {
            Some(false) => {}
            Some(true) => {
                let message = format!(
                    "module `{}`: graph-codegen {} made it, and this is {GENERATOR}, which is older",
                    module.name, module.generator
                );
                let help = "use that release or a later one; to go back, remove the lock and run \
                            `graph-codegen generate`";
                findings.extend(refuse(span, message, help));
            }
            None => {
                let message = format!(
                    "module `{}`: `{}` is no version of graph-codegen",
                    module.name, module.generator
                );
                findings.extend(broken(span, &message));
            }
        }
    }
    if findings.is_empty() {
        Ok(Lock::of(written.module))
    } else {
        Err(findings)
    }
}

impl LockedModule {
    fn hashes(&self) -> impl Iterator<Item = &str> {
        let optional = [&self.published, &self.permissions];
        let files = optional.into_iter().flatten();
        files.chain([&self.spec]).map(|file| &*file.sha256)
    }
}

/// Whether a text is 64 hexadecimal digits.
fn is_sha256(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// Whether a release is later than this one; none when it is no version.
fn is_later(generator: &str) -> Option<bool> {
    let found = Version::parse(generator).ok()?;
    Version::parse(GENERATOR).ok().map(|own| found > own)
}

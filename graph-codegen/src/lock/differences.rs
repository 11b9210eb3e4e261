//! How two locks differ.

use std::fmt;

use serde::{Serialize, Serializer};

use super::{Lock, LockedFile, LockedModule};

/// What is not as it is locked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The name of the module.
    pub module: String,
    /// What of it.
    pub what: Locked,
    /// What is locked; nothing for what is new.
    pub locked: Option<String>,
    /// What there is now; nothing for what is gone.
    pub found: Option<String>,
    #[serde(serialize_with = "as_text")]
    message: Message,
}

/// What a lock holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Locked {
    /// A module as such.
    Module,
    /// The description that it is generated from.
    Spec,
    /// The overlays that change it.
    Overlays,
    /// The permissions that are looked up.
    Permissions,
    /// The part of the description.
    Selection,
    /// The release of the generator.
    Generator,
}

/// The sentence about a difference, without the module.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Message(String);

fn as_text<S: Serializer>(message: &Message, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&message.0)
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "module `{}`: {}", self.module, self.message.0)
    }
}

pub(super) fn between(locked: &Lock, found: &Lock) -> Vec<Difference> {
    let mut differences = Vec::new();
    for module in &found.modules {
        match locked.module(&module.name, &module.out) {
            Some(before) => compare(before, module, &mut differences),
            None => differences.push(Difference {
                module: module.name.clone(),
                what: Locked::Module,
                locked: None,
                found: Some(module.out.clone()),
                message: Message(format!("it is not locked yet, into {}", module.out)),
            }),
        }
    }
    for module in &locked.modules {
        if found.module(&module.name, &module.out).is_none() {
            differences.push(Difference {
                module: module.name.clone(),
                what: Locked::Module,
                locked: Some(module.out.clone()),
                found: None,
                message: Message(format!(
                    "it is locked, into {}, and the manifest has no such module",
                    module.out
                )),
            });
        }
    }
    differences
}

fn compare(locked: &LockedModule, found: &LockedModule, differences: &mut Vec<Difference>) {
    let mut add = |what, before: Option<String>, now: Option<String>, message| {
        differences.push(Difference {
            module: found.name.clone(),
            what,
            locked: before,
            found: now,
            message: Message(message),
        });
    };
    let hash = |file: Option<&LockedFile>| file.map(|file| file.sha256.clone());
    let spec = (Some(&locked.spec), Some(&found.spec));
    let permissions = (locked.permissions.as_ref(), found.permissions.as_ref());
    for (what, (before, now)) in [(Locked::Spec, spec), (Locked::Permissions, permissions)] {
        if let Some(message) = compare_files(before, now) {
            add(what, hash(before), hash(now), message);
        }
    }
    let (before, now) = (&locked.overlays, &found.overlays);
    for number in 0..before.len().max(now.len()) {
        let (before, now) = (before.get(number), now.get(number));
        if let Some(message) = compare_files(before, now) {
            add(Locked::Overlays, hash(before), hash(now), message);
        }
    }
    if locked.selection != found.selection {
        // Lists of texts are values of JSON, so this cannot fail.
        let text = |module: &LockedModule| serde_json::to_string(&module.selection).ok();
        let message = "the manifest selects another part than the locked one";
        add(
            Locked::Selection,
            text(locked),
            text(found),
            message.to_owned(),
        );
    }
    if locked.generator != found.generator {
        let message = format!(
            "graph-codegen {} made it, and this is {}",
            locked.generator, found.generator
        );
        let (before, now) = (locked.generator.clone(), found.generator.clone());
        add(Locked::Generator, Some(before), Some(now), message);
    }
}

fn compare_files(locked: Option<&LockedFile>, found: Option<&LockedFile>) -> Option<String> {
    let (before, now) = match (locked, found) {
        (None, None) => return None,
        (None, Some(now)) => return Some(format!("{} is not locked yet", now.file)),
        (Some(before), None) => {
            return Some(format!("{} is locked, and not used any more", before.file));
        }
        (Some(before), Some(now)) => (before, now),
    };
    if before.file != now.file {
        return Some(format!("{} takes the place of {}", now.file, before.file));
    }
    if before.sha256 != now.sha256 {
        return Some(format!(
            "{} is not the locked one: its SHA-256 is {}, locked is {}",
            now.file, now.sha256, before.sha256
        ));
    }
    let is_known = now.version.is_some();
    (is_known && before.version != now.version).then(|| {
        let version = |file: &LockedFile| file.version.clone().unwrap_or_else(|| "none".to_owned());
        format!(
            "{} calls its version {}, locked is {}",
            now.file,
            version(now),
            version(before)
        )
    })
}

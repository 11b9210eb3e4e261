//! From the tree of an overlay to its actions.

use super::target::Target;
use super::{Action, Change};
use crate::source::{Finding, Mapping, Node, Pointer};

const EXPECTED: &str = "an overlay: a mapping with `overlay: 1.0.0`, `info` and `actions`";

/// The actions, and all that is wrong.
pub(super) fn actions(root: &Node) -> (Vec<Action>, Vec<Finding>) {
    let mut reader = Reader::default();
    let actions = reader.overlay(root);
    (actions, reader.findings)
}

#[derive(Default)]
struct Reader {
    findings: Vec<Finding>,
}

impl Reader {
    fn refuse(&mut self, pointer: &Pointer, message: impl Into<String>) {
        self.findings.push(Finding::error(pointer.clone(), message));
    }

    fn refuse_with(&mut self, pointer: &Pointer, message: impl Into<String>, help: &str) {
        let finding = Finding::error(pointer.clone(), message);
        self.findings.push(finding.with_help(help));
    }

    fn overlay(&mut self, root: &Node) -> Vec<Action> {
        let top = Pointer::root();
        let Some(entries) = root.as_mapping() else {
            self.refuse(&top, format!("found {}, expected {EXPECTED}", found(root)));
            return Vec::new();
        };
        match entries.get("overlay") {
            None if entries.contains_key("openapi") || entries.contains_key("swagger") => {
                let message = format!("found an OpenAPI document, expected {EXPECTED}");
                self.refuse_with(&top, message, "give it as the spec");
                return Vec::new();
            }
            None => {
                self.refuse(&top, format!("found no `overlay` key, expected {EXPECTED}"));
                return Vec::new();
            }
            Some(version) => self.version(version),
        }
        self.known(entries, &top, &["overlay", "info", "extends", "actions"]);
        self.info(entries.get("info"));
        if let Some(extends) = entries.get("extends") {
            self.text(extends, &top.child("extends"));
        }
        let pointer = top.child("actions");
        match entries.get("actions") {
            Some(Node::Sequence(items)) if !items.is_empty() => items
                .iter()
                .enumerate()
                .filter_map(|(index, item)| self.action(item, pointer.child(&index.to_string())))
                .collect(),
            Some(Node::Sequence(_)) => {
                self.refuse(&pointer, "found no actions, expected at least one");
                Vec::new()
            }
            Some(other) => {
                let message = format!("found {}, expected a sequence of actions", found(other));
                self.refuse(&pointer, message);
                Vec::new()
            }
            None => {
                self.refuse(
                    &top,
                    "found no `actions` key, expected a sequence of actions",
                );
                Vec::new()
            }
        }
    }

    fn version(&mut self, version: &Node) {
        let shown = match version {
            Node::String(text) => text.chars().take(40).collect(),
            Node::Float(number) => format!("{number:?}"),
            Node::Integer(number) => number.to_string(),
            other => found(other).to_owned(),
        };
        if shown != "1.0" && !shown.starts_with("1.0.") {
            let message = format!("found version {shown} of overlays, expected 1.0.x");
            self.refuse(&Pointer::of(["overlay"]), message);
        }
    }

    fn info(&mut self, info: Option<&Node>) {
        let pointer = Pointer::of(["info"]);
        let Some(info) = info else {
            let message = "found no `info` key, expected a mapping with `title` and `version`";
            return self.refuse(&Pointer::root(), message);
        };
        let Some(entries) = info.as_mapping() else {
            let message = format!(
                "found {}, expected a mapping with `title` and `version`",
                found(info)
            );
            return self.refuse(&pointer, message);
        };
        self.known(entries, &pointer, &["title", "version"]);
        for key in ["title", "version"] {
            match entries.get(key) {
                None => self.refuse(&pointer, format!("found no `{key}`, expected a text")),
                // A version without quotes is a number.
                Some(Node::Integer(_) | Node::Float(_)) if key == "version" => {}
                Some(value) => self.text(value, &pointer.child(key)),
            }
        }
    }

    fn action(&mut self, item: &Node, pointer: Pointer) -> Option<Action> {
        let Some(entries) = item.as_mapping() else {
            let message = format!(
                "found {}, expected an action: a mapping with `target`, and `update` or `remove`",
                found(item)
            );
            self.refuse(&pointer, message);
            return None;
        };
        self.known(
            entries,
            &pointer,
            &["target", "description", "update", "remove"],
        );
        if let Some(description) = entries.get("description") {
            self.text(description, &pointer.child("description"));
        }
        let target = self.target(entries, &pointer);
        let change = self.change(entries, &pointer);
        Some(Action {
            target: target?,
            change: change?,
            pointer,
        })
    }

    fn target(&mut self, entries: &Mapping, pointer: &Pointer) -> Option<Target> {
        let Some(target) = entries.get("target") else {
            self.refuse(
                pointer,
                "found no `target`, expected a JSONPath such as `$.paths['/users'].get`",
            );
            return None;
        };
        let at = pointer.child("target");
        let Some(text) = target.as_str() else {
            self.text(target, &at);
            return None;
        };
        match Target::parse(text) {
            Ok(target) => Some(target),
            Err((message, help)) => {
                self.refuse_with(&at, message, help);
                None
            }
        }
    }

    fn change(&mut self, entries: &Mapping, pointer: &Pointer) -> Option<Change> {
        let removes = match entries.get("remove") {
            None => false,
            Some(Node::Bool(value)) => *value,
            Some(other) => {
                let message = format!("found {}, expected `true` or `false`", found(other));
                self.refuse(&pointer.child("remove"), message);
                return None;
            }
        };
        match entries.get("update") {
            // The specification: with `remove`, an update has no impact.
            _ if removes => Some(Change::Remove),
            Some(update) => Some(Change::Update(update.clone())),
            None => {
                let message =
                    "found an action that changes nothing, expected `update` or `remove: true`";
                self.refuse(pointer, message);
                None
            }
        }
    }

    /// A key that is misspelt must not go unnoticed.
    fn known(&mut self, entries: &Mapping, pointer: &Pointer, keys: &[&str]) {
        for key in entries.keys() {
            if !keys.contains(&key) && !key.starts_with("x-") {
                let listed: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
                let message = format!(
                    "found the key `{key}`, expected {} or `x-…`",
                    listed.join(", ")
                );
                self.refuse(&pointer.child(key), message);
            }
        }
    }

    fn text(&mut self, value: &Node, pointer: &Pointer) {
        if value.as_str().is_none() {
            let message = format!("found {}, expected a text", found(value));
            self.refuse(pointer, message);
        }
    }
}

fn found(node: &Node) -> &'static str {
    match node {
        Node::Null => "nothing",
        other => other.kind(),
    }
}

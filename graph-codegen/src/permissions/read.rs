//! From the text of the published file to a table.

use std::collections::{HashMap, HashSet};

use super::path_keys::published;
use super::{Claim, Facts, PermissionTable};
use crate::diagnostics::Diagnostics;
use crate::ir::{AllOf, Caller, Method};
use crate::source::{Document, Finding, Mapping, Node, Pointer};

/// The schemes that the file knows.
const SCHEMES: &str = "DelegatedWork, DelegatedPersonal, Application";

pub(super) fn table(name: String, text: &str) -> Result<PermissionTable, Diagnostics> {
    let document = Document::parse_data(name.clone(), text)?;
    let mut reader = Reader::default();
    reader.read(document.root());
    let findings = document.diagnostics(reader.findings);
    if findings.has_errors() {
        return Err(findings);
    }
    Ok(PermissionTable {
        name,
        claims: reader.claims,
        facts: reader.facts,
        warnings: findings,
    })
}

#[derive(Default)]
struct Reader {
    claims: HashMap<(Method, String), [Vec<Claim>; 3]>,
    facts: HashMap<String, [Facts; 3]>,
    findings: Vec<Finding>,
}

/// What is said of all paths of a set.
struct Set<'d> {
    permission: &'d str,
    callers: Vec<Caller>,
    methods: Vec<Method>,
}

/// What is said of one path of a set.
#[derive(Default)]
struct PathOptions<'d> {
    least: Vec<Caller>,
    /// One of these is needed besides.
    also: Vec<&'d str>,
}

impl Reader {
    fn read(&mut self, root: &Node) {
        let pointer = Pointer::root().child("permissions");
        let Some(permissions) = root.get("permissions") else {
            let finding = Finding::error(Pointer::root(), "there is no `permissions`");
            self.findings.push(finding.with_help(
                "give the file that Microsoft publishes as permissions.json, or one like it",
            ));
            return;
        };
        for (name, node) in self.entries(permissions, &pointer) {
            let pointer = pointer.child(name);
            if name.trim().is_empty() {
                self.wrong(&pointer, "a permission without a name");
                continue;
            }
            if node.as_mapping().is_none() {
                self.expected(node, &pointer, "a mapping with `schemes` and `pathSets`");
                continue;
            }
            self.permission(name, node, &pointer);
        }
    }

    fn permission(&mut self, name: &str, node: &Node, pointer: &Pointer) {
        let mut facts = [Facts::default(); 3];
        if let Some(schemes) = node.get("schemes") {
            let pointer = pointer.child("schemes");
            for (key, scheme) in self.entries(schemes, &pointer) {
                let pointer = pointer.child(key);
                let Some(caller) = self.caller(key, &pointer) else {
                    continue;
                };
                let level = scheme.get("privilegeLevel");
                let level = level.and_then(|level| self.level(level, &pointer));
                if let Some(facts) = entry(&mut facts, caller) {
                    facts.level = level;
                }
            }
        }
        let mut opened: [HashSet<(Method, String)>; 3] = Default::default();
        if let Some(sets) = node.get("pathSets") {
            let pointer = pointer.child("pathSets");
            match sets.as_sequence() {
                None => self.expected(sets, &pointer, "a list"),
                Some(sets) => {
                    for (index, set) in sets.iter().enumerate() {
                        let mut pointer = pointer.clone();
                        pointer.push_index(index);
                        self.path_set(name, set, &pointer, &mut opened);
                    }
                }
            }
        }
        for (facts, opened) in facts.iter_mut().zip(&opened) {
            facts.reach = opened.len();
        }
        self.facts.insert(name.to_owned(), facts);
    }

    fn path_set<'d>(
        &mut self,
        permission: &'d str,
        node: &'d Node,
        pointer: &Pointer,
        opened: &mut [HashSet<(Method, String)>; 3],
    ) {
        if node.as_mapping().is_none() {
            let accepted = "a mapping with `schemeKeys`, `methods` and `paths`";
            self.expected(node, pointer, accepted);
            return;
        }
        let schemes = self.texts(node, pointer, "schemeKeys");
        let mut callers = Vec::new();
        for (index, scheme) in schemes.into_iter().enumerate() {
            let mut pointer = pointer.child("schemeKeys");
            pointer.push_index(index);
            callers.extend(self.caller(scheme, &pointer));
        }
        let mut methods = Vec::new();
        for (index, text) in self.texts(node, pointer, "methods").into_iter().enumerate() {
            let mut pointer = pointer.child("methods");
            pointer.push_index(index);
            match Method::from_key(&text.to_ascii_lowercase()) {
                Some(method) => methods.push(method),
                None => self.passed_over(&pointer, format!("`{text}` is not an HTTP method")),
            }
        }
        let set = Set {
            permission,
            callers,
            methods,
        };
        let pointer = pointer.child("paths");
        let Some(paths) = node.get("paths") else {
            return;
        };
        for (path, options) in self.entries(paths, &pointer) {
            let pointer = pointer.child(path);
            let Some(text) = options.as_str() else {
                self.expected(options, &pointer, "a text such as `least=Application`");
                continue;
            };
            let options = self.options(text, &set, &pointer);
            if let Some(key) = published(path) {
                self.claim(&set, &key, &options, opened);
            }
        }
    }

    fn claim(
        &mut self,
        set: &Set<'_>,
        key: &str,
        options: &PathOptions<'_>,
        opened: &mut [HashSet<(Method, String)>; 3],
    ) {
        let alternatives: Vec<AllOf> = if options.also.is_empty() {
            vec![AllOf(vec![set.permission.to_owned()])]
        } else {
            let also = options.also.iter();
            also.map(|other| together(set.permission, other)).collect()
        };
        for method in &set.methods {
            let operation = (*method, key.to_owned());
            let claims = self.claims.entry(operation.clone()).or_default();
            for caller in &set.callers {
                if let Some(opened) = entry(opened, *caller) {
                    opened.insert(operation.clone());
                }
                let Some(claims) = entry(claims, *caller) else {
                    continue;
                };
                claims.extend(alternatives.iter().map(|alternative| Claim {
                    permissions: alternative.clone(),
                    is_least: options.least.contains(caller),
                    methods: set.methods.len(),
                }));
            }
        }
    }

    /// What follows a path: `least=Application;AlsoRequires=User.Read.All,Group.Read.All`.
    fn options<'d>(&mut self, text: &'d str, set: &Set<'_>, pointer: &Pointer) -> PathOptions<'d> {
        let mut options = PathOptions::default();
        for part in text
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let (key, values) = part.split_once('=').unwrap_or((part, ""));
            let values = values
                .split(',')
                .map(str::trim)
                .filter(|one| !one.is_empty());
            match key.trim().to_ascii_lowercase().as_str() {
                "least" => {
                    for scheme in values {
                        let Some(caller) = self.caller(scheme, pointer) else {
                            continue;
                        };
                        if !set.callers.contains(&caller) {
                            let message = format!(
                                "`{scheme}` is not among the schemes of these paths, so that the \
                                 permission cannot be its least privileged one"
                            );
                            self.passed_over(pointer, message);
                            continue;
                        }
                        options.least.push(caller);
                    }
                }
                "alsorequires" => {
                    // In expressions `|` separates what one of is needed, as commas do.
                    let names = values.flat_map(|value| value.split('|').map(str::trim));
                    options.also.extend(names.filter(|name| !name.is_empty()));
                }
                other => self.passed_over(pointer, format!("the option `{other}` is not known")),
            }
        }
        options
    }

    fn caller(&mut self, scheme: &str, pointer: &Pointer) -> Option<Caller> {
        let caller = match scheme {
            "DelegatedWork" => Caller::DelegatedWork,
            "DelegatedPersonal" => Caller::DelegatedPersonal,
            "Application" => Caller::Application,
            _ => {
                let message = format!("`{scheme}` is not a scheme; those known are {SCHEMES}");
                self.passed_over(pointer, message);
                return None;
            }
        };
        Some(caller)
    }

    fn level(&mut self, node: &Node, pointer: &Pointer) -> Option<u8> {
        let level = node.as_u64().and_then(|level| u8::try_from(level).ok());
        let level = level.filter(|level| (1..=5).contains(level));
        if level.is_none() {
            let pointer = pointer.child("privilegeLevel");
            self.passed_over(&pointer, "not a level from 1 to 5");
        }
        level
    }

    fn entries<'d>(&mut self, node: &'d Node, pointer: &Pointer) -> Vec<(&'d str, &'d Node)> {
        if node.as_mapping().is_none() {
            self.expected(node, pointer, "a mapping");
        }
        let mapping = node.as_mapping().into_iter();
        mapping.flat_map(Mapping::iter).collect()
    }

    fn texts<'d>(&mut self, node: &'d Node, pointer: &Pointer, key: &str) -> Vec<&'d str> {
        let pointer = pointer.child(key);
        let Some(list) = node.get(key) else {
            self.wrong(&pointer, format!("there is no `{key}`"));
            return Vec::new();
        };
        let texts = list.as_sequence().map(|list| list.iter().map(Node::as_str));
        match texts.and_then(Iterator::collect::<Option<Vec<&str>>>) {
            Some(texts) => texts,
            None => {
                self.expected(list, &pointer, "a list of texts");
                Vec::new()
            }
        }
    }

    fn expected(&mut self, found: &Node, pointer: &Pointer, accepted: &str) {
        self.wrong(
            pointer,
            format!("found {}, expected {accepted}", found.kind()),
        );
    }

    fn wrong(&mut self, pointer: &Pointer, message: impl Into<String>) {
        self.findings.push(Finding::error(pointer.clone(), message));
    }

    fn passed_over(&mut self, pointer: &Pointer, message: impl Into<String>) {
        let message = format!("{}, and passed over", message.into());
        self.findings
            .push(Finding::warning(pointer.clone(), message));
    }
}

/// Permissions that do together, in an order of their own, so that a pair is the same from both its
/// sides. An expression may ask for several at once: `User.Read.All & Group.Read.All`.
fn together(permission: &str, others: &str) -> AllOf {
    let mut names: Vec<String> = others
        .split('&')
        .map(|name| name.trim_matches([' ', '(', ')']))
        .chain([permission])
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    names.sort_unstable();
    names.dedup();
    AllOf(names)
}

fn entry<T>(each: &mut [T; 3], caller: Caller) -> Option<&mut T> {
    let mut all = Caller::ALL.into_iter().zip(each);
    all.find_map(|(one, value)| (one == caller).then_some(value))
}

//! The vendor extensions that carry what the reference pages say of an operation.

use super::Reader;
use crate::ir::{AllOf, Caller, Cloud, Permissions, Scheme};
use crate::openapi::PERMISSIONS;
use crate::source::{Node, Pointer};

impl<'d> Reader<'_, 'd> {
    /// `x-graph-permissions`.
    pub(super) fn read_permissions(
        &mut self,
        operation: &'d Node,
        pointer: &Pointer,
    ) -> Option<Permissions> {
        let node = operation.get(PERMISSIONS)?;
        let pointer = pointer.child(PERMISSIONS);
        Some(Permissions {
            delegated_work: self.read_scheme(node, &pointer, Caller::DelegatedWork.key()),
            delegated_personal: self.read_scheme(node, &pointer, Caller::DelegatedPersonal.key()),
            application: self.read_scheme(node, &pointer, Caller::Application.key()),
        })
    }

    fn read_scheme(&mut self, permissions: &'d Node, pointer: &Pointer, key: &str) -> Scheme {
        let Some(node) = permissions.get(key) else {
            return Scheme::Unknown;
        };
        if node.as_str() == Some("unsupported") {
            return Scheme::Unsupported;
        }
        let pointer = pointer.child(key);
        if node.as_mapping().is_none() {
            self.findings.warning(
                &pointer,
                "neither `unsupported` nor a mapping with `least` and `higher`, and passed over",
                "",
            );
            return Scheme::Unknown;
        }
        Scheme::Supported {
            least: self.read_permission_list(node, &pointer, "least"),
            higher: self.read_permission_list(node, &pointer, "higher"),
        }
    }

    /// A list of permissions, in which a list within stands for permissions that do together; a
    /// single permission is a list of one.
    fn read_permission_list(
        &mut self,
        scheme: &'d Node,
        pointer: &Pointer,
        key: &str,
    ) -> Vec<AllOf> {
        let text = |node: &Node| node.as_str().map(str::to_owned);
        let together = |node: &Node| match node {
            Node::Sequence(names) => names.iter().map(text).collect::<Option<Vec<String>>>(),
            other => text(other).map(|name| vec![name]),
        };
        let Some(node) = scheme.get(key) else {
            return Vec::new();
        };
        let read: Option<Vec<Vec<String>>> = match node {
            Node::Sequence(alternatives) => alternatives.iter().map(together).collect(),
            other => together(other).map(|one| vec![one]),
        };
        let alternatives = read.unwrap_or_else(|| {
            self.findings.warning(
                &pointer.child(key),
                "not a list of permissions, and passed over",
                "write names, and those that are needed together as a list within the list",
            );
            Vec::new()
        });
        let mut all: Vec<AllOf> = alternatives.into_iter().map(AllOf).collect();
        all.retain(|one| !one.0.is_empty());
        all
    }

    /// `x-graph-roles`.
    pub(super) fn read_roles(&mut self, operation: &'d Node, pointer: &Pointer) -> Vec<String> {
        self.read_names(operation, pointer, "x-graph-roles")
    }

    /// `x-graph-clouds`.
    pub(super) fn read_clouds(&mut self, operation: &'d Node, pointer: &Pointer) -> Vec<Cloud> {
        let names = self.read_names(operation, pointer, "x-graph-clouds");
        let mut clouds = Vec::new();
        for name in names {
            match Cloud::from_name(&name) {
                Some(cloud) => clouds.push(cloud),
                None => self.findings.warning(
                    &pointer.child("x-graph-clouds"),
                    format!("`{name}` is not a cloud, and is passed over"),
                    "write one of: global, usGovernmentL4, usGovernmentL5, china",
                ),
            }
        }
        clouds
    }

    /// A list of texts; a single text is a list of one.
    fn read_names(&mut self, node: &'d Node, pointer: &Pointer, key: &str) -> Vec<String> {
        let Some(list) = node.get(key) else {
            return Vec::new();
        };
        if let Some(name) = list.as_str() {
            return vec![name.to_owned()];
        }
        let names: Option<Vec<String>> = list.as_sequence().and_then(|names| {
            names
                .iter()
                .map(|name| name.as_str().map(str::to_owned))
                .collect()
        });
        names.unwrap_or_else(|| {
            self.findings.warning(
                &pointer.child(key),
                "not a list of texts, and passed over",
                "",
            );
            Vec::new()
        })
    }
}

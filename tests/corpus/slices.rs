//! The slices that other generators are measured on, too, and the whole.

use graph_codegen::{Document, Navigation, trim};

use super::crates::{Crate, generate};
use super::{selection, whole};

/// A part of Graph v1.0.
struct Slice {
    name: &'static str,
    include: &'static [&'static str],
    /// How many operations that is.
    operations: usize,
}

pub(crate) const APPS: [&str; 3] = [
    "/applications/**",
    "/servicePrincipals/**",
    "/oauth2PermissionGrants/**",
];

const SLICES: &[Slice] = &[
    Slice {
        name: "seed",
        include: &[
            "/**/synchronization/acquireAccessToken",
            "/oauth2PermissionGrants#POST",
        ],
        operations: 3,
    },
    Slice {
        name: "sync",
        include: &[
            "/**/synchronization/**",
            "/oauth2PermissionGrants",
            "/oauth2PermissionGrants/{}",
        ],
        operations: 117,
    },
    Slice {
        name: "mail",
        include: &[
            "/users",
            "/users/{}",
            "/users/{}/messages/**",
            "/users/{}/mailFolders/**",
            "/users/{}/sendMail",
        ],
        operations: 129,
    },
    Slice {
        name: "apps",
        include: &APPS,
        operations: 350,
    },
];

const WHOLE: Slice = Slice {
    name: "whole",
    include: &["/**"],
    operations: 12_826,
};

const CHECK: &[&str] = &["check", "-q"];
/// Descriptions come from the document as they are, and rustdoc reads them as Markdown.
const DOCUMENT: &[&str] = &["doc", "-q", "--no-deps"];

/// Generates a crate for a slice, and runs cargo on it.
fn compile(document: &Document, slice: &Slice, navigation: Navigation, commands: &[&[&str]]) {
    let name = format!("slice-{}-{navigation:?}", slice.name).to_lowercase();
    let generated = generate(document, &name, selection(slice.include, navigation));
    assert_eq!(generated.summary.operations, slice.operations, "{name}");
    assert_eq!(generated.report.operations_kept, slice.operations, "{name}");
    let made = Crate::write(&name, generated);
    assert_eq!(made.methods(), slice.operations, "{name}");
    for command in commands {
        made.cargo(command);
    }
}

#[test]
fn slices_compile_and_document_themselves() {
    if let Some(document) = whole() {
        for slice in SLICES {
            compile(document, slice, Navigation::Used, &[CHECK, DOCUMENT]);
        }
    }
}

#[test]
fn slices_compile_with_all_navigation_properties() {
    if let Some(document) = whole() {
        for slice in SLICES {
            compile(document, slice, Navigation::All, &[CHECK]);
        }
    }
}

#[test]
#[ignore = "takes minutes"]
fn the_whole_compiles() {
    if let Some(document) = whole() {
        let commands: &[&[&str]] = &[CHECK, &["build", "-q"], &["build", "-q", "-r"], DOCUMENT];
        compile(document, &WHOLE, Navigation::Used, commands);
    }
}

/// What is trimmed is still OpenAPI to a reader that is not ours, and trims to itself.
#[test]
fn trimmed_slices_are_documents_of_their_own() {
    let Some(document) = whole() else {
        return;
    };
    for slice in SLICES {
        let selection = selection(slice.include, Navigation::Used);
        let trimmed = trim(document, &selection).unwrap().document;
        let text = trimmed.to_yaml();
        let independent: openapiv3::OpenAPI = serde_yaml::from_str(&text).unwrap();
        let operations: usize = independent
            .paths
            .iter()
            .filter_map(|(_, item)| item.as_item())
            .map(|item| item.iter().count())
            .sum();
        assert_eq!(operations, slice.operations, "{}", slice.name);

        let again = Document::parse("again.yaml", text.as_str()).unwrap();
        let again = trim(&again, &selection).unwrap().document;
        let same = again.to_yaml() == text;
        assert!(same, "{}: trimming twice differs", slice.name);
    }
}

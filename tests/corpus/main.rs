//! Slices of the whole of Microsoft Graph: they generate, account for every operation, and
//! compile without a warning.
//!
//! Needs the description of the whole of Graph v1.0: the environment variable `GRAPH_OPENAPI`,
//! or `../shared/graph/openapi-v1.0.yaml` beside the checkout. Without it, everything here says
//! that it was skipped.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used
)]

mod slices;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use graph_codegen::output::{apply, compare};
use graph_codegen::{
    ClientDependency, Document, Generator, Navigation, Package, Pattern, Selection,
};

use slices::{SLICES, Slice};

/// The whole of Graph, if it is there.
fn whole() -> Option<&'static Document> {
    static DOCUMENT: OnceLock<Option<Document>> = OnceLock::new();
    let document = DOCUMENT.get_or_init(|| {
        let beside =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/graph/openapi-v1.0.yaml");
        let path = std::env::var_os("GRAPH_OPENAPI").map_or(beside, PathBuf::from);
        let text = std::fs::read_to_string(&path).ok()?;
        let name = path.display().to_string();
        Some(Document::parse(name, text).unwrap_or_else(|errors| panic!("{errors}")))
    });
    if document.is_none() {
        eprintln!("skipped: set GRAPH_OPENAPI to the OpenAPI description of Graph v1.0");
    }
    document.as_ref()
}

fn selection(slice: &Slice, navigation: Navigation) -> Selection {
    let patterns = slice
        .include
        .iter()
        .map(|text| Pattern::parse(text).unwrap());
    Selection::of(patterns).navigation(navigation)
}

/// Generates a crate for a slice, and has the compiler check it.
fn check(document: &Document, slice: &Slice, navigation: Navigation) {
    let name = format!("slice-{}-{navigation:?}", slice.name).to_lowercase();
    let generated = Generator::new(selection(slice, navigation))
        .as_package()
        .generate(document, &name)
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(generated.summary.operations, slice.operations, "{name}");
    assert_eq!(generated.report.operations_kept, slice.operations, "{name}");
    assert!(
        generated.warnings.is_empty(),
        "{name}: {}",
        generated.warnings
    );

    let workspace = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .unwrap();
    let package = Package {
        name: name.clone(),
        client: ClientDependency::Path(workspace.join("graph-client")),
        features: generated.summary.features.clone(),
    };
    let files = package.into_files(generated).unwrap();
    let methods: usize = files
        .iter()
        .map(|file| {
            file.text
                .matches("static OPERATION: operation::Operation")
                .count()
        })
        .sum();
    assert_eq!(
        methods, slice.operations,
        "{name}: every operation has its method"
    );

    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus");
    let folder = temporary.join(&name);
    let changes = compare(&folder, &files).unwrap();
    apply(&folder, &files, &changes).unwrap();
    // The versions that this workspace is tested with.
    std::fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--all-features"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", temporary.join("target"))
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .unwrap();
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {messages}");
    assert!(!messages.contains("warning"), "{name}: {messages}");
}

#[test]
fn slices_compile_with_the_default_policies() {
    if let Some(document) = whole() {
        for slice in SLICES {
            check(document, slice, Navigation::Used);
        }
    }
}

#[test]
fn slices_compile_with_all_navigation_properties() {
    if let Some(document) = whole() {
        for slice in SLICES {
            check(document, slice, Navigation::All);
        }
    }
}

/// What is trimmed is still OpenAPI to a reader that is not ours, and trims to itself.
#[test]
fn trimmed_slices_are_documents_of_their_own() {
    let Some(document) = whole() else {
        return;
    };
    for slice in SLICES {
        let selection = selection(slice, Navigation::Used);
        let trimmed = graph_codegen::select::select(document, &selection)
            .unwrap()
            .document;
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
        let again = graph_codegen::select::select(&again, &selection)
            .unwrap()
            .document;
        assert!(
            again.to_yaml() == text,
            "{}: trimming twice differs",
            slice.name
        );
    }
}

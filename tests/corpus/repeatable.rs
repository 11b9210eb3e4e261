//! The whole of Graph gives the same bytes on any number of threads, whatever the order of keys.

use graph_codegen::{Document, Navigation};

use super::crates::generate;
use super::{selection, whole};
use crate::reversed::reversed;

/// All files of the whole, with their paths.
fn files(document: &Document, threads: usize) -> Vec<(String, String)> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap();
    let selection = selection(&["/**"], Navigation::Used);
    let generated = generate(document, "whole", selection);
    let files = pool.install(|| generated.into_files("lib.rs")).unwrap();
    files
        .into_iter()
        .map(|file| (file.path.display().to_string(), file.text))
        .collect()
}

/// Fails with the name of the first file that differs: all of them are too long to print.
fn assert_same(one: &[(String, String)], other: &[(String, String)]) {
    for (one, other) in one.iter().zip(other) {
        assert_eq!(one.0, other.0);
        assert!(one.1 == other.1, "{} differs", one.0);
    }
    assert_eq!(one.len(), other.len());
}

#[test]
#[ignore = "takes minutes"]
fn the_whole_does_not_depend_on_threads_or_on_the_order_of_keys() {
    let Some(document) = whole() else {
        return;
    };
    let expected = files(document, 1);
    assert_same(&files(document, 7), &expected);

    let reversed = reversed(document, document.name());
    assert_same(&files(&reversed, 2), &expected);
}

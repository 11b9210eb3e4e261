//! The same spec gives the same bytes.

use crate::cases::{cases, generate};
use crate::reversed::reversed;

#[test]
fn generating_twice_gives_the_same() {
    for case in cases() {
        assert_eq!(case.generate(), case.generate(), "{}", case.name);
    }
}

#[test]
fn the_number_of_threads_does_not_show() {
    let pool = |threads| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap()
    };
    let (one, many) = (pool(1), pool(13));
    for case in cases() {
        let expected = one.install(|| case.generate());
        assert_eq!(many.install(|| case.generate()), expected, "{}", case.name);
    }
}

#[test]
fn the_order_of_keys_and_the_notation_do_not_show() {
    for case in cases() {
        let document = case.document();
        let reversed = reversed(&document, "spec.yaml");
        let files = |document| {
            let mut files = generate(document).unwrap();
            // Warnings name the line.
            files.retain(|file| {
                file.path
                    .extension()
                    .is_some_and(|extension| extension == "rs")
            });
            files
        };
        assert_eq!(files(&reversed), files(&document), "{}", case.name);
    }
}

//! What the compiler says of the public items of generated crates: those of a part are in the
//! whole, as they were.

use graph_codegen::Navigation;
use public_api::PublicApi;
use public_api::diff::PublicApiDiff;

use super::crates::{Crate, generate};
use super::{selection, slices, whole};

/// A smaller selection, and one that holds it.
struct Pair {
    name: &'static str,
    smaller: (&'static [&'static str], Navigation),
    larger: (&'static [&'static str], Navigation),
}

const PAIRS: [Pair; 6] = [
    Pair {
        name: "an operation and what else there is of its path",
        smaller: (&["/users/{}/sendMail"], Navigation::Used),
        larger: (
            &["/users/{}", "/users/{}/sendMail", "/users/{}/messages/**"],
            Navigation::Used,
        ),
    },
    Pair {
        name: "a user and all that it leads to",
        smaller: (&["/users/{}#GET"], Navigation::Used),
        larger: (&["/users/{}#GET"], Navigation::All),
    },
    Pair {
        name: "synchronization and all of applications",
        smaller: (&["/**/synchronization/**"], Navigation::Used),
        larger: (&slices::APPS, Navigation::Used),
    },
    Pair {
        name: "reading and writing",
        smaller: (&["/groups#GET", "/groups/{}#GET"], Navigation::Used),
        larger: (
            &["/groups", "/groups/{}", "/groups/{}/members/**"],
            Navigation::Used,
        ),
    },
    Pair {
        name: "devices and what else derives from directory objects",
        smaller: (&["/devices/**"], Navigation::Used),
        larger: (
            &["/devices/**", "/directoryObjects/**", "/contacts/**"],
            Navigation::Used,
        ),
    },
    Pair {
        name: "alerts and all of security",
        smaller: (&["/security/alerts_v2/**"], Navigation::Used),
        larger: (&["/security/**"], Navigation::Used),
    },
];

#[test]
#[ignore = "takes minutes"]
fn public_items_of_a_part_are_those_of_the_whole() {
    let Some(document) = whole() else {
        return;
    };
    for pair in PAIRS {
        let public = |(include, navigation): (&[&str], Navigation)| {
            let selected = selection(include, navigation);
            public_api(&Crate::write(
                "grown",
                generate(document, "grown", selected),
            ))
        };
        let (smaller, larger) = (public(pair.smaller), public(pair.larger));
        let diff = PublicApiDiff::between(smaller, larger);
        let moved = (diff.removed, diff.changed);
        assert!(
            moved.0.is_empty() && moved.1.is_empty(),
            "{}: {moved:#?}",
            pair.name
        );
        assert!(!diff.added.is_empty(), "{}: nothing grew", pair.name);
    }
}

/// The public items of a crate, as rustdoc sees them.
fn public_api(made: &Crate) -> PublicApi {
    public_api::Builder::from_rustdoc_json(made.documentation_json())
        .omit_blanket_impls(true)
        .build()
        .unwrap()
}

//! Programs against parts of Graph that no spec of this project has.
//!
//! The programs are the files beside this one. They become tests of a generated crate.

use graph_codegen::Navigation;

use super::crates::{Crate, generate, workspace};
use super::{selection, whole};

const UNTUNED: [&str; 14] = [
    "/devices/**",
    "/security/alerts_v2/**",
    "/education/classes/**",
    "/users",
    "/users/{}",
    "/users/{}/messages/**",
    "/users/{}/sendMail",
    "/users/{}/events/**",
    "/users/{}/calendarView",
    "/groups",
    "/groups/{}",
    "/groups/{}/members/**",
    "/drives/{}/items/**",
    "/chats/{}/messages/**",
];

#[test]
fn programs_of_untuned_parts_compile_and_send_what_they_should() {
    let Some(document) = whole() else {
        return;
    };
    let generated = generate(document, "untuned", selection(&UNTUNED, Navigation::Used));
    let made = Crate::write("untuned", generated);
    made.extend_manifest(
        "[dev-dependencies]
serde_json = \"1\"
tokio = { version = \"1\", features = [\"io-util\", \"macros\", \"net\", \"rt-multi-thread\", \"time\"] }
",
    );
    let tests = workspace().join("tests");
    let module = |name: &str, path: &str| {
        let path = tests.join(path);
        format!("#[path = {path:?}]\nmod {name};\n")
    };
    let mut text = String::from("//! Programs.\n#![allow(dead_code, unused_imports)]\n");
    text += &module("server", "src/server/mod.rs");
    for name in [
        "setup",
        "alerts",
        "calendar",
        "chats",
        "devices",
        "drive",
        "education",
        "groups",
        "onboarding",
    ] {
        text += &module(name, &format!("corpus/programs/{name}.rs"));
    }
    made.add("tests/programs.rs", &text);
    let output = made.cargo(&[
        "test",
        "-q",
        "--features",
        "graph-client/reqwest",
        "--test",
        "programs",
    ]);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(printed.contains("14 passed"), "{printed}");
}

//! `check`, and deprecations in `list`.

use super::*;

fn folder(removal: &str) -> Folder {
    let folder = Folder(TempDir::new().unwrap());
    folder.write(
        "api.yaml",
        &format!(
            "openapi: 3.0.4\ninfo: {{title: Api, version: '1'}}\npaths:\n  /old:\n    get:\n      \
             deprecated: true\n      x-ms-deprecation:\n        date: '2024-01-01'\n        \
             removalDate: '{removal}'\n        description: Use new.\n      \
             responses: {{2XX: {{description: d}}}}\n  /undated:\n    get:\n      \
             deprecated: true\n      responses: {{2XX: {{description: d}}}}\n  /new:\n    get: \
             {{responses: {{2XX: {{description: d}}}}}}\n"
        ),
    );
    folder
}

fn check(folder: &Folder, by: &str, more: &[&str]) -> Outcome {
    folder.run(
        "check",
        &[&["--by", by, "--spec", "api.yaml"], more].concat(),
    )
}

#[test]
fn what_will_be_gone_is_listed_and_ends_with_one() {
    let folder = folder("2025-06-30");
    let outcome = check(&folder, "2025-06-30", &[]);
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert_eq!(
        outcome.printed,
        "1 will be gone by 2025-06-30\n  2025-06-30 GET /old (old::Old::get)\n    \
         at api.yaml:5:5 (/paths/~1old/get)\n    Use new.\n  \
         1 more are deprecated, and no day is named\n"
    );
    assert_eq!(
        check(&folder, "2025-06-29", &[]).done(),
        "nothing will be gone by 2025-06-29\n  1 more are deprecated, and no day is named\n"
    );
    // What is not selected is not used.
    let outcome = check(&folder, "2030-01-01", &["--include", "/new"]);
    assert_eq!(outcome.done(), "nothing will be gone by 2030-01-01\n");
}

#[test]
fn what_will_be_gone_is_readable_by_programs() {
    let folder = folder("2025-06-30");
    let outcome = check(&folder, "2026-01-01", &["--json"]);
    let shown: Value = serde_json::from_str(&outcome.printed).unwrap();
    let gone = &shown[0]["gone"];
    assert_eq!(gone.as_array().unwrap().len(), 1);
    assert_eq!(gone[0]["origin"], "GET /old");
    assert_eq!(gone[0]["deprecation"]["removalDate"], "2025-06-30");
    assert_eq!(gone[0]["place"]["line"], 5);
    assert_eq!(shown[0]["withoutDate"][0]["origin"], "GET /undated");
}

#[test]
fn dates_that_are_none_are_named() {
    let folder = folder("soon");
    assert_eq!(
        check(&folder, "tomorrow", &[]).refused(),
        "error: --by takes a day such as 2026-12-31, not `tomorrow`\n"
    );
    let printed = check(&folder, "2025-06-30", &[]).done();
    assert!(
        printed.contains(
            "warning: api.yaml:5:5 (/paths/~1old/get): `soon`, the day on which GET /old goes \
             away, is no date such as 2026-12-31"
        ),
        "{printed}"
    );
}

#[test]
fn a_manifest_is_checked_module_by_module() {
    let folder = folder("2025-06-30");
    folder.write(
        "graph.toml",
        "[[module]]\nname = \"one\"\nspec = \"api.yaml\"\nout = \"one\"\ninclude = [\"/new\"]\n\
         [[module]]\nname = \"two\"\nspec = \"api.yaml\"\nout = \"two\"\ninclude = [\"/old\"]\n",
    );
    let arguments = ["--by", "2026-01-01", "--manifest", "graph.toml"];
    let outcome = folder.run("check", &arguments);
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert!(
        outcome.printed.starts_with(
            "one: nothing will be gone by 2026-01-01\ntwo: 1 will be gone by 2026-01-01\n"
        ),
        "{outcome:?}"
    );
}

#[test]
fn a_list_tells_what_is_deprecated() {
    let folder = folder("2025-06-30");
    let printed = folder.run("list", &["--spec", "api.yaml"]).done();
    assert_eq!(
        printed,
        "GET    /old  -    (deprecated since 2024-01-01, gone on 2025-06-30)\n\
         GET    /undated  -    (deprecated)\nGET    /new  -\n"
    );
    let printed = folder.run("list", &["--spec", "api.yaml", "--json"]).done();
    let shown: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(shown[0]["deprecation"]["removalDate"], "2025-06-30");
    assert_eq!(shown[2]["deprecation"], Value::Null);
}

//! Settings in a text that its user edits.

use super::super::merge::{Merge, Merged, Settings, written as record};
use crate::output::{Claim, Setting, Value};

/// Features with what each turns on, the first of them for all others.
fn features(features: &[(&str, &[&str])]) -> Vec<Setting> {
    let feature = |(name, enables): &(&str, &[&str])| Setting {
        table: "features",
        key: (*name).to_owned(),
        value: list(enables),
        claim: Claim::Required,
    };
    features.iter().map(feature).collect()
}

fn list(names: &[&str]) -> Value {
    Value::List(names.iter().map(|name| (*name).to_owned()).collect())
}

fn package(key: &str, value: &str, claim: Claim) -> Setting {
    Setting {
        table: "package",
        key: key.to_owned(),
        value: value.into(),
        claim,
    }
}

fn client(key: &str, value: Value) -> Setting {
    Setting {
        table: "dependencies.graph-client",
        key: key.to_owned(),
        value,
        claim: Claim::Owned,
    }
}

fn merge_with(text: &str, written: &[&[Setting]], wanted: &[Setting], overwrite: bool) -> Merged {
    let written: Vec<Settings> = written.iter().map(|written| record(written)).collect();
    let merge = Merge {
        wanted,
        written: written.iter().collect(),
        others: [].into(),
        overwrite,
    };
    merge.apply(text).unwrap()
}

/// The text after a merge without conflicts.
fn merge(text: &str, written: &[Setting], wanted: &[Setting]) -> String {
    let merged = merge_with(text, &[written], wanted, false);
    assert_eq!(merged.conflicts, []);
    merged.text
}

fn conflicts(text: &str, written: &[&[Setting]], wanted: &[Setting]) -> Vec<String> {
    let merged = merge_with(text, written, wanted, false);
    let conflicts = merged.conflicts.into_iter();
    conflicts
        .map(|cause| {
            let path = "Cargo.toml".into();
            crate::output::Conflict { path, cause }.message()
        })
        .collect()
}

#[test]
fn features_come_where_they_belong_and_all_else_stays() {
    let text = "\
# mine
[package]
name = 'mine'   # with a comment

[features]
# Of the user.
default = [ \"v1\",]
v1-tls = []
v1 = [\"v1-users\"] # all of them
# Above users.
v1-users = []
beta = []

[dependencies]
serde = '1'
";
    let written = features(&[("v1", &["v1-users"]), ("v1-users", &[])]);
    let wanted = features(&[
        ("v1", &["v1-groups", "v1-users", "v1-zones"]),
        ("v1-groups", &[]),
        ("v1-users", &["v1-users-mail"]),
        ("v1-users-mail", &[]),
        ("v1-zones", &[]),
    ]);
    let expected = "\
# mine
[package]
name = 'mine'   # with a comment

[features]
# Of the user.
default = [ \"v1\",]
v1-tls = []
v1 = [\"v1-groups\", \"v1-users\", \"v1-zones\"] # all of them
v1-groups = []
# Above users.
v1-users = [\"v1-users-mail\"]
v1-users-mail = []
v1-zones = []
beta = []

[dependencies]
serde = '1'
";
    assert_eq!(merge(text, &written, &wanted), expected);
    assert_eq!(merge(expected, &wanted, &wanted), expected);
}

#[test]
fn features_that_begin_alike_are_told_apart() {
    let text = "[features]\nv1-tls = []\nv1-beta = []\nv1-beta-users = []\nv1 = []\nv1-old = []\n";
    let written = features(&[("v1", &[]), ("v1-old", &[])]);
    let wanted = features(&[("v1", &[])]);
    assert_eq!(
        merge(text, &written, &wanted),
        "[features]\nv1-tls = []\nv1-beta = []\nv1-beta-users = []\nv1 = []\n"
    );
}

#[test]
fn a_feature_that_the_user_has_already_is_in_the_way() {
    let text = "[features]\nv1-users = [\"dep:serde\"]\n";
    let wanted = features(&[("v1", &["v1-users"]), ("v1-users", &[])]);
    assert_eq!(
        conflicts(text, &[], &wanted),
        ["`features.v1-users` is there already, and was not generated"]
    );
    let merged = merge_with(text, &[], &wanted, true);
    assert_eq!(
        merged.text,
        "[features]\nv1 = [\"v1-users\"]\nv1-users = []\n"
    );
    // The same feature is no conflict, whoever wrote it.
    assert_eq!(
        conflicts("[features]\nv1-users = []\n", &[], &wanted),
        [""; 0]
    );
}

#[test]
fn what_the_user_adds_to_a_feature_or_takes_out_of_it_stays() {
    let text = "[features]\ndefault = [\"mine\", \"users\"]\nusers = [\"dep:serde\"]\nmine = []\n";
    let mut written = features(&[("users", &[]), ("groups", &[])]);
    let mut wanted = features(&[
        ("users", &["users-mail"]),
        ("users-mail", &[]),
        ("groups", &[]),
    ]);
    for (all, names) in [
        (&mut written, ["groups", "users"]),
        (&mut wanted, ["users", "zones"]),
    ] {
        all.push(Setting {
            key: "default".to_owned(),
            value: list(&names),
            claim: Claim::Suggested,
            ..all[0].clone()
        });
    }
    assert_eq!(
        merge(text, &written, &wanted),
        "[features]\ndefault = [\"mine\", \"users\", \"zones\"]\n\
         users = [\"dep:serde\", \"users-mail\"]\nusers-mail = []\ngroups = []\nmine = []\n",
        "`groups` is needed, but the user does not want it to be on by default"
    );
    // What is left of a feature that is not generated any more is the user's.
    assert_eq!(
        merge(
            "[features]\nusers = [\"users-mail\", \"dep:serde\"]\n",
            &wanted[..1],
            &[]
        ),
        "[features]\nusers = [\"dep:serde\"]\n"
    );
}

#[test]
fn a_feature_that_goes_and_is_named_elsewhere_is_in_the_way() {
    let text = "[features]\ndefault = [\"v1-old\", \"v1\"]\nv1 = [\"v1-old\"]\nv1-old = []\n";
    let written = features(&[("v1", &["v1-old"]), ("v1-old", &[])]);
    let wanted = features(&[("v1", &[])]);
    assert_eq!(
        conflicts(text, &[&written], &wanted),
        ["the feature `v1-old` is not generated any more, but `default` names it"]
    );
    let merged = merge_with(text, &[&written], &wanted, true);
    assert_eq!(merged.text, "[features]\ndefault = [\"v1\"]\nv1 = []\n");
    assert_eq!(
        merged.settings,
        ["features.v1-old", "features.v1", "features.default"]
    );
}

#[test]
fn comments_of_a_feature_that_goes_stay() {
    let written = features(&[("a", &[]), ("b", &[]), ("c", &[])]);
    let text = "[features]\n# one\na = []\n\n# two\n# three\nb = [] # four\n# five\nmine = []\nc = [] # six\n";
    assert_eq!(
        merge(text, &written, &features(&[("a", &[])])),
        "[features]\n# one\na = []\n# two\n# three\n# four\n# five\nmine = []\n# six\n"
    );
    assert_eq!(
        merge("[features]\n# one\na = []\n", &written, &[]),
        "[features]\n# one\n"
    );
}

#[test]
fn an_array_in_lines_stays_in_lines() {
    let text = "[features]\nall = [\n  # first\n  \"a\", # behind\n  # last\n  \"c\",\n]\na = []\nc = []\n";
    let written = features(&[("all", &["a", "c"]), ("a", &[]), ("c", &[])]);
    let wanted = features(&[
        ("all", &["a", "b", "c", "d"]),
        ("a", &[]),
        ("b", &[]),
        ("c", &[]),
        ("d", &[]),
    ]);
    assert_eq!(
        merge(text, &written, &wanted),
        "[features]\nall = [\n  # first\n  \"a\", # behind\n  \"b\",\n  # last\n  \"c\",\n  \"d\",\n]\n\
         a = []\nb = []\nc = []\nd = []\n"
    );
    assert_eq!(
        merge(text, &written, &features(&[("all", &["a"]), ("a", &[])])),
        "[features]\nall = [\n  # first\n  \"a\", # behind\n  # last\n]\na = []\n"
    );
    assert_eq!(
        merge(text, &written, &features(&[("all", &[])])),
        "[features]\nall = [\n  # first # behind\n  # last\n]\n"
    );
}

#[test]
fn values_that_the_user_changed_stay_and_others_change() {
    let written = [
        package("name", "made", Claim::Required),
        package("version", "0.1.0", Claim::Suggested),
        package("edition", "2024", Claim::Suggested),
        package("rust-version", "1.95", Claim::Suggested),
    ];
    let wanted = [
        package("name", "made", Claim::Required),
        package("version", "0.1.0", Claim::Suggested),
        package("edition", "2027", Claim::Suggested),
        package("rust-version", "1.99", Claim::Suggested),
    ];
    let text = "[package]\nname = \"mine\"\nversion = \"3.1.4\"\nrust-version = \"1.95\" # least\nlicense = \"MIT\"\n";
    assert_eq!(
        merge(text, &written, &wanted),
        "[package]\nname = \"mine\"\nversion = \"3.1.4\"\nrust-version = \"1.99\" # least\nlicense = \"MIT\"\n",
        "`edition` was taken out"
    );
}

#[test]
fn a_dependency_keeps_what_the_user_added_in_any_form() {
    let written = [
        client("version", "0.1.0".into()),
        client("default-features", Value::Switch(false)),
    ];
    let wanted = [
        client("version", "0.2.0".into()),
        client("default-features", Value::Switch(false)),
    ];
    let cases = [
        (
            "[dependencies]\ngraph-client = { version = \"0.1.0\", default-features = false, features = [\"blocking\"] }\n",
            "[dependencies]\ngraph-client = { version = \"0.2.0\", default-features = false, features = [\"blocking\"] }\n",
        ),
        (
            "[dependencies.graph-client]\nversion = \"0.1.0\"\ndefault-features = true\n",
            "[dependencies.graph-client]\nversion = \"0.2.0\"\ndefault-features = true\n",
        ),
        (
            "[dependencies]\ngraph-client.version = \"0.1.0\"\n",
            "[dependencies]\ngraph-client.version = \"0.2.0\"\n",
        ),
        (
            "[dependencies]\ngraph-client.workspace = true\n",
            "[dependencies]\ngraph-client.workspace = true\n",
        ),
        (
            "[dependencies]\ngraph-client = \"=0.1.0\"\n",
            "[dependencies]\ngraph-client = \"=0.1.0\"\n",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(merge(text, &written, &wanted), expected);
    }
    assert_eq!(
        merge_with("", &[], &written, false).text,
        "[dependencies]\ngraph-client = { version = \"0.1.0\", default-features = false }\n"
    );
}

#[test]
fn tables_that_are_none_are_in_the_way() {
    let wanted = [
        client("version", "0.1.0".into()),
        features(&[("v1", &[])]).remove(0),
    ];
    assert_eq!(
        conflicts("features = 1\ndependencies = []\n", &[], &wanted),
        [
            "`dependencies.graph-client.version` is there already, and was not generated",
            "`features.v1` is there already, and was not generated",
        ]
    );
    assert_eq!(
        merge_with(
            "[dependencies]\ngraph-client = \"1\"\n",
            &[],
            &wanted[..1],
            true
        )
        .text,
        "[dependencies]\ngraph-client = { version = \"0.1.0\" }\n"
    );
}

#[test]
fn a_merge_that_was_cut_is_made_up_for() {
    let old = features(&[("v1", &["v1-a", "v1-b"]), ("v1-a", &[]), ("v1-b", &[])]);
    let cut = features(&[("v1", &["v1-b", "v1-c"]), ("v1-b", &[]), ("v1-c", &[])]);
    let new = features(&[("v1", &["v1-c", "v1-d"]), ("v1-c", &[]), ("v1-d", &[])]);
    let expected = "[features]\nv1 = [\"v1-c\", \"v1-d\"]\nv1-c = []\nv1-d = []\n";
    // Whether it was cut before the file was written or after it.
    for text in [
        "[features]\nv1 = [\"v1-a\", \"v1-b\"]\nv1-a = []\nv1-b = []\n",
        "[features]\nv1 = [\"v1-b\", \"v1-c\"]\nv1-b = []\nv1-c = []\n",
    ] {
        let merged = merge_with(text, &[&cut, &old], &new, false);
        assert_eq!(merged.conflicts, []);
        assert_eq!(merged.text, expected);
    }
}

#[test]
fn line_ends_stay() {
    let text = "\u{feff}# mine\r\n[features]\r\nmine = []\r\n";
    let wanted = features(&[("v1", &[])]);
    assert_eq!(
        merge(text, &[], &wanted),
        "\u{feff}# mine\r\n[features]\r\nmine = []\r\nv1 = []\r\n"
    );
}

#[test]
fn what_is_no_toml_is_in_the_way() {
    let merge = Merge {
        wanted: &[],
        written: Vec::new(),
        others: [].into(),
        overwrite: true,
    };
    let cause = merge.apply("[features\n").unwrap_err();
    let conflict = crate::output::Conflict {
        path: "Cargo.toml".into(),
        cause,
    };
    assert!(
        conflict.message().starts_with("it is not TOML: "),
        "{conflict}"
    );
    assert_eq!(conflict.overwriting(), None);
}

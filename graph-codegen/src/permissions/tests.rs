use super::*;
use crate::diagnostics::Diagnostic;
use crate::select::Selection;
use crate::source::Document;
use crate::{Generator, trim_with};

const TABLE: &str = r#"{"permissions": {
  "Notes.Read": {
    "schemes": {"DelegatedWork": {"privilegeLevel": 1}, "DelegatedPersonal": {"privilegeLevel": 1}},
    "pathSets": [{
      "schemeKeys": ["DelegatedWork", "DelegatedPersonal"], "methods": ["GET"],
      "paths": {"/notes": "least=DelegatedWork,DelegatedPersonal", "/notes/{id}": "least=DelegatedWork"}
    }]
  },
  "Notes.Write": {
    "schemes": {"DelegatedWork": {"privilegeLevel": 2}, "Application": {"privilegeLevel": 3}},
    "pathSets": [{
      "schemeKeys": ["DelegatedWork", "Application"], "methods": ["GET", "POST"],
      "paths": {"/Notes": "least=DelegatedWork,Application", "/notes/{key}": ""}
    }]
  },
  "Share.All": {
    "schemes": {"Application": {"privilegeLevel": 4}},
    "pathSets": [
      {"schemeKeys": ["Application"], "methods": ["POST"],
       "paths": {"/notes/{id}/share": "least=Application;AlsoRequires=People.Read,Notes.Write"}},
      {"schemeKeys": ["Application"], "methods": ["GET", "POST"], "paths": {"/notes": "", "/notes/{id}": ""}}
    ]
  },
  "People.Read": {
    "schemes": {"Application": {}},
    "pathSets": [{"schemeKeys": ["Application"], "methods": ["POST"],
      "paths": {"/notes/{id}/share": "AlsoRequires=Share.All"}}]
  }
}}"#;

fn table() -> PermissionTable {
    let table = PermissionTable::parse("permissions.json", TABLE).unwrap();
    assert!(table.warnings().is_empty());
    table
}

fn all(names: &[&str]) -> AllOf {
    AllOf(names.iter().map(|name| (*name).to_owned()).collect())
}

fn supported(least: &[&[&str]], higher: &[&[&str]]) -> Scheme {
    Scheme::Supported {
        least: least.iter().map(|names| all(names)).collect(),
        higher: higher.iter().map(|names| all(names)).collect(),
    }
}

#[test]
fn an_operation_has_its_permissions_with_the_least_privileged_first() {
    let table = table();
    let list = table.permissions(Method::Get, "/notes").unwrap();
    // Two claim to be the least privileged: the level decides.
    assert_eq!(
        list.delegated_work,
        supported(&[&["Notes.Read"]], &[&["Notes.Write"]])
    );
    assert_eq!(list.delegated_personal, supported(&[&["Notes.Read"]], &[]));
    assert_eq!(
        list.application,
        supported(&[&["Notes.Write"]], &[&["Share.All"]])
    );
    // None claims to be: again the level.
    let one = table.permissions(Method::Get, "/notes/{note-id}").unwrap();
    assert_eq!(
        one.application,
        supported(&[&["Notes.Write"]], &[&["Share.All"]])
    );
    assert_eq!(one.delegated_personal, supported(&[&["Notes.Read"]], &[]));
    let create = table.permissions(Method::Post, "/notes").unwrap();
    assert_eq!(create.delegated_personal, Scheme::Unsupported);
    assert_eq!(table.permissions(Method::Delete, "/notes"), None);
    assert_eq!(table.permissions(Method::Get, "/people"), None);
}

#[test]
fn permissions_that_are_needed_together_are_one_alternative_from_both_sides() {
    let share = table()
        .permissions(Method::Post, "/notes/{id}/share")
        .unwrap();
    let Scheme::Supported { least, higher } = share.application else {
        panic!("{:?}", share.application);
    };
    // Of People.Read no level is known, so that it counts as the highest.
    assert_eq!(least, [all(&["Notes.Write", "Share.All"])]);
    assert_eq!(higher, [all(&["People.Read", "Share.All"])]);
}

#[test]
fn what_a_path_is_about_says_who_may_call_it() {
    let table = table();
    let list = table.permissions(Method::Get, "/notes");
    for path in [
        "/notes/$count",
        "/NOTES/graph.note",
        "/notes/microsoft.graph.note/$count",
    ] {
        assert_eq!(table.permissions(Method::Get, path), list, "{path}");
    }
    assert!(
        table
            .permissions(Method::Get, "/notes(name='{name}')")
            .is_some()
    );
    assert_eq!(table.permissions(Method::Post, "/notes/$count"), None);
    assert_eq!(
        table.permissions(Method::Get, "/notes/search(q='{q}')"),
        None
    );
}

fn wrong(text: &str) -> Vec<String> {
    match PermissionTable::parse("p.json", text) {
        Ok(table) => table.warnings().iter().map(Diagnostic::to_string).collect(),
        Err(errors) => errors.iter().map(Diagnostic::to_string).collect(),
    }
}

#[test]
fn what_is_wrong_with_a_table_is_said_with_its_place_and_all_at_once() {
    assert_eq!(wrong("[1").len(), 1);
    assert_eq!(
        wrong("{}"),
        [
            "error: p.json:1:1: there is no `permissions`\n  help: give the file that Microsoft \
          publishes as permissions.json, or one like it"
        ]
    );
    assert_eq!(
        wrong(
            "{\"permissions\": {\"A\": 7, \"B\": {\"pathSets\": {}}, \"C\": {\"schemes\": [],\n\
             \"pathSets\": [1, {\"methods\": [2], \"schemeKeys\": \"x\", \"paths\": {\"/a\": 3}}]}}}"
        ),
        [
            "error: p.json:1:18: found a number, expected a mapping with `schemes` and `pathSets`\n  at \
             /permissions/A",
            "error: p.json:1:32: found a mapping, expected a list\n  at /permissions/B/pathSets",
            "error: p.json:1:55: found a sequence, expected a mapping\n  at /permissions/C/schemes",
            "error: p.json:2:14: found a number, expected a mapping with `schemeKeys`, `methods` and \
             `paths`\n  at /permissions/C/pathSets/0",
            "error: p.json:2:18: found a sequence, expected a list of texts\n  at \
             /permissions/C/pathSets/1/methods",
            "error: p.json:2:34: found a string, expected a list of texts\n  at \
             /permissions/C/pathSets/1/schemeKeys",
            "error: p.json:2:63: found a number, expected a text such as `least=Application`\n  at \
             /permissions/C/pathSets/1/paths/~1a",
        ]
    );
}

#[test]
fn what_is_not_known_is_passed_over_with_a_warning() {
    let said = wrong(
        r#"{"permissions": {"A": {"schemes": {"Robot": {}, "Application": {"privilegeLevel": 99999999999999999999}},
        "pathSets": [{"methods": ["get", "FETCH"], "schemeKeys": ["Application", "Robot"],
        "paths": {"/a": "least=DelegatedWork,Nobody;Odd=1"}}]}}}"#,
    );
    let messages: Vec<&str> = said
        .iter()
        .filter_map(|text| text.split(": ").nth(2)?.split('\n').next())
        .collect();
    assert_eq!(
        messages,
        [
            "`Robot` is not a scheme; those known are DelegatedWork, DelegatedPersonal, Application, \
             and passed over",
            "not a level from 1 to 5, and passed over",
            "`FETCH` is not an HTTP method, and passed over",
            "`Robot` is not a scheme; those known are DelegatedWork, DelegatedPersonal, Application, \
             and passed over",
            "`DelegatedWork` is not among the schemes of these paths, so that the permission cannot be \
             its least privileged one, and passed over",
            "`Nobody` is not a scheme; those known are DelegatedWork, DelegatedPersonal, Application, \
             and passed over",
            "the option `odd` is not known, and passed over",
        ]
    );
}

#[test]
fn large_and_deep_values_have_an_end() {
    let deep = format!(
        "{{\"permissions\": {}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert!(wrong(&deep).join("").contains("levels of nesting"));
    let long = "/a".repeat(200_000);
    let table = format!(
        r#"{{"permissions": {{"A": {{"pathSets": [{{"methods": ["GET"], "schemeKeys": ["Application"],
        "paths": {{"{long}": "AlsoRequires={}"}}}}]}}}}}}"#,
        "b,".repeat(10_000)
    );
    let table = PermissionTable::parse("p.json", &table).unwrap();
    let found = table.permissions(Method::Get, &long).unwrap();
    assert_eq!(found.application, supported(&[&["A", "b"]], &[]));
}

const SPEC: &str = "openapi: 3.0.4
info: {title: Notes, version: '1'}
paths:
  /notes:
    get:
      x-graph-permissions:
        delegatedWork: {least: [Notes.Write], higher: [Notes.Old]}
        delegatedPersonal: unsupported
      responses: {2XX: {description: d}}
    post: {responses: {2XX: {description: d}}}
  /notes/{id}/share:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    post: {responses: {2XX: {description: d}}}
  /people:
    get: {responses: {2XX: {description: d}}}
";

#[test]
fn what_a_description_says_itself_stays_and_contradictions_are_told() {
    let document = Document::parse("notes.yaml", SPEC).unwrap();
    let generator = Generator::new(Selection::default()).with_permissions(table().into());
    let planned = generator.plan(&document).unwrap();
    assert_eq!(
        planned.permissions.unwrap().to_string(),
        "permissions: 1 described, 2 published, 1 unknown"
    );
    let said: Vec<String> = planned.warnings.iter().map(Diagnostic::to_string).collect();
    assert_eq!(
        said,
        [
            "warning: notes.yaml:6:7: permissions.json says otherwise of GET /notes, and is passed over: \
          delegatedWork: it also takes `Notes.Read`, it does not take `Notes.Old`; \
          delegatedPersonal: it takes `Notes.Read`\n  at /paths/~1notes/get/x-graph-permissions\n  \
          help: look the operation up in its reference, and correct what is wrong"
        ]
    );
    let list = planned.surface.operation_methods().next().unwrap();
    let permissions = list.requirements.permissions.as_ref().unwrap();
    assert_eq!(
        permissions.delegated_work,
        supported(&[&["Notes.Write"]], &[&["Notes.Old"]])
    );
    // What it leaves open is filled in.
    assert_eq!(
        permissions.application,
        supported(&[&["Notes.Write"]], &[&["Share.All"]])
    );
}

#[test]
fn a_trimmed_description_carries_the_permissions_along() {
    let document = Document::parse("notes.yaml", SPEC).unwrap();
    let table = std::sync::Arc::new(table());
    let trimmed = trim_with(&document, &Selection::default(), Some(&table)).unwrap();
    assert_eq!(trimmed.permissions.unwrap().published, 2);
    assert_eq!(trimmed.warnings.len(), 1);
    let text = trimmed.document.to_yaml();
    let read = Document::parse("trimmed.yaml", text.clone()).unwrap();
    let plain = Generator::new(Selection::default());
    let tokens = |generator: &Generator, document: &Document| {
        let generated = generator.generate(document, "notes").unwrap();
        generated.into_tokens().to_string()
    };
    assert_eq!(
        tokens(&plain, &read),
        tokens(&plain.clone().with_permissions(table.clone()), &document)
    );
    // Trimming again changes nothing.
    let again = trim_with(&read, &Selection::default(), Some(&table)).unwrap();
    assert_eq!(again.document.to_yaml(), text);
    assert_eq!(again.permissions.unwrap().described, 3);
}

#[test]
fn what_operations_need_together() {
    let table = table();
    let operations = [
        (Method::Get, "/notes"),
        (Method::Post, "/notes"),
        (Method::Post, "/notes/{id}/share"),
        (Method::Get, "/people"),
    ];
    let known: Vec<(String, Option<Permissions>)> = operations
        .into_iter()
        .map(|(method, path)| {
            (
                format!("{} {path}", method.token()),
                table.permissions(method, path),
            )
        })
        .collect();
    let needed = |caller| {
        let operations = known
            .iter()
            .map(|(name, known)| (name.clone(), known.as_ref()));
        needs(caller, operations, Some(&table)).to_string()
    };
    assert_eq!(
        needed(Caller::DelegatedWork),
        "delegated-work: 1 permission for 2 operations
  Notes.Write (level 2)
    GET /notes
    POST /notes
  cannot be called so:
    POST /notes/{id}/share
  nothing is known of:
    GET /people"
    );
    assert_eq!(
        needed(Caller::Application),
        "application: 2 permissions for 3 operations
  Notes.Write (level 3)
    GET /notes
    POST /notes
    POST /notes/{id}/share (together with Share.All)
  Share.All (level 4)
    POST /notes/{id}/share (together with Notes.Write)
  nothing is known of:
    GET /people"
    );
}

#[test]
fn nothing_is_asked_for_that_allows_more_than_one_of_the_operations_needs() {
    let own = |least: &[&[&str]], higher: &[&[&str]]| Permissions {
        application: supported(least, higher),
        ..Permissions::default()
    };
    let read = own(&[&["A.Read"]], &[&["Everything.Write"]]);
    let write = own(&[&["B.Write"]], &[&["Everything.Write"]]);
    let operations = [("GET /a", &read), ("PUT /b", &write)];
    let operations = operations.map(|(name, known)| (name.to_owned(), Some(known)));
    let needed = needs(Caller::Application, operations, None);
    let names =
        |needed: &[Needed]| -> Vec<String> { needed.iter().map(|one| one.name.clone()).collect() };
    assert_eq!(names(&needed.permissions), ["A.Read", "B.Write"]);
    assert_eq!(names(&needed.fewer), ["Everything.Write"]);
    assert!(needed.smallest);
    assert!(
        needed
            .to_string()
            .ends_with("fewer would do, and allow more than is needed: Everything.Write")
    );
}

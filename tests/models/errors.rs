//! An error says where in the payload a value is that does not fit.

use graph_client::model::{self, Model, Page};
use graph_client::v1::models::{AnyDirectoryObject, ServicePrincipal, SynchronizationJob};

use graph_codegen::source::Node;

use super::schema;

fn path<M: Model>(text: &str) -> String {
    let error = match model::from_json::<M>(text.as_bytes()) {
        Ok(decoded) => model::check_types(&decoded).err(),
        Err(error) => Some(error),
    };
    let error = error.unwrap_or_else(|| panic!("decoded: {text}"));
    error.path().to_owned()
}

#[test]
fn paths_are_exact() {
    type Principals = Page<ServicePrincipal>;
    type Objects = Page<AnyDirectoryObject>;

    for (text, expected) in [
        (
            r#"{"value":[{},{},{},{"keyCredentials":7}]}"#,
            "value[3].keyCredentials",
        ),
        (
            r#"{"value":[{"keyCredentials":[{},{"displayName":1}]}]}"#,
            "value[0].keyCredentials[1].displayName",
        ),
        (
            r#"{"value":[{"info":{"logoUrl":[]}}]}"#,
            "value[0].info.logoUrl",
        ),
        (r#"{"value":[{"tags":["a",null]}]}"#, "value[0].tags[1]"),
        (r#"{"@odata.count":"x","value":[]}"#, "@odata.count"),
        (r#"{"value":null}"#, "value"),
        (r#"{"value":[{}],"value":[{},[]]}"#, "value[1]"),
        ("{}", "$"),
        ("[]", "$"),
        ("null", "$"),
        (r#"{"value":[]} x"#, "$"),
    ] {
        assert_eq!(path::<Principals>(text), expected, "{text}");
    }
    for (text, expected) in [
        (
            r##"{"value":[{"@odata.type":"#microsoft.graph.group","id":"1"},{"deletedDateTime":{}}]}"##,
            "value[1].deletedDateTime",
        ),
        (
            r##"{"value":[{"tags":[true],"@odata.type":"#microsoft.graph.servicePrincipal"}]}"##,
            "value[0].tags[0]",
        ),
    ] {
        assert_eq!(path::<Objects>(text), expected, "{text}");
    }
    assert_eq!(
        path::<SynchronizationJob>(r#"{"status":{"progress":[{},{"totalUnits":1.5}]}}"#),
        "status.progress[1].totalUnits"
    );
}

#[test]
fn a_wrong_type_is_found_at_every_property() {
    let schema = schema::named("microsoft.graph.servicePrincipal");
    let properties = schema::properties(schema);
    let model = ServicePrincipal::new();
    assert_eq!(
        properties.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
        model.descriptor().properties()
    );
    // What a navigation property holds is read when it is asked for.
    let is_navigation = |schema: &Node| schema.get("x-ms-navigationProperty").is_some();
    for (name, schema) in properties
        .into_iter()
        .filter(|(_, schema)| !is_navigation(schema))
    {
        let declared = schema::kind(schema);
        for (kind, value) in [
            ("boolean", "true"),
            ("number", "1"),
            ("string", r#""text""#),
            ("array", "[]"),
            ("object", "{}"),
        ] {
            if kind != declared {
                let text = format!(r#"{{"later":1,"id":"1","{name}":{value}}}"#);
                assert_eq!(path::<ServicePrincipal>(&text), name, "{text}");
            }
        }
        if declared == "array" {
            let text = format!(r#"{{"{name}":[null]}}"#);
            assert_eq!(path::<ServicePrincipal>(&text), format!("{name}[0]"));
        }
    }
}

/// The message says what was found without the value, which may be a secret.
#[test]
fn an_error_tells_no_value() {
    let text = r#"{"value":[{"accountEnabled":"hunter2, expected"}]}"#;
    let page = model::from_json::<Page<ServicePrincipal>>(text.as_bytes()).unwrap();
    let error = model::check_types(&page).unwrap_err();
    assert_eq!(error.path(), "value[0].accountEnabled");
    assert!(!error.to_string().contains("hunter2"), "{error}");
}

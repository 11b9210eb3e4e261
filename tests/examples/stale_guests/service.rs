//! A stand-in for the service, which reads the queries that it is sent and answers by them.

use std::collections::HashMap;

use graph_client::serde_json::{self, Map, Value, json};
use graph_client::url::Url;
use graph_tests::odata::{self, Expression, Literal};
use graph_tests::server::{Answer, Request, Server};

/// Starts the stand-in.
pub(crate) async fn start() -> Server {
    Server::answering(answer).await
}

fn users() -> Vec<Value> {
    let user = |id: &str, name: &str, kind: &str, last: Option<&str>, groups: &[&str]| {
        let groups: Vec<Value> = groups
            .iter()
            .map(|name| json!({"@odata.type": "#microsoft.graph.group", "id": name, "displayName": name}))
            .collect();
        json!({
            "id": id, "displayName": name, "userType": kind, "accountEnabled": id != "5",
            "createdDateTime": "2020-01-01T00:00:00Z", "memberOf": groups,
            "signInActivity": last.map(|last| json!({
                "lastSignInDateTime": last, "lastNonInteractiveSignInDateTime": null,
            })),
        })
    };
    vec![
        user(
            "1",
            "Zoë",
            "Guest",
            Some("2023-05-01T00:00:00Z"),
            &["Sales", "Visitors"],
        ),
        user("2", "Adam", "Guest", None, &[]),
        user(
            "3",
            "Eve",
            "Guest",
            Some("2199-01-01T00:00:00Z"),
            &["Visitors"],
        ),
        user(
            "4",
            "Mia",
            "Member",
            Some("2022-01-01T00:00:00Z"),
            &["Sales"],
        ),
        user("5", "Otto", "Guest", Some("2022-01-01T00:00:00Z"), &[]),
    ]
}

fn answer(request: &Request) -> Answer {
    let (status, body) = if request.target().ends_with("/$batch") {
        (200, batch(request.body()))
    } else {
        let eventual = request.header("ConsistencyLevel") == Some("eventual");
        one(request.target(), eventual)
    };
    Answer::json(status, body.to_string())
}

fn batch(body: &[u8]) -> Value {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let parts = body
        .get("requests")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let responses = parts.iter().map(|part| {
        let url = part.get("url").and_then(Value::as_str).unwrap_or_default();
        let (status, body) = one(url, false);
        json!({"id": part.get("id"), "status": status, "body": body})
    });
    json!({"responses": responses.collect::<Vec<_>>()})
}

fn one(target: &str, eventual: bool) -> (u16, Value) {
    match read(target, eventual) {
        Ok(body) => (200, body),
        Err(message) => (
            400,
            json!({"error": {"code": "Request_UnsupportedQuery", "message": message}}),
        ),
    }
}

type Query = HashMap<String, String>;

fn read(target: &str, eventual: bool) -> Result<Value, String> {
    let target = target.trim_start_matches("/v1.0");
    let url = Url::parse(&format!("http://stand-in{target}")).map_err(|error| error.to_string())?;
    let query: Query = url.query_pairs().into_owned().collect();
    match url
        .path()
        .trim_start_matches('/')
        .split('/')
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["users"] => list(&query, eventual),
        ["users", id] => {
            let user = users()
                .into_iter()
                .find(|user| user.get("id") == Some(&json!(id)));
            shaped(&user.ok_or("there is no such user")?, &query)
        }
        _ => Err(format!("nothing is at {target}")),
    }
}

fn list(query: &Query, eventual: bool) -> Result<Value, String> {
    let filter = query
        .get("$filter")
        .map(|text| odata::filter(text))
        .transpose()?;
    let order = query
        .get("$orderby")
        .map(|text| odata::order(text))
        .transpose()?;
    if filter.is_some() && order.is_some() {
        if !eventual || query.get("$count").map(String::as_str) != Some("true") {
            return Err("Sorting not supported for current query.".into());
        }
        if query.contains_key("$expand") {
            return Err("Expanding is not supported in advanced queries.".into());
        }
    }
    let mut found = Vec::new();
    for user in users() {
        if filter
            .as_ref()
            .map_or(Ok(true), |filter| holds(filter, &user))?
        {
            found.push(user);
        }
    }
    for (path, descending) in order.unwrap_or_default().iter().rev() {
        found.sort_by_key(|user| text(at(user, path)).to_owned());
        if *descending {
            found.reverse();
        }
    }
    let count = found.len();
    let found: Result<Vec<Value>, _> = found.iter().map(|user| shaped(user, query)).collect();
    Ok(json!({"@odata.count": count, "value": found?}))
}

fn holds(expression: &Expression, object: &Value) -> Result<bool, String> {
    match expression {
        Expression::And(parts) => parts
            .iter()
            .try_fold(true, |all, part| Ok(all & holds(part, object)?)),
        Expression::Or(parts) => parts
            .iter()
            .try_fold(false, |any, part| Ok(any | holds(part, object)?)),
        Expression::Not(inner) => Ok(!holds(inner, object)?),
        Expression::Compare(path, operator, literal) if operator == "eq" => {
            let literal = match literal {
                Literal::Text(text) => json!(text),
                Literal::Bare(text) => {
                    serde_json::from_str(text).map_err(|error| error.to_string())?
                }
                Literal::Typed(..) => return Err("no property is of that type".into()),
            };
            Ok(*at(object, path) == literal)
        }
        other => Err(format!("the stand-in does not know {other:?}")),
    }
}

fn at<'v>(object: &'v Value, path: &str) -> &'v Value {
    path.split('/').fold(object, |value, name| {
        value.get(name).unwrap_or(&Value::Null)
    })
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The properties that are selected, and those that are expanded.
fn shaped(object: &Value, query: &Query) -> Result<Value, String> {
    let select = query.get("$select").ok_or("select what you need")?;
    let mut shaped = selected(object, select)?;
    if let Some(expand) = query.get("$expand") {
        let (name, select) = expand
            .strip_suffix(')')
            .and_then(|expand| expand.split_once("($select="))
            .ok_or("select what you need of what you expand")?;
        let related = at(object, name)
            .as_array()
            .ok_or_else(|| format!("{name} does not navigate"))?;
        let related: Result<Vec<Value>, _> = related
            .iter()
            .map(|object| selected(object, select).map(Value::Object))
            .collect();
        shaped.insert(name.to_owned(), related?.into());
    }
    Ok(Value::Object(shaped))
}

fn selected(object: &Value, names: &str) -> Result<Map<String, Value>, String> {
    let mut selected = Map::new();
    for name in names.split(',') {
        let value = object
            .get(name)
            .ok_or_else(|| format!("there is no property {name}"))?;
        selected.insert(name.to_owned(), value.clone());
    }
    Ok(selected)
}

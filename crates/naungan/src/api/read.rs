//! The document of the interface, for programs and as a page.

use anyhow::Result;
use minijinja::context;
use serde_json::{Value, json};

use super::about::About;
use super::document::document;
use crate::auth::Deed;
use crate::pages::page;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/openapi.json", Deed::Look, for_programs, || {
            About::new("document", "This document").answers::<Value>()
        }),
        Route::page("/api", Deed::Look, for_people),
    ]
}

fn for_programs(_: &mut Ask<'_>) -> Result<Reply, Problem> {
    Ok(Reply::json(document())?)
}

fn for_people(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let document = document();
    let groups = document["tags"].as_array().into_iter().flatten().map(|tag| group(document, &tag["name"]));
    let groups: Vec<Value> = groups.collect();
    let mut forms: Vec<Value> = Vec::new();
    for (name, form) in document["components"]["schemas"].as_object().into_iter().flatten() {
        forms.push(json!({ "name": name, "text": pretty(form) }));
    }
    let description = document["info"]["description"].as_str();
    page(ask, "public/interface.html", context! { groups, forms, description })
}

/// The operations of a part of the interface.
fn group(document: &Value, tag: &Value) -> Value {
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            if operation["tags"][0] == *tag {
                operations.push(shown(document, path, method, operation));
            }
        }
    }
    let name = tag.as_str().unwrap_or_default();
    json!({ "name": name, "id": name.replace(' ', "-"), "operations": operations })
}

fn shown(document: &Value, path: &str, method: &str, operation: &Value) -> Value {
    let body = &operation["requestBody"]["content"]["application/json"];
    let id = operation["operationId"].as_str().unwrap_or_default();
    let mut answers = Vec::new();
    for (status, answer) in operation["responses"].as_object().into_iter().flatten() {
        let elsewhere =
            answer["$ref"].as_str().and_then(|place| document.pointer(place.trim_start_matches('#')));
        let answer = elsewhere.unwrap_or(answer);
        let content = answer["content"].as_object().and_then(|content| content.values().next());
        let form = content.and_then(|content| name_of(&content["schema"]));
        answers.push(json!({ "status": status, "means": answer["description"], "form": form }));
    }
    let parameters = operation["parameters"].as_array().into_iter().flatten().map(|one| {
        json!({ "name": one["name"], "place": one["in"], "required": one["required"] == true,
                "means": one["description"].as_str().unwrap_or_default() })
    });
    json!({
        "id": id,
        "method": method.to_ascii_uppercase(),
        "path": path,
        "summary": operation["summary"],
        "who": operation["description"],
        "parameters": parameters.collect::<Vec<_>>(),
        "takes": name_of(&body["schema"]),
        "example": copied(path, method, operation),
        "answers": answers,
    })
}

/// A command that asks it, to be copied: what varies stands in capitals.
fn copied(path: &str, method: &str, operation: &Value) -> String {
    let mut address = path.replace('{', "$").replace('}', "");
    for name in path.split('/').filter_map(|piece| piece.strip_prefix('{')) {
        let name = name.trim_end_matches('}');
        address = address.replace(&format!("${name}"), &format!("${}", name.to_ascii_uppercase()));
    }
    let mut lines = Vec::new();
    let content = operation["requestBody"]["content"].as_object().and_then(|content| content.iter().next());
    let query = match operation["operationId"].as_str() {
        Some("post_payers_payer_uploads") => "?month=$MONTH&names=changes",
        Some("post_payers_payer_lists") => "?campaign=1",
        Some(
            "post_claims_claim_papers" | "post_cases_case_papers" | "post_payers_payer_cases_case_papers",
        ) => "?paper=$PAPER&name=surat.pdf",
        _ => "",
    };
    lines.push(format!("curl --request {} \"$NAUNGAN{address}{query}\"", method.to_ascii_uppercase()));
    lines.push("--header \"Authorization: Bearer $KEY\"".to_owned());
    let keyed = operation["parameters"].as_array().into_iter().flatten();
    if keyed.into_iter().any(|one| one["name"] == "Idempotency-Key") {
        lines.push("--header \"Idempotency-Key: $NAME\"".to_owned());
    }
    if let Some((kind, content)) = content {
        lines.push(format!("--header 'Content-Type: {kind}'"));
        let body = match &content["example"] {
            Value::String(text) => text.clone(),
            Value::Null => "{}".to_owned(),
            example => example.to_string(),
        };
        lines.push(format!("--data-binary '{body}'"));
    }
    lines.join(" \\\n  ")
}

/// The name of a form that is described elsewhere.
fn name_of(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

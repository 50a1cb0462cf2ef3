//! The interface described for programs: `OpenAPI` 3.1, made of the table of addresses and the forms.

use std::sync::OnceLock;

use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};

use super::about::{About, Keyed};
use crate::auth::{Deed, Role, Scope, scope};
use crate::serve::route::Route;

/// Where the addresses of the interface begin.
const ROOT: &str = "/api/v1/";

/// The document, made once.
pub(crate) fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| made(&super::routes()))
}

fn made(routes: &[Route]) -> Value {
    let mut forms = Forms::new();
    let mut paths: Map<String, Value> = Map::new();
    let mut tags: Vec<&str> = Vec::new();
    for route in routes.iter().filter(|route| route.path.starts_with(ROOT)) {
        let Some(about) = route.about.map(|about| about()) else { continue };
        if !tags.contains(&about.tag) {
            tags.push(about.tag);
        }
        let path = route.path.replace("{*", "{");
        let method = route.method.as_str().to_ascii_lowercase();
        let operation = operation(route, &about, &mut forms);
        let methods = paths.entry(path).or_insert_with(|| json!({}));
        methods[method] = operation;
    }
    paths.sort_keys();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Naungan",
            "version": "1",
            "summary": "Employment social security: people, payers, memberships, reports, bills.",
            "description": DESCRIPTION,
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "tags": tags.iter().map(|tag| json!({ "name": tag })).collect::<Value>(),
        "paths": paths,
        "components": {
            "schemas": forms.into_schemas(),
            "responses": problem_responses(),
            "securitySchemes": {
                "key": { "type": "http", "scheme": "bearer",
                         "description": "The key of a partner's program." },
                "session": { "type": "apiKey", "in": "cookie", "name": "naungan",
                             "description": "The session of a browser; changes bring X-Form-Token too." },
            },
        },
    })
}

const DESCRIPTION: &str = "Amounts are whole rupiah, days are written 2026-05-03 and months 2026-05. \
    Every change may be named by an Idempotency-Key: asked again under the same key it is not done again, \
    and gets the first answer with the heading Idempotency-Replayed. Lists come in parts: `next` of one part \
    is `after` of the next. A no is a problem with a code that stays the same, the provision where the law \
    says it, and for a body the place of each field as a JSON pointer. Whether something is there is told to \
    none who may not see it.";

/// Forms of bodies and answers: what is asked for may leave out what an answer always has.
struct Forms {
    taken: SchemaGenerator,
    given: SchemaGenerator,
}

impl Forms {
    fn new() -> Forms {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
        });
        let taken = settings.clone().for_deserialize().into_generator();
        Forms { taken, given: settings.for_serialize().into_generator() }
    }

    fn into_schemas(mut self) -> Map<String, Value> {
        let mut all = self.taken.take_definitions(true);
        all.extend(self.given.take_definitions(true));
        all.insert("Problem".to_owned(), problem_form());
        all.sort_keys();
        all
    }
}

fn operation(route: &Route, about: &About, forms: &mut Forms) -> Value {
    let is_open = scope(route.deed, Role::Visitor).is_some();
    let mut operation = json!({
        "operationId": name_of(route),
        "tags": [about.tag],
        "summary": about.summary,
        "description": who_may(route.deed),
        "parameters": parameters(route, about),
    });
    if !route.bodies.is_empty() {
        let mut content = Map::new();
        for kind in route.bodies {
            let mut one = json!({ "schema": { "type": "string" } });
            if let (Some(example), true) = (about.example, kind.starts_with("text/")) {
                one["example"] = example();
            }
            content.insert((*kind).to_owned(), one);
        }
        operation["requestBody"] = json!({ "required": true, "content": content });
    }
    if let Some(takes) = about.takes {
        let mut content = json!({ "schema": takes(&mut forms.taken) });
        if let Some(example) = about.example {
            content["example"] = example();
        }
        operation["requestBody"] = json!({ "required": true, "content": { "application/json": content } });
    }
    operation["responses"] = responses(route, about, forms, is_open);
    operation["security"] =
        if is_open { json!([{}, { "key": [] }]) } else { json!([{ "key": [] }, { "session": [] }]) };
    operation
}

/// `get_payers_payer_bills`
fn name_of(route: &Route) -> String {
    let pieces = route.path.trim_start_matches(ROOT).split('/');
    let plain = |piece: &str| piece.trim_matches(|letter| "{*}".contains(letter)).replace('-', "_");
    let pieces: Vec<String> = pieces.map(plain).collect();
    format!("{}_{}", route.method.as_str().to_ascii_lowercase(), pieces.join("_"))
}

/// From the table of roles, so that nobody has to keep the two alike.
fn who_may(deed: Deed) -> String {
    if scope(deed, Role::Visitor).is_some() {
        return "Open to everybody.".to_owned();
    }
    let roles = Role::ALL.into_iter().filter_map(|role| Some((role, scope(deed, role)?)));
    let said = roles.map(|(role, scope)| {
        let whose = match scope {
            Scope::Anything | Scope::All => "",
            Scope::Own => " (their own)",
            Scope::Branch => " (their branch)",
            Scope::Region => " (their province)",
        };
        format!("{role}{whose}")
    });
    format!("Who may: {}.", said.collect::<Vec<_>>().join(", "))
}

fn parameters(route: &Route, about: &About) -> Vec<Value> {
    let mut all = Vec::new();
    for piece in route.path.split('/').filter_map(|piece| piece.strip_prefix('{')) {
        let name = piece.trim_matches(|letter| "*}".contains(letter));
        all.push(json!({ "name": name, "in": "path", "required": true, "schema": shape_of(name) }));
    }
    for (name, means) in super::questions(about, route.of) {
        all.push(json!({ "name": name, "in": "query", "description": means, "schema": shape_of(name) }));
    }
    if route.method == axum::http::Method::POST {
        all.push(json!({
            "name": "If-Match", "in": "header",
            "description": "The ETag of what stands one step up the path: refused if that has changed.",
            "schema": { "type": "string", "maxLength": 200 },
        }));
    }
    if about.keyed != Keyed::No {
        all.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": about.keyed == Keyed::Must,
            "description": "Names the request, so that asking again is not asking twice.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$" },
        }));
    }
    all
}

/// The form of a place or a question, by its name.
fn shape_of(name: &str) -> Value {
    match name {
        "person" | "payer" | "membership" | "upload" | "run" | "approval" | "claim" | "file" | "bill"
        | "letter" | "grievance" | "list" | "campaign" => {
            json!({ "type": "integer", "format": "int64", "minimum": 1 })
        }
        "code" => json!({ "type": "string", "pattern": "^[0-9]{11}$" }),
        "limit" => json!({ "type": "integer", "minimum": 1, "maximum": super::list::LIMIT_MAX }),
        "on" => json!({ "type": "string", "format": "date" }),
        "month" | "until" => {
            json!({ "type": "string", "pattern": "^(19[0-9]{2}|20[0-9]{2}|21[0-9]{2})-(0[1-9]|1[0-2])$" })
        }
        "lang" => json!({ "type": "string", "enum": ["id", "en"] }),
        _ => json!({ "type": "string", "maxLength": super::QUESTION_CHARS_MAX }),
    }
}

fn responses(route: &Route, about: &About, forms: &mut Forms, is_open: bool) -> Value {
    let is_post = route.method == axum::http::Method::POST;
    let means = match about.status {
        201 => "Done.",
        202 => "It is worked at, or waits for somebody else; the place says how far it is.",
        _ => "The answer.",
    };
    let mut fine = json!({ "description": means });
    let mut headings = Map::new();
    let text = |means: &str| json!({ "description": means, "schema": { "type": "string" } });
    if !is_post && about.kind.is_none() {
        headings.insert("ETag".to_owned(), text("What has not changed is not sent again."));
    }
    if matches!(about.status, 201 | 202) && !route.path.ends_with("/payments") {
        headings.insert("Location".to_owned(), text("Where it can be looked at."));
    }
    if about.keyed != Keyed::No {
        headings.insert("Idempotency-Replayed".to_owned(), text("`true` where the answer was given before."));
    }
    if !headings.is_empty() {
        fine["headers"] = Value::Object(headings);
    }
    if let Some(answers) = about.answers {
        fine["content"] = json!({ "application/json": { "schema": answers(&mut forms.given) } });
    }
    if let Some(kind) = about.kind {
        fine["content"] = json!({ kind: { "schema": schema_of(kind) } });
    }
    let mut all = Map::new();
    all.insert(about.status.to_string(), fine);
    if let Some((status, means, shape)) = about.or {
        let content = json!({ "application/json": { "schema": shape(&mut forms.given) } });
        all.insert(status.to_string(), json!({ "description": means, "content": content }));
    }
    if about.kind == Some("text/event-stream") {
        all.insert("204".to_owned(), json!({ "description": "It is over, and that was heard." }));
    }
    if !is_post && about.kind.is_none() {
        all.insert(
            "304".to_owned(),
            json!({ "description": "What is known under If-None-Match is still so." }),
        );
    }
    let applies = |status: u16| match status {
        400 | 412 | 413 | 415 => is_post,
        403 => is_post || !is_open,
        404 => route.path.contains('{') || is_post,
        _ => true,
    };
    for (status, name, _) in PROBLEMS.iter().filter(|(status, ..)| applies(*status)) {
        all.insert(status.to_string(), json!({ "$ref": format!("#/components/responses/{name}") }));
    }
    Value::Object(all)
}

/// A text; of events, what each of them is.
fn schema_of(kind: &str) -> Value {
    let text = json!({ "type": "string" });
    if kind != "text/event-stream" {
        return text;
    }
    let data = json!({ "type": "string", "description": "How far it is, in JSON: `progress` of the thing." });
    let event = json!({ "type": "string", "enum": ["progress", "over"] });
    json!({ "type": "object", "properties": { "id": text, "event": event, "data": data } })
}

/// Every no: its status, what the document calls it, what it means.
const PROBLEMS: [(u16, &str, &str); 11] = [
    (400, "Unread", "The body could not be read."),
    (401, "SignIn", "Nobody has signed in, or the key is none."),
    (403, "Forbidden", "Whoever asks may not; or there is nothing there that she may know of."),
    (404, "NotThere", "There is no such thing."),
    (412, "Changed", "What stands one step up the path is not what If-Match says."),
    (413, "TooLarge", "The body is too large."),
    (415, "BodyKind", "The body is of a kind that is not taken here."),
    (422, "Refused", "A field cannot be taken, or the law says no."),
    (429, "TooMany", "Too many requests; Retry-After says when to come back."),
    (500, "Broken", "Something broke on our side; the reference finds it in the log."),
    (503, "Busy", "Very busy just now; Retry-After says when to come back."),
];

fn problem_responses() -> Map<String, Value> {
    let schema = json!({ "$ref": "#/components/schemas/Problem" });
    let content = json!({ "application/problem+json": { "schema": schema } });
    let one = |(_, name, means): &(u16, &str, &str)| {
        ((*name).to_owned(), json!({ "description": means, "content": content }))
    };
    PROBLEMS.iter().map(one).collect()
}

fn problem_form() -> Value {
    json!({
        "type": "object",
        "description": "Why not.",
        "required": ["type", "title", "detail", "status", "code"],
        "properties": {
            "type": { "type": "string", "description": "The page of the message." },
            "title": { "type": "string", "description":
                "What a no of this code means, the same each time, in the language that was asked for." },
            "detail": { "type": "string", "description": "Why it was said this time, and what to do." },
            "status": { "type": "integer" },
            "code": { "type": "string", "description": "A name that stays the same for ever." },
            "provision": { "type": "string", "description": "Where the law says no." },
            "reference": { "type": "string", "description": "Finds a broken machine in the log." },
            "fields": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["field", "says"],
                    "properties": {
                        "field": { "type": "string", "description":
                            "A JSON pointer into the body, `?name` after the question mark, or a heading." },
                        "says": { "type": "string", "description": "What to do." },
                    },
                },
            },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_leads_somewhere_and_every_name_stands_once() {
        let document = document();
        let mut names = Vec::new();
        for methods in document["paths"].as_object().expect("paths").values() {
            for operation in methods.as_object().expect("methods").values() {
                names.push(operation["operationId"].as_str().expect("a name"));
            }
        }
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        let text = document.to_string();
        for piece in text.split("\"$ref\":\"#").skip(1) {
            let place = piece.split('"').next().expect("a place");
            assert!(document.pointer(place).is_some(), "{place}");
        }
    }

    #[test]
    fn a_form_that_is_taken_and_given_is_one() {
        let mut forms = Forms::new();
        for about in super::super::routes().iter().filter_map(|route| route.about.map(|about| about())) {
            about.takes.map(|takes| takes(&mut forms.taken));
            about.answers.map(|answers| answers(&mut forms.given));
        }
        let (taken, given) = (forms.taken.take_definitions(true), forms.given.take_definitions(true));
        for (name, form) in &taken {
            assert!(given.get(name).is_none_or(|other| other == form), "{name} has two forms");
        }
    }
}

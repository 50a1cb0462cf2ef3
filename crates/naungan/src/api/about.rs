//! What the interface's document says of an address.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

/// Makes the description of a form.
pub(crate) type Shape = fn(&mut SchemaGenerator) -> Schema;

/// What an address is for, what it takes and what it answers.
#[derive(Clone)]
pub(crate) struct About {
    /// In a few words.
    pub(crate) summary: &'static str,
    /// Which part of the interface it belongs to.
    pub(crate) tag: &'static str,
    /// The form of the body.
    pub(crate) takes: Option<Shape>,
    /// The form of the answer.
    pub(crate) answers: Option<Shape>,
    /// What may stand after the question mark: name and meaning.
    pub(crate) query: &'static [(&'static str, &'static str)],
    /// The kind of an answer that is not JSON.
    pub(crate) kind: Option<&'static str>,
    /// What else it may come to: status, meaning, form.
    pub(crate) or: Option<(u16, &'static str, Shape)>,
    /// The status of an answer that is no problem.
    pub(crate) status: u16,
    /// Whether a request is named by its key, so that asking again is not asking twice.
    pub(crate) keyed: Keyed,
    /// A body as somebody would send it.
    pub(crate) example: Option<fn() -> Value>,
}

/// Whether a request has a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Keyed {
    /// It changes nothing.
    No,
    /// It may have one.
    May,
    /// It must have one: money moves.
    Must,
}

impl About {
    /// In a few words, in a part of the interface.
    pub(crate) const fn new(tag: &'static str, summary: &'static str) -> About {
        let (takes, answers, kind, or, example) = (None, None, None, None, None);
        let (status, keyed) = (200, Keyed::No);
        About { summary, tag, takes, answers, query: &[], kind, or, status, keyed, example }
    }

    /// With a body.
    pub(crate) fn takes<T: JsonSchema>(mut self) -> About {
        self.takes = Some(SchemaGenerator::subschema_for::<T>);
        self
    }

    /// With an answer.
    pub(crate) fn answers<T: JsonSchema>(mut self) -> About {
        self.answers = Some(SchemaGenerator::subschema_for::<T>);
        self
    }

    /// With questions.
    pub(crate) const fn query(mut self, query: &'static [(&'static str, &'static str)]) -> About {
        self.query = query;
        self
    }

    /// Something comes into being.
    pub(crate) const fn makes(mut self) -> About {
        self.status = 201;
        self
    }

    /// It is worked at, and can be looked at meanwhile.
    pub(crate) const fn later(mut self) -> About {
        self.status = 202;
        self
    }

    /// With an answer that is not JSON.
    pub(crate) const fn kind(mut self, kind: &'static str) -> About {
        self.kind = Some(kind);
        self
    }

    /// It may come to something else.
    pub(crate) const fn or(mut self, status: u16, means: &'static str, shape: Shape) -> About {
        self.or = Some((status, means, shape));
        self
    }

    /// A change that a key names.
    pub(crate) const fn keyed(mut self, keyed: Keyed) -> About {
        self.keyed = keyed;
        self
    }

    /// With a body as somebody would send it.
    pub(crate) const fn example(mut self, example: fn() -> Value) -> About {
        self.example = Some(example);
        self
    }
}

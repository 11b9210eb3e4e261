//! A model with a property of every kind.

use graph_client::model::{
    Additional, Date, DateTime, FlagSet, LexicalDuration, Nullable, Related, Target, TimeOfDay,
    Uuid,
};

#[non_exhaustive]
pub(crate) enum Colour {
    Red,
    Unknown(Box<str>),
}

graph_client::string_enum!(Colour { Red: "red" });

#[non_exhaustive]
pub(crate) struct Part {
    pub name: Nullable<String>,
    pub size: Option<i32>,
    pub inner: Option<Vec<String>>,
    pub additional: Additional,
}

graph_client::object_model!(Part: "example.part" {
    "partName", "size", "inner",
} optional {
    1 size, 2 inner,
} nullable {
    0 name,
});

#[non_exhaustive]
pub(crate) struct Sample {
    pub id: Option<String>,
    pub name: Nullable<String>,
    pub size: Nullable<i64>,
    pub ratio: Nullable<f64>,
    pub open: Option<bool>,
    pub born: Nullable<DateTime>,
    pub day: Nullable<Date>,
    pub at: Nullable<TimeOfDay>,
    pub length: Nullable<LexicalDuration>,
    pub key: Nullable<Uuid>,
    pub colour: Nullable<Colour>,
    pub rights: Nullable<FlagSet<Colour>>,
    pub tags: Option<Vec<String>>,
    pub parts: Option<Vec<Part>>,
    pub detail: Nullable<Box<Part>>,
    pub related: Related<PartTarget>,
    pub all_related: Related<[PartTarget]>,
    pub additional: Additional,
}

graph_client::object_model!(Sample: "example.sample" {
    "id", "sampleName", "size", "ratio", "isOpen", "born", "day", "at", "length", "key", "colour",
    "rights", "tags", "parts", "detail", "related", "allRelated",
} optional {
    0 id, 4 open, 12 tags, 13 parts,
} nullable {
    1 name, 2 size, 3 ratio, 5 born, 6 day, 7 at, 8 length, 9 key, 10 colour, 11 rights, 14 detail,
} related {
    15 related, 16 all_related,
});

pub(crate) enum PartTarget {}

impl Target for PartTarget {
    type Model = Part;
}

//! `Debug` of every model.

use std::fmt;

use super::{Array, Map, Model, Slot, Source, State};

/// Prints the properties that are there; secrets print as `[redacted]`, and of properties that
/// the model does not declare only the names, since they may be secrets too.
///
/// # Errors
///
/// Those of the formatter.
pub fn print_model(model: &dyn Model, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let descriptor = model.descriptor();
    let name = descriptor.name();
    let short = name.rsplit('.').next().unwrap_or(name);
    let mut printer = f.debug_struct(short);
    for (name, value) in descriptor.constants() {
        printer.field(name, value);
    }
    for (index, name) in descriptor.properties().iter().enumerate() {
        match model.property(index).map(Slot::state) {
            None | Some(State::Absent) => {}
            Some(state) => {
                printer.field(name, &Printed(state));
            }
        }
    }
    if !model.additional().is_empty() {
        printer.field("additional", model.additional());
    }
    printer.finish()
}

struct Printed<'a>(State<'a>);

impl fmt::Debug for Printed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let State::Value(source) = self.0 else {
            return f.write_str("null");
        };
        match source {
            Source::Boolean(value) => value.fmt(f),
            Source::Integer(value) => value.fmt(f),
            Source::Double(value) => value.fmt(f),
            Source::Text(value) => value.fmt(f),
            Source::Secret(_) => f.write_str("[redacted]"),
            Source::Json(_) => f.write_str("{..}"),
            Source::Object(model) => print_model(model, f),
            Source::Array(array) => print_array(array, f),
            Source::Map(map) => print_map(map, f),
            Source::Related(related) => related.fmt(f),
        }
    }
}

/// Prints a value as [`print_model`] prints that of a property.
///
/// # Errors
///
/// Those of the formatter.
pub fn print_content(source: Source<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(&Printed(State::Value(source)), f)
}

/// Names are shown, as those of properties are.
fn print_map(map: &dyn Map, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let entries = map.entries().map(|(name, state)| (name, Printed(state)));
    f.debug_map().entries(entries).finish()
}

fn print_array(array: &dyn Array, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let items = (0..array.len()).filter_map(|index| array.item(index));
    f.debug_list().entries(items.map(Printed)).finish()
}

//! Whether inline types are the same, whatever is said about them and wherever they stand.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use super::{Key, ToldBy, Type, TypeRef};

/// Deeper than this no inline type lies within another: the reader refuses it.
const DEEPEST: usize = 80;

/// The shapes of types, each described once: types may refer to the same inline type many times.
pub(crate) struct Shapes<'a> {
    types: &'a BTreeMap<Key, Type>,
    /// The numbers of inline types; none while one is being described.
    of: HashMap<&'a Key, Option<usize>>,
    numbers: HashMap<String, usize>,
}

// Writing to a string cannot fail.
impl<'a> Shapes<'a> {
    pub(crate) fn new(types: &'a BTreeMap<Key, Type>) -> Self {
        Self {
            types,
            of: HashMap::new(),
            numbers: HashMap::new(),
        }
    }

    /// A text that two types of values share exactly when they look the same: component schemas are
    /// told by their names, inline ones by what they hold.
    pub(crate) fn of(&mut self, type_ref: &'a TypeRef) -> String {
        let mut text = String::new();
        self.write_ref(type_ref, 0, &mut text);
        text
    }

    /// The same for a declared type.
    pub(crate) fn of_type(&mut self, key: &'a Key) -> String {
        let mut text = String::new();
        self.write_key(key, 0, &mut text);
        text
    }

    fn write_key(&mut self, key: &'a Key, depth: usize, text: &mut String) {
        let inline = self
            .types
            .get_key_value(key)
            .filter(|(_, kind)| kind.name().schema().is_none() && depth < DEEPEST);
        let Some((key, declared)) = inline else {
            let _ = write!(text, "<{key}>");
            return;
        };
        let number = match self.of.get(key) {
            Some(known) => *known,
            None => {
                self.of.insert(key, None);
                let mut own = String::new();
                self.write_type(declared, depth + 1, &mut own);
                let next = self.numbers.len();
                let number = *self.numbers.entry(own).or_insert(next);
                self.of.insert(key, Some(number));
                Some(number)
            }
        };
        let _ = write!(text, "#{number:?}");
    }

    fn write_ref(&mut self, type_ref: &'a TypeRef, depth: usize, text: &mut String) {
        match type_ref {
            TypeRef::Named(key) => self.write_key(key, depth, text),
            TypeRef::Array { item, nullable } => {
                let _ = write!(text, "[{nullable} ");
                self.write_ref(item, depth, text);
                text.push(']');
            }
            TypeRef::Map { value, nullable } => {
                let _ = write!(text, "map[{nullable} ");
                self.write_ref(value, depth, text);
                text.push(']');
            }
            TypeRef::Page(item) => {
                text.push_str("page[");
                self.write_ref(item, depth, text);
                text.push(']');
            }
            scalar => {
                let _ = write!(text, "{scalar:?}");
            }
        }
    }

    fn write_type(&mut self, declared: &'a Type, depth: usize, text: &mut String) {
        match declared {
            Type::Object(object) => {
                let _ = write!(text, "object({:?}", object.parent);
                for property in &object.properties {
                    let _ = write!(
                        text,
                        ",{:?} {} {} {} {:?} {:?} {:?} ",
                        property.name,
                        property.nullable,
                        property.read_only,
                        property.write_only,
                        property.navigation,
                        property.constant,
                        property.limits
                    );
                    self.write_ref(&property.type_ref, depth, text);
                }
                let mut required: Vec<&String> = object.required.iter().collect();
                required.sort_unstable();
                let _ = write!(text, ";{required:?})");
            }
            Type::Enumeration(enumeration) => {
                let values: Vec<&str> = enumeration
                    .members
                    .iter()
                    .map(|member| member.value.as_str())
                    .collect();
                let _ = write!(text, "enum({} {values:?})", enumeration.is_flags);
            }
            Type::Choice(choice) => match &choice.told_by {
                ToldBy::Discriminator {
                    property,
                    alternatives,
                } => {
                    let _ = write!(text, "choice({property:?}");
                    for alternative in alternatives {
                        let _ = write!(text, ",{:?} ", alternative.values);
                        self.write_key(&alternative.object, depth, text);
                    }
                    text.push(')');
                }
                ToldBy::Shape(alternatives) => {
                    text.push_str("either(");
                    for alternative in alternatives {
                        self.write_ref(alternative, depth, text);
                        text.push(',');
                    }
                    text.push(')');
                }
            },
        }
    }
}

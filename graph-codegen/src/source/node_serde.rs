//! Nodes from and to any serde format.

use std::fmt;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::mapping::duplicate;
use super::node::MAX_DEPTH;
use super::{Mapping, Node};

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        NodeSeed { depth: 0 }.deserialize(deserializer)
    }
}

/// Reads a node that lies so deep. Formats without a limit of their own must not exhaust the stack.
#[derive(Clone, Copy)]
struct NodeSeed {
    depth: usize,
}

impl NodeSeed {
    fn below<E: de::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom(format_args!(
                "found more than {MAX_DEPTH} levels of nesting"
            )));
        }
        Ok(Self {
            depth: self.depth + 1,
        })
    }
}

impl<'de> DeserializeSeed<'de> for NodeSeed {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NodeSeed {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a scalar, a sequence or a mapping")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::from_u64(value))
    }

    // Whole numbers beyond 64 bits are rounded, as JSON readers do.
    #[allow(clippy::cast_precision_loss)]
    fn visit_i128<E>(self, value: i128) -> Result<Node, E> {
        Ok(Node::Float(value as f64))
    }

    #[allow(clippy::cast_precision_loss)]
    fn visit_u128<E>(self, value: u128) -> Result<Node, E> {
        Ok(Node::Float(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Float(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::from(text))
    }

    fn visit_string<E>(self, text: String) -> Result<Node, E> {
        Ok(Node::from(text))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let below = self.below()?;
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(below)? {
            items.push(item);
        }
        items.shrink_to_fit();
        Ok(Node::Sequence(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let below = self.below()?;
        let mut entries = Vec::new();
        while let Some(key) = access.next_key_seed(KeySeed)? {
            entries.push((key, access.next_value_seed(below)?));
        }
        if let Some((key, _)) = duplicate(&entries).and_then(|position| entries.get(position)) {
            return Err(de::Error::custom(format_args!(
                "found the key `{key}` twice in one mapping"
            )));
        }
        entries.shrink_to_fit();
        Ok(Node::Mapping(Mapping::from_distinct(entries)))
    }
}

/// Reads a key as its text: status codes are often written as numbers.
struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Box<str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Box<str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Box<str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is a scalar")
    }

    fn visit_str<E>(self, text: &str) -> Result<Box<str>, E> {
        Ok(text.into())
    }

    fn visit_string<E>(self, text: String) -> Result<Box<str>, E> {
        Ok(text.into())
    }

    fn visit_bool<E>(self, value: bool) -> Result<Box<str>, E> {
        Ok(value.to_string().into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Box<str>, E> {
        Ok(value.to_string().into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Box<str>, E> {
        Ok(value.to_string().into())
    }

    fn visit_unit<E>(self) -> Result<Box<str>, E> {
        Ok("null".into())
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_i64(*value),
            Self::Unsigned(value) => serializer.serialize_u64(*value),
            Self::Float(value) => serializer.serialize_f64(*value),
            Self::String(text) => serializer.serialize_str(text),
            Self::Sequence(items) => serializer.collect_seq(items),
            Self::Mapping(mapping) => mapping.serialize(serializer),
        }
    }
}

impl Serialize for Mapping {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_become_text_and_keep_their_order() {
        let node: Node = serde_yaml::from_str("{z: 1, 200: a, true: b, 1.0: c, ~: d}").unwrap();
        let keys: Vec<_> = node.as_mapping().unwrap().keys().collect();
        assert_eq!(keys, ["z", "200", "true", "1.0", "~"]);
    }

    #[test]
    fn a_key_may_not_occur_twice() {
        let error = serde_json::from_str::<Node>(r#"{"a": {"b": 1, "c": 2, "b": 3}}"#).unwrap_err();
        assert_eq!(
            error.to_string(),
            "found the key `b` twice in one mapping at line 1 column 30"
        );
    }

    #[test]
    fn numbers_keep_their_kind() {
        let text = "[0,-1,9223372036854775807,9223372036854775808,1.0,1e300,null,true]";
        let node: Node = serde_json::from_str(text).unwrap();
        let items = node.as_sequence().unwrap();
        assert_eq!(items[0], Node::Integer(0));
        assert_eq!(items[3], Node::Unsigned(9_223_372_036_854_775_808));
        assert_eq!(items[3].as_u64(), Some(9_223_372_036_854_775_808));
        assert_eq!(items[1].as_u64(), None);
        assert_eq!(
            serde_json::to_string(&node).unwrap(),
            text.replace("1e300", "1e+300")
        );
    }

    #[test]
    fn depth_is_limited_in_any_format() {
        let mut value = serde_json::Value::Null;
        for _ in 0..129 {
            value = serde_json::Value::Array(vec![value]);
        }
        let error = Node::deserialize(&value).unwrap_err();
        assert_eq!(error.to_string(), "found more than 128 levels of nesting");
        assert!(Node::deserialize(&value[0]).is_ok());
    }
}

//! Types, those derived from them, and choices.

use super::*;

macro_rules! object {
    ($name:ident $schema:literal [$($descendant:literal),*] { $($field:ident: $type:ty = $wire:literal @ $index:literal),* }) => {
        #[derive(Default)]
        pub(super) struct $name {
            $($field: $type,)*
            additional: Additional,
        }

        impl Formed for $name {
            type Form = ObjectForm;
        }

        impl Model for $name {
            fn empty() -> Self {
                Self::default()
            }

            fn part(&self, index: usize) -> Part<'_> {
                                static DESCRIPTOR: Descriptor =
                    Descriptor::new($schema, &[$($wire),*]).with_descendants(&[$($descendant),*]);
                let slot: &dyn Slot = match index {
                    $($index => &self.$field,)*
                    _ => return Part::Rest(&DESCRIPTOR, &self.additional),
                };
                Part::Member(slot)
            }

            fn part_mut(&mut self, index: usize) -> PartMut<'_> {
                let slot: &mut dyn Slot = match index {
                    $($index => &mut self.$field,)*
                    _ => return PartMut::Undeclared(&mut self.additional),
                };
                PartMut::Member(slot)
            }
        }

        crate::model_traits!($name);
    };
}

object!(Message "test.message" ["test.event", "test.meeting"] {
    subject: Nullable<String> = "subject" @ 0,
    secret: Nullable<Secret> = "secret" @ 1,
    size: Option<i64> = "size" @ 2
});
object!(Event "test.event" ["test.meeting"] {
    subject: Nullable<String> = "subject" @ 0,
    secret: Nullable<Secret> = "secret" @ 1,
    // Declared anew, as another type.
    size: Option<String> = "size" @ 2,
    place: Option<String> = "place" @ 3
});

impl DerivedFrom<Message> for Event {}
impl From<Event> for Message {
    fn from(event: Event) -> Self {
        upcast(event)
    }
}

impl Message {
    fn downcast<D: DerivedFrom<Self>>(&self) -> Result<Option<D>, DecodeError> {
        downcast(self)
    }
}

#[test]
fn a_descendant_is_read_where_its_base_is_declared() {
    let text = r##"{"@odata.type":"#test.event","subject":"a","place":"b","later":1e400}"##;
    let message: Message = from_json(text.as_bytes()).unwrap();
    assert_eq!(message.subject, "a");
    let event: Event = message.downcast().unwrap().unwrap();
    assert_eq!(event.place.as_deref(), Some("b"));
    assert_eq!(to_json(&event).unwrap(), text.as_bytes());
    assert_eq!(to_json(&message).unwrap(), text.as_bytes());
    let again: Message = event.into();
    assert_eq!(again, message);
}

#[test]
fn only_what_is_known_to_be_one_is_a_descendant() {
    for (type_name, is_event) in [
        (r##","@odata.type":"#test.meeting""##, true),
        (
            r#","@odata.type":"https://host/v1.0/$metadata#test.event""#,
            true,
        ),
        (r##","@odata.type":"#test.message""##, false),
        (r##","@odata.type":"#test.unheardOf""##, false),
        (r#","@odata.type":5"#, false),
        ("", false),
    ] {
        let text = format!(r#"{{"place":"b"{type_name}}}"#);
        let message: Message = from_json(text.as_bytes()).unwrap();
        let event = message.downcast::<Event>().unwrap();
        assert_eq!(event.is_some(), is_event, "{text}");
    }
}

#[test]
fn a_descendant_is_sent_in_place_of_its_base() {
    let mut event = Event {
        subject: Nullable::Null,
        secret: "hunter2".into(),
        size: Some("large".into()),
        place: Some("b".into()),
        ..Event::default()
    };
    event.additional.insert("x", 1);
    let message = Message::from(event.clone());
    assert_eq!(message.secret.as_ref().unwrap().expose(), "hunter2");
    assert_eq!(message.size, None);
    assert_eq!(
        String::from_utf8(to_json(&message).unwrap()).unwrap(),
        r##"{"@odata.type":"#test.event","subject":null,"secret":"hunter2","size":"large","x":1,"place":"b"}"##
    );
    let mut back = message.downcast::<Event>().unwrap().unwrap();
    back.additional.remove("@odata.type");
    assert_eq!(back, event);
}

#[non_exhaustive]
enum Pet {
    Message(Box<Message>),
    Event(Box<Event>),
    Unknown(Box<UntypedObject>),
}

crate::polymorphic_model!(Pet by "kind" {
    Message(Message): "cat" | "tiger",
    Event(Event): "#dog",
} else Unknown(UntypedObject));

#[test]
fn the_discriminator_of_a_choice_is_sent() {
    let pet = Pet::from(Message::default());
    assert_eq!(to_json(&pet).unwrap(), br#"{"kind":"cat"}"#);
    let pet = with_discriminator(Pet::from(Message::default()), "tiger");
    assert_eq!(to_json(&pet).unwrap(), br#"{"kind":"tiger"}"#);
    assert_eq!(
        to_json(&Pet::from(Event::default())).unwrap(),
        br##"{"kind":"#dog"}"##
    );
    for text in [
        r#"{"subject":"a","kind":"tiger"}"#,
        r#"{"subject":"a","kind":"cat"}"#,
        r##"{"place":"a","kind":"#dog"}"##,
        r#"{"place":"a","kind":"lion"}"#,
        r#"{"place":"a","kind":1e400}"#,
        r#"{"place":"a"}"#,
    ] {
        let pet: Pet = from_json(text.as_bytes()).unwrap();
        assert_eq!(to_json(&pet).unwrap(), text.as_bytes());
        assert_eq!(to_json(&pet.clone()).unwrap(), text.as_bytes());
    }
    assert!(matches!(
        from_json(br#"{"kind": "tiger"}"#).unwrap(),
        Pet::Message(_)
    ));
    assert!(matches!(
        from_json(br#"{"kind": "lion"}"#).unwrap(),
        Pet::Unknown(_)
    ));
    // Variants are told apart even where they hold the same.
    assert_ne!(Pet::from(Message::default()), Pet::from(Event::default()));
}

#[non_exhaustive]
enum AnyMessage {
    Event(Box<Event>),
    Message(Box<Message>),
    Unknown(Box<Message>),
}

crate::polymorphic_model!(AnyMessage by "@odata.type" {
    Event(Event): "test.event",
} base Message(Message): "test.message" else Unknown(Message));

#[test]
fn a_family_names_the_types_that_are_not_declared() {
    let sent = |any: AnyMessage| String::from_utf8(to_json(&any).unwrap()).unwrap();
    assert_eq!(
        sent(Event::default().into()),
        r##"{"@odata.type":"#test.event"}"##
    );
    assert_eq!(sent(Message::default().into()), "{}");
    let text = r##"{"later":{"a":1},"@odata.type":"#test.unheardOf","subject":"a"}"##;
    let any: AnyMessage = from_json(text.as_bytes()).unwrap();
    assert!(matches!(any.clone(), AnyMessage::Unknown(_)));
    assert_eq!(
        shared_property::<String>(&any, "subject").map(String::as_str),
        Some("a")
    );
    assert_eq!(
        sent(any),
        r##"{"@odata.type":"#test.unheardOf","subject":"a","later":{"a":1}}"##
    );
    let whole = r#"{"@odata.type":"https://host/$metadata#test.event"}"#;
    assert!(matches!(
        from_json(whole.as_bytes()).unwrap(),
        AnyMessage::Event(_)
    ));
}

/// Each level is read from a text of its own, since its type comes last.
#[test]
fn types_that_come_last_do_not_overflow() {
    let (open, close) = (
        r#"{"lead":"#.repeat(100_000),
        r#","kind":"x"}"#.repeat(100_000),
    );
    let text = format!("{open}1{close}");
    let pet: Pet = from_json(text.as_bytes()).unwrap();
    assert_eq!(to_json(&pet).unwrap().len(), text.len());
}

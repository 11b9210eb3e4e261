//! Navigation properties.

use super::*;

mod targets {
    pub(super) enum Owner {}
    impl crate::model::Target for Owner {
        type Model = super::Owner;
    }
    /// Of a type that is not in the slice.
    pub(super) enum Elsewhere {}
}

#[derive(Default)]
struct Team {
    lead: Related<targets::Owner>,
    members: Related<[targets::Owner]>,
    site: Related<targets::Elsewhere>,
    additional: Additional,
}

impl Team {
    fn set_lead(mut self, value: impl Into<Owner>) -> Self {
        relate(&mut self.lead, value);
        self
    }

    fn set_members(mut self, items: impl IntoIterator<Item = impl Into<Owner>>) -> Self {
        relate_items(&mut self.members, items);
        self
    }
}

impl Formed for Team {
    type Form = ObjectForm;
}

impl Model for Team {
    fn empty() -> Self {
        Self::default()
    }

    fn part(&self, index: usize) -> Part<'_> {
        static DESCRIPTOR: Descriptor = Descriptor::new("test.team", &["lead", "members", "site"]);
        let slot: &dyn Slot = match index {
            0 => self.lead.slot(),
            1 => self.members.slot(),
            2 => self.site.slot(),
            _ => return Part::Rest(&DESCRIPTOR, &self.additional),
        };
        Part::Member(slot)
    }

    fn part_mut(&mut self, index: usize) -> PartMut<'_> {
        let slot: &mut dyn Slot = match index {
            0 => self.lead.slot_mut(),
            1 => self.members.slot_mut(),
            2 => self.site.slot_mut(),
            _ => return PartMut::Undeclared(&mut self.additional),
        };
        PartMut::Member(slot)
    }
}

crate::model_traits!(Team);

fn named(name: &str) -> Owner {
    Owner {
        name: name.into(),
        ..Owner::default()
    }
}

#[test]
fn it_is_as_small_as_a_pointer() {
    assert_eq!(size_of::<Related<[targets::Owner]>>(), size_of::<usize>());
}

#[test]
fn what_came_is_read_when_it_is_asked_for() {
    let team: Team = from_json(
        br#"{"lead": {"name": "a"}, "members": [{"id": "1"}, 7, {"id": "3"}], "site": {"x": 1}}"#,
    )
    .unwrap();
    assert_eq!(team.lead.get().unwrap().unwrap().name, "a");
    assert_eq!(team.members.len(), 3);
    let ids: Vec<_> = team
        .members
        .iter()
        .flatten()
        .map(|owner| owner.id)
        .collect();
    assert_eq!(ids, [Some("1".to_owned()), Some("3".to_owned())]);
    let error = team.members.iter().find_map(Result::err).unwrap();
    assert_eq!(
        error.to_string(),
        "[1]: invalid type: integer, expected an object at line 1 column 1"
    );
    let site: UntypedObject = team.site.read().unwrap().unwrap();
    assert_eq!(site.additional.get("x"), Some(&json!(1)));
    assert_eq!(team.site.json(), Some(json!({"x": 1})));
    assert_eq!(team.members.items::<UntypedObject>().count(), 3);
}

#[test]
fn absent_and_null_are_told_apart() {
    let team: Team = from_json(br#"{"lead": null}"#).unwrap();
    assert!(team.lead.is_null() && !team.lead.is_absent());
    assert!(team.members.is_absent() && team.members.is_empty());
    assert!(team.lead.get().unwrap().is_none());
    assert_eq!(team.members.iter().count(), 0);
    assert_eq!(to_json(&team).unwrap(), br#"{"lead":null}"#);
    assert_ne!(team, Team::default());
}

#[test]
fn what_is_no_collection_is_one_error() {
    let team: Team = from_json(br#"{"members": {"id": "1"}, "lead": [1]}"#).unwrap();
    assert_eq!(team.members.iter().filter(Result::is_err).count(), 1);
    assert!(team.lead.get().is_err());
    assert_eq!(back::<Team>(r#"{"members":5}"#), r#"{"members":5}"#);
}

#[test]
fn every_digit_comes_back() {
    let text =
        r#"{"lead":{"n":18446744073709551617, "x":1e400},"members":[0.1234567890123456789]}"#;
    assert_eq!(back::<Team>(text), text);
    let team: Team = from_json(text.as_bytes()).unwrap();
    assert_eq!(
        team.lead.json(),
        Some(json!({"n": 18_446_744_073_709_551_617.0_f64, "x": "1e400"}))
    );
    let page = format!(r#"{{"value":[{text}]}}"#);
    assert_eq!(back::<Page<Team>>(&page), page);
}

#[test]
fn what_a_program_sets_is_sent_within_its_limits() {
    let team = Team::default()
        .set_lead(named("a"))
        .set_members([named("b"), named("c")]);
    assert_eq!(
        String::from_utf8(to_json(&team).unwrap()).unwrap(),
        r#"{"lead":{"name":"a"},"members":[{"name":"b"},{"name":"c"}]}"#
    );
    assert_eq!(team.lead.get().unwrap().unwrap(), named("a"));
    assert_eq!(team.members.iter().flatten().count(), 2);
    let team = Team::default().set_members([named("b"), named("too long")]);
    assert_eq!(
        to_json(&team).unwrap_err().to_string(),
        "members[1].name has 8 characters, and at most 5 are allowed"
    );
    // Reading does not send.
    assert_eq!(team.members.iter().flatten().count(), 2);
}

#[test]
fn equal_is_what_is_the_same_json() {
    let set = Team::default().set_lead(named("a"));
    let came: Team = from_json(br#"{"lead": {"name" : "a"}}"#).unwrap();
    assert_eq!(set, came);
    assert_eq!(set.clone(), set);
    let other: Team = from_json(br#"{"lead": {"name": "b"}}"#).unwrap();
    assert_ne!(set, other);
    let big = |digits: &str| -> Team {
        from_json(format!(r#"{{"lead":{{"n":{digits}}}}}"#).as_bytes()).unwrap()
    };
    assert_ne!(big("18446744073709551617"), big("18446744073709551618"));
}

#[test]
fn any_json_can_be_set() {
    let mut team = Team::default();
    team.site.set(json!({"id": "1"}));
    team.members.set(json!([]));
    team.lead.set_null();
    assert_eq!(
        to_json(&team).unwrap(),
        br#"{"lead":null,"members":[],"site":{"id":"1"}}"#
    );
    team.site.clear();
    assert!(team.site.is_absent());
    team.site.set(Json::Null);
    assert!(team.site.is_null());
}

#[test]
fn no_data_is_printed() {
    let secret = Owner {
        secret: "hunter2".into(),
        ..Owner::default()
    };
    let mut team = Team::default().set_lead(secret).set_members([named("b")]);
    team.site.set(json!({"password": "hunter3"}));
    assert_eq!(
        format!("{team:?}"),
        "team { lead: {..}, members: [1 item], site: {..} }"
    );
    assert_eq!(format!("{:?}", Related::<targets::Owner>::new()), "absent");
    // The secret is sent all the same.
    let sent = to_json(&team).unwrap();
    assert!(String::from_utf8(sent).unwrap().contains("hunter2"));
}

#[test]
fn other_formats_see_json() {
    let value = json!({"lead": {"name": "a"}, "members": [{"id": "1"}]});
    let team: Team = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&team).unwrap(), value);
    let team = Team::default().set_members([named("b")]);
    assert_eq!(
        serde_json::to_value(&team).unwrap(),
        json!({"members": [{"name": "b"}]})
    );
}

#[test]
fn models_go_to_any_thread_with_what_they_hold() {
    fn any_thread<T: Send + Sync + 'static>(_: &T) {}
    let team = <Team as Model>::empty();
    any_thread(&team);
    any_thread(&Page::new([team]));
    any_thread(&crate::v1::models::ServicePrincipal::new());
}

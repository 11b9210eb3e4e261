//! The features of Cargo that gate areas.

use std::collections::{BTreeMap, BTreeSet};

use super::areas::{Area, AreaId, Areas, Extent};
use super::surface::{Condition, Feature, NamedCondition};
use crate::naming::{Convention, Scope, snake_case};

/// A condition of more features than this has a name.
const LONGEST_UNNAMED: usize = 3;

/// The features for areas.
pub(super) struct Features<'a> {
    areas: &'a Areas,
    /// What their names begin with; none where there are no features.
    prefix: Option<&'a str>,
}

impl<'a> Features<'a> {
    pub(super) fn new(areas: &'a Areas, prefix: Option<&'a str>) -> Self {
        Self { areas, prefix }
    }

    /// The features for these areas, and those for their segments.
    pub(super) fn list(&self, present: &BTreeSet<AreaId>) -> Vec<Feature> {
        let mut features: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (_, area) in self.areas.iter().filter(|(id, _)| present.contains(id)) {
            let (Some(segment), Some(own)) = (self.of_segment(area), self.of_area(area)) else {
                continue;
            };
            if own != segment {
                features.entry(segment).or_default().insert(own.clone());
            }
            features.entry(own).or_default();
        }
        features
            .into_iter()
            .map(|(name, enables)| Feature {
                name,
                enables: enables.into_iter().collect(),
            })
            .collect()
    }

    fn of_area(&self, area: &Area) -> Option<String> {
        let segment = self.of_segment(area)?;
        Some(match &area.extent {
            Extent::Whole => segment,
            Extent::Base => segment + "-base",
            Extent::Part(name) => format!("{segment}-{}", kebab_case(name)),
        })
    }

    /// The feature for all of a top-level segment.
    fn of_segment(&self, area: &Area) -> Option<String> {
        let prefix = self.prefix?;
        let segment = kebab_case(&area.segment);
        Some(match (prefix.is_empty(), segment.is_empty()) {
            // Cargo has a feature of this name of its own.
            (true, false) if segment == "default" => "default-segment".to_owned(),
            (true, false) => segment,
            (true, true) => "root".to_owned(),
            (false, true) => format!("{prefix}-root"),
            (false, false) => format!("{prefix}-{segment}"),
        })
    }

    /// When something that these areas need is compiled.
    pub(super) fn condition(&self, areas: &[AreaId]) -> Condition {
        let features: BTreeSet<String> = areas
            .iter()
            .filter_map(|area| self.of_area(self.areas.get(*area)?))
            .collect();
        Condition(features.into_iter().collect())
    }

    /// When something is compiled, where another thing is compiled anyway.
    pub(super) fn condition_within(&self, own: &[AreaId], given: &[AreaId]) -> Condition {
        if !given.is_empty() && given.iter().all(|area| own.contains(area)) {
            return Condition::default();
        }
        self.condition(own)
    }
}

/// Names for those conditions that are long.
pub(super) fn name_conditions(conditions: BTreeSet<Condition>) -> Vec<NamedCondition> {
    let mut scope = Scope::new();
    conditions
        .into_iter()
        .filter(|condition| condition.0.len() > LONGEST_UNNAMED)
        .zip(1_usize..)
        .map(|(condition, number)| NamedCondition {
            name: scope.mint(Convention::Value, [format!("needed_{number}").as_str()]),
            condition,
        })
        .collect()
}

fn kebab_case(name: &str) -> String {
    snake_case(name).replace('_', "-")
}

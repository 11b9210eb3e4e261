//! The smallest set of permissions with which every operation can be used.
//!
//! That is the hitting set problem, which no fast way is known for. Parts that share no permission
//! are solved on their own: small ones exactly, by branch and bound within a number of steps, large
//! ones by taking what does for most operations, again and again, and then leaving out what is
//! superfluous.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// The most clauses that a part has which is solved exactly: also how deep the search goes.
const MOST_CLAUSES: usize = 64;
/// How many steps a search takes at most.
const MOST_STEPS: usize = 200_000;
/// Above so many clauses it takes too long to look for those that others imply.
const MOST_COMPARED: usize = 2_000;

/// A permission by its number.
pub(super) type Number = usize;

/// Permissions that do together.
pub(super) type Together = BTreeSet<Number>;

/// What one operation takes: any of these.
pub(super) type Clause = BTreeSet<Together>;

/// What a set costs, the weightiest first.
pub(super) type Cost = [usize; 9];

/// A set that does for every clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cover {
    pub(super) chosen: Together,
    /// Whether no other set costs less.
    pub(super) is_smallest: bool,
}

/// Finds the set of the lowest cost that does for all clauses; `cost` is that of one permission.
pub(super) fn cover(clauses: &BTreeSet<Clause>, cost: &impl Fn(Number) -> Cost) -> Cover {
    let clauses = without_implied(clauses);
    let mut cover = Cover {
        chosen: Together::new(),
        is_smallest: true,
    };
    for part in parts(&clauses) {
        let greedy = greedy(&part, cost);
        let solved = if part.len() > MOST_CLAUSES {
            None
        } else {
            let mut search = Search {
                part: &part,
                cost,
                best: (total(&greedy, cost), greedy.clone()),
                steps: 0,
            };
            search.branch(&mut Together::new());
            (search.steps < MOST_STEPS).then_some(search.best.1)
        };
        cover.is_smallest &= solved.is_some();
        cover.chosen.extend(solved.unwrap_or(greedy));
    }
    cover
}

fn does_for(chosen: &Together, clause: &Clause) -> bool {
    clause.iter().any(|together| together.is_subset(chosen))
}

fn total(chosen: &Together, cost: &impl Fn(Number) -> Cost) -> Cost {
    let mut sum = Cost::default();
    for one in chosen {
        for (sum, part) in sum.iter_mut().zip(cost(*one)) {
            *sum = sum.saturating_add(part);
        }
    }
    sum
}

/// Leaves out clauses that are met whenever another one is.
fn without_implied(clauses: &BTreeSet<Clause>) -> Vec<&Clause> {
    let satisfiable = clauses.iter().filter(|clause| !clause.is_empty());
    let clauses: Vec<&Clause> = satisfiable.collect();
    if clauses.len() > MOST_COMPARED {
        return clauses;
    }
    let implies = |one: &Clause, other: &Clause| {
        one.iter()
            .all(|together| other.iter().any(|less| less.is_subset(together)))
    };
    let is_implied = |(index, clause): (usize, &Clause)| {
        clauses.iter().enumerate().any(|(other, one)| {
            // Of two that imply each other the first stays.
            other != index && implies(one, clause) && (other < index || !implies(clause, one))
        })
    };
    let kept = clauses.iter().enumerate();
    kept.filter(|(index, clause)| !is_implied((*index, clause)))
        .map(|(_, clause)| *clause)
        .collect()
}

/// Parts that share no permission.
fn parts<'c>(clauses: &[&'c Clause]) -> Vec<Vec<&'c Clause>> {
    // Each permission names the part that it is in; parts that meet are joined.
    let mut parts: Vec<Vec<&Clause>> = Vec::new();
    let mut part_of: BTreeMap<Number, usize> = BTreeMap::new();
    for clause in clauses {
        let numbers: BTreeSet<Number> = clause.iter().flatten().copied().collect();
        let met: BTreeSet<usize> = numbers
            .iter()
            .filter_map(|number| part_of.get(number).copied())
            .collect();
        let target = met.first().copied().unwrap_or(parts.len());
        if target == parts.len() {
            parts.push(Vec::new());
        }
        for other in met.iter().filter(|other| **other != target) {
            let moved = parts
                .get_mut(*other)
                .map(std::mem::take)
                .unwrap_or_default();
            for number in moved.iter().copied().flatten().flatten() {
                part_of.insert(*number, target);
            }
            if let Some(part) = parts.get_mut(target) {
                part.extend(moved);
            }
        }
        if let Some(part) = parts.get_mut(target) {
            part.push(clause);
        }
        part_of.extend(numbers.into_iter().map(|number| (number, target)));
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Takes what does for most of the clauses that are left, again and again.
fn greedy(part: &[&Clause], cost: &impl Fn(Number) -> Cost) -> Together {
    let mut chosen = Together::new();
    let mut open: Vec<&Clause> = part.to_vec();
    while !open.is_empty() {
        let mut uses: BTreeMap<&Together, usize> = BTreeMap::new();
        for together in open.iter().copied().flatten() {
            *uses.entry(together).or_default() += 1;
        }
        let added =
            |together: &Together| -> Together { together.difference(&chosen).copied().collect() };
        let best = uses.into_iter().min_by(|(one, uses), (other, more)| {
            let (one, other) = (added(one), added(other));
            // As many clauses as can be for each permission that is added.
            let rate = (more * one.len()).cmp(&(uses * other.len()));
            rate.then_with(|| total(&one, cost).cmp(&total(&other, cost)))
        });
        let Some((best, _)) = best else { break };
        chosen.extend(best);
        open.retain(|clause| !does_for(&chosen, clause));
    }
    // The most privileged goes first, where it is superfluous.
    let mut by_cost: Vec<Number> = chosen.iter().copied().collect();
    by_cost.sort_by(|one, other| cost(*other).cmp(&cost(*one)).then(one.cmp(other)));
    for one in by_cost {
        chosen.remove(&one);
        if !part.iter().all(|clause| does_for(&chosen, clause)) {
            chosen.insert(one);
        }
    }
    chosen
}

/// A search through all choices but those that cannot be better than the best so far.
struct Search<'a, F> {
    part: &'a [&'a Clause],
    cost: &'a F,
    best: (Cost, Together),
    steps: usize,
}

impl<F: Fn(Number) -> Cost> Search<'_, F> {
    /// Each step meets one more clause, so that the search is as deep as there are clauses.
    fn branch(&mut self, chosen: &mut Together) {
        self.steps += 1;
        if self.steps >= MOST_STEPS {
            return;
        }
        let cost = total(chosen, self.cost);
        let open = || self.part.iter().filter(|clause| !does_for(chosen, clause));
        // The clause with the fewest ways decides the most.
        let Some(next) = open().min_by_key(|clause| clause.len()).copied() else {
            let better = cost
                .cmp(&self.best.0)
                .then_with(|| Ord::cmp(&*chosen, &self.best.1));
            if better == Ordering::Less {
                self.best = (cost, chosen.clone());
            }
            return;
        };
        // Clauses that share nothing need a permission each.
        let mut seen = Together::new();
        let mut least = 0;
        for clause in open() {
            let missing = || clause.iter().flatten().filter(|one| !chosen.contains(one));
            if missing().all(|one| !seen.contains(one)) {
                seen.extend(missing());
                least += 1;
            }
        }
        let [count, ..] = cost;
        let [most, ..] = self.best.0;
        if count + least > most {
            return;
        }
        for together in next {
            let added: Vec<Number> = together.difference(chosen).copied().collect();
            chosen.extend(&added);
            self.branch(chosen);
            for one in added {
                chosen.remove(&one);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clauses(all: &[&[&[Number]]]) -> BTreeSet<Clause> {
        let together = |one: &&[Number]| one.iter().copied().collect();
        let clause = |one: &&[&[Number]]| one.iter().map(together).collect();
        all.iter().map(clause).collect()
    }

    fn by_number(number: Number) -> Cost {
        [1, number, 0, 0, 0, 0, 0, 0, 0]
    }

    fn chosen(all: &[&[&[Number]]]) -> Vec<Number> {
        let cover = cover(&clauses(all), &by_number);
        assert!(cover.is_smallest);
        cover.chosen.into_iter().collect()
    }

    #[test]
    fn the_fewest_and_then_the_cheapest_are_chosen() {
        assert!(chosen(&[]).is_empty());
        assert_eq!(chosen(&[&[&[3], &[1]], &[&[2], &[3]]]), [3]);
        assert_eq!(chosen(&[&[&[3], &[1]]]), [1]);
        // Two pairs that share one, in place of two others.
        assert_eq!(
            chosen(&[&[&[1, 2], &[7]], &[&[1, 3], &[8]], &[&[2], &[3]]]),
            [1, 2, 3]
        );
        // What takes the most is not always in the smallest set.
        let trap: &[&[&[Number]]] = &[
            &[&[1], &[10]],
            &[&[1], &[11]],
            &[&[2], &[10]],
            &[&[2], &[11]],
            &[&[10], &[3]],
            &[&[11], &[4]],
        ];
        assert_eq!(chosen(trap), [10, 11]);
    }

    /// Numbers that look random and are the same each time.
    fn scrambled(seed: &mut u64) -> usize {
        *seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(*seed >> 33).unwrap()
    }

    #[test]
    fn it_is_what_trying_everything_finds() {
        let mut seed = 7;
        for _ in 0..300 {
            let mut all = BTreeSet::new();
            for _ in 0..=scrambled(&mut seed) % 7 {
                let mut clause = Clause::new();
                for _ in 0..=scrambled(&mut seed) % 3 {
                    let pair = (0..=scrambled(&mut seed) % 2).map(|_| scrambled(&mut seed) % 8);
                    clause.insert(pair.collect());
                }
                all.insert(clause);
            }
            let best = (0_usize..256)
                .map(|bits| {
                    (0..8)
                        .filter(|bit| bits & (1 << bit) != 0)
                        .collect::<Together>()
                })
                .filter(|set| all.iter().all(|clause| does_for(set, clause)))
                .map(|set| total(&set, &by_number))
                .min();
            let found = cover(&all, &by_number);
            assert!(found.is_smallest);
            assert!(all.iter().all(|clause| does_for(&found.chosen, clause)));
            assert_eq!(Some(total(&found.chosen, &by_number)), best, "{all:?}");
        }
    }

    #[test]
    fn what_is_too_large_is_covered_all_the_same() {
        let mut seed = 1;
        let large: BTreeSet<Clause> = (0..500)
            .map(|_| {
                (0..4)
                    .map(|_| Together::from([scrambled(&mut seed) % 120]))
                    .collect()
            })
            .collect();
        let found = cover(&large, &by_number);
        assert!(!found.is_smallest);
        assert!(large.iter().all(|clause| does_for(&found.chosen, clause)));
        for one in &found.chosen {
            let mut without = found.chosen.clone();
            without.remove(one);
            assert!(!large.iter().all(|clause| does_for(&without, clause)));
        }
        assert_eq!(found, cover(&large, &by_number));
    }
}

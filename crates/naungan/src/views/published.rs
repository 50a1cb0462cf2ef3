//! Counts of people as they may be published: none so small that one could guess who, and none from which a
//! small one could be worked out.
//!
//! A whole and its parts make an equation that every reader knows. Where a part is left out, its equation
//! must leave room: two unknowns at least, which together are no small count, and not each of them one.

use std::collections::BTreeMap;

use store::queries::coverage::Covered;

use super::provinces;

/// Counts of fewer people than this are left out, but for nobody.
pub(crate) const PEOPLE_MIN: i64 = 10;

/// Insured through an employer or a project.
const FORMAL: [&str; 2] = ["wage_earner", "construction"];
/// Insured on their own.
const INFORMAL: &str = "self_employed";

/// A count that may be shown; nothing where it is left out.
pub(crate) type Count = Option<i64>;

/// The people of a month by how they work. The same month is always published alike, wherever it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Segments {
    pub(crate) total: Count,
    pub(crate) formal: Count,
    pub(crate) informal: Count,
    /// Neither: migrants.
    pub(crate) others: Count,
    each: BTreeMap<String, (Count, Count)>,
}

impl Segments {
    /// From the people of each segment, and those of them for whom somebody else pays.
    pub(crate) fn of(people: &BTreeMap<String, (i64, i64)>) -> Segments {
        let group = |name: &str| match name {
            _ if FORMAL.contains(&name) => 0,
            INFORMAL => 1,
            _ => 2,
        };
        let mut tree = Tree::of(people.values().map(|(people, _)| people).sum());
        let mut groups = [None; 3];
        let mut leaves = BTreeMap::new();
        for (at, place) in groups.iter_mut().enumerate() {
            let inside: Vec<_> = people.iter().filter(|(name, _)| group(name) == at).collect();
            // A group of one segment is that segment: two names for one count.
            let above = match inside.as_slice() {
                [_, _, ..] => tree.add(0, inside.iter().map(|(_, (people, _))| people).sum()),
                _ => 0,
            };
            for (name, (people, _)) in &inside {
                leaves.insert((*name).clone(), tree.add(above, *people));
            }
            *place = match inside.as_slice() {
                [(name, _)] => leaves.get(*name).copied(),
                [] => None,
                _ => Some(above),
            };
        }
        tree.close();
        let [formal, informal, others] = groups.map(|node| node.map_or(Some(0), |node| tree.shown(node)));
        let each = leaves.into_iter().map(|(name, node)| {
            let people_shown = tree.shown(node);
            let (all, sponsored) = people[&name];
            // Who pays for herself is the rest, and may be no small count either.
            let is_safe = people_shown.is_some() && !is_small(sponsored) && !is_small(all - sponsored);
            (name, (people_shown, Some(sponsored).filter(|_| is_safe)))
        });
        Segments { each: each.collect(), total: tree.shown(0), formal, informal, others }
    }

    /// The people of a segment, and those for whom somebody else pays.
    pub(crate) fn segment(&self, name: &str) -> (Count, Count) {
        self.each.get(name).copied().unwrap_or((Some(0), Some(0)))
    }
}

/// The people of each segment, and those of them for whom somebody else pays.
pub(crate) fn by_segment(rows: &[Covered]) -> BTreeMap<String, (i64, i64)> {
    let mut people = BTreeMap::new();
    for row in rows {
        let (all, sponsored) = people.entry(row.segment.clone()).or_insert((0, 0));
        *all += row.people;
        *sponsored += if row.sponsored { row.people } else { 0 };
    }
    people
}

/// People by one thing that is known of them, such as where they are.
fn by(rows: &[Covered], what: fn(&Covered) -> &str) -> BTreeMap<String, Count> {
    let mut people: BTreeMap<String, i64> = BTreeMap::new();
    for row in rows {
        *people.entry(what(row).to_owned()).or_insert(0) += row.people;
    }
    parts(people).1
}

/// A whole with its parts by name.
pub(crate) fn parts(people: BTreeMap<String, i64>) -> (Count, BTreeMap<String, Count>) {
    let mut tree = Tree::of(people.values().sum());
    let leaves: Vec<(String, usize)> =
        people.into_iter().map(|(name, people)| (name, tree.add(0, people))).collect();
    tree.close();
    (tree.shown(0), leaves.into_iter().map(|(name, node)| (name, tree.shown(node))).collect())
}

/// People by province; whoever is in none, or in one that is not on the map, stands under no code.
pub(crate) fn by_province(rows: &[Covered]) -> BTreeMap<String, Count> {
    by(rows, |row| if provinces::is_code(&row.province) { &row.province } else { "" })
}

/// People by sex; of whom it is not known stands under no word.
pub(crate) fn by_sex(rows: &[Covered]) -> BTreeMap<String, Count> {
    by(rows, |row| &row.sex)
}

/// A whole of which no parts are shown.
pub(crate) fn whole(people: i64) -> Count {
    Some(people).filter(|people| !is_small(*people))
}

fn is_small(people: i64) -> bool {
    (1..PEOPLE_MIN).contains(&people)
}

/// A whole with its parts, and theirs.
struct Tree {
    nodes: Vec<Node>,
}

struct Node {
    people: i64,
    parts: Vec<usize>,
    hidden: bool,
}

impl Tree {
    fn of(people: i64) -> Tree {
        Tree { nodes: vec![Node { people, parts: Vec::new(), hidden: is_small(people) }] }
    }

    fn add(&mut self, above: usize, people: i64) -> usize {
        let node = self.nodes.len();
        self.nodes.push(Node { people, parts: Vec::new(), hidden: is_small(people) });
        self.nodes[above].parts.push(node);
        node
    }

    fn shown(&self, node: usize) -> Count {
        let node = &self.nodes[node];
        Some(node.people).filter(|_| !node.hidden)
    }

    /// Leaves out more, until nothing that is left out can be worked out.
    fn close(&mut self) {
        while let Some(open) = (0..self.nodes.len()).find(|node| self.tells(*node)) {
            let parts = &self.nodes[open].parts;
            let visible =
                parts.iter().filter(|part| !self.nodes[**part].hidden && self.nodes[**part].people > 0);
            let smallest = visible.min_by_key(|part| self.nodes[**part].people).copied();
            match smallest {
                Some(part) => self.nodes[part].hidden = true,
                None if open > 0 && !self.nodes[open].hidden => self.nodes[open].hidden = true,
                // All parts are ones: then not even which are nobody is told.
                None => {
                    self.nodes.iter_mut().skip(1).for_each(|node| node.hidden = true);
                    return;
                }
            }
        }
    }

    /// Whether the equation of a node and its parts tells one that is left out.
    fn tells(&self, node: usize) -> bool {
        let Node { parts, hidden, .. } = &self.nodes[node];
        if parts.is_empty() {
            return false;
        }
        let unknown = parts.iter().filter(|part| self.nodes[**part].hidden).count() + usize::from(*hidden);
        if *hidden {
            return unknown == 1;
        }
        let (count, people) = self.unknown(node);
        unknown == 1 || (unknown > 1 && (count < 2 || people < PEOPLE_MIN || people <= count))
    }

    /// The smallest parts left out below a node, through others that are: how many, and their people.
    fn unknown(&self, node: usize) -> (i64, i64) {
        let hidden = self.nodes[node].parts.iter().filter(|part| self.nodes[**part].hidden);
        hidden.fold((0, 0), |(count, people), part| {
            let below = &self.nodes[*part];
            let (more, of_them) =
                if below.parts.is_empty() { (1, below.people) } else { self.unknown(*part) };
            (count + more, people + of_them)
        })
    }
}

#[cfg(test)]
mod tests {
    use testing::Random;

    use super::*;

    fn month(people: [i64; 4]) -> Segments {
        let names = ["construction", "migrant", "self_employed", "wage_earner"];
        let all = names.into_iter().zip(people).map(|(name, people)| (name.to_owned(), (people, 0)));
        Segments::of(&all.collect())
    }

    /// Construction, migrants, self-employed, wage earners; then formal, informal, others and all.
    fn shown(of: &Segments) -> [Count; 8] {
        let [construction, migrant, own, wage] =
            ["construction", "migrant", "self_employed", "wage_earner"].map(|name| of.segment(name).0);
        [construction, migrant, own, wage, of.formal, of.informal, of.others, of.total]
    }

    fn sums([construction, migrant, own, wage]: [i64; 4]) -> [i64; 8] {
        let formal = construction + wage;
        [construction, migrant, own, wage, formal, own, migrant, formal + own + migrant]
    }

    #[test]
    fn large_counts_are_all_shown() {
        assert_eq!(shown(&month([20, 0, 30, 500])), sums([20, 0, 30, 500]).map(Some));
    }

    #[test]
    fn a_small_count_takes_another_with_it() {
        // Of those who work formally, one cannot be left out alone.
        let [construction, _, own, wage, formal, .., all] = shown(&month([3, 0, 30, 500]));
        assert_eq!((construction, wage), (None, None));
        assert_eq!((own, formal, all), (Some(30), Some(503), Some(533)));
        // Nor can migrants, and with them goes what is smallest.
        let [.., wage, formal, informal, others, all] = shown(&month([20, 3, 30, 500]));
        assert_eq!((informal, others), (None, None));
        assert_eq!((wage, formal, all), (Some(500), Some(520), Some(553)));
        // Whoever is so few in all is not counted out.
        assert_eq!(shown(&month([0, 0, 3, 4])), [Some(0), Some(0), None, None, None, None, Some(0), None]);
    }

    #[test]
    fn who_pays_for_herself_is_a_count_too() {
        let of = |people, sponsored| {
            let all = [("self_employed".to_owned(), (people, sponsored))];
            Segments::of(&BTreeMap::from(all)).segment("self_employed")
        };
        assert_eq!(of(100, 50), (Some(100), Some(50)));
        assert_eq!(of(100, 3), (Some(100), None));
        assert_eq!(of(100, 97), (Some(100), None));
        assert_eq!(of(100, 100), (Some(100), Some(100)));
        assert_eq!(of(9, 0), (None, None));
    }

    /// Every way to fill a number of cells with a sum.
    fn ways(cells: usize, sum: i64, each: &mut dyn FnMut(&[i64]), begun: &mut Vec<i64>) {
        if cells == 1 {
            begun.push(sum);
            each(begun);
            begun.pop();
            return;
        }
        for first in 0..=sum {
            begun.push(first);
            ways(cells - 1, sum - first, each, begun);
            begun.pop();
        }
    }

    /// Whoever reads what is shown, knows that counts are not negative, and believes that whatever is left
    /// out beside a nobody is not nobody, tries everything: each that is left out can still be two things.
    fn cannot_be_solved(shown: &[Count], sums: &dyn Fn(&[i64]) -> Vec<i64>, cells: usize, most: i64) {
        let hidden: Vec<usize> = (0..shown.len()).filter(|at| shown[*at].is_none()).collect();
        let believes = shown.contains(&Some(0));
        let mut seen: Vec<Vec<i64>> = vec![Vec::new(); shown.len()];
        let total = *shown.last().expect("a total");
        let range = total.map_or(0..=most, |total| total..=total);
        for sum in range {
            let mut each = |cells: &[i64]| {
                let all = sums(cells);
                let fits = all.iter().zip(shown).all(|(one, shown)| shown.is_none_or(|shown| shown == *one));
                let some = !believes || hidden.iter().all(|at| all[*at] > 0);
                if fits && some {
                    for at in &hidden {
                        if seen[*at].len() < 2 && !seen[*at].contains(&all[*at]) {
                            seen[*at].push(all[*at]);
                        }
                    }
                }
            };
            ways(cells, sum, &mut each, &mut Vec::new());
        }
        for at in hidden {
            assert_eq!(seen[at].len(), 2, "cell {at} of {shown:?} can be worked out: {:?}", seen[at]);
        }
    }

    #[test]
    fn what_is_left_out_cannot_be_worked_out() {
        let mut random = Random::new(20_261_121);
        let mut draw = || match random.between(0, 3) {
            0 => 0,
            1 => random.between(1, 2),
            _ => random.between(0, 13),
        };
        for _ in 0..400 {
            let people = [draw(), draw(), draw(), draw()];
            let of = shown(&month(people));
            for (shown, people) in of.iter().zip(sums(people)) {
                assert!(shown.is_none_or(|shown| shown == people && !is_small(people)), "{of:?}");
            }
            let sums = |cells: &[i64]| sums([cells[0], cells[1], cells[2], cells[3]]).to_vec();
            cannot_be_solved(&of, &sums, 4, PEOPLE_MIN - 1);
        }
        for _ in 0..300 {
            let people = [draw(), draw(), draw(), draw(), draw()];
            let rows: Vec<Covered> = people
                .iter()
                .enumerate()
                .map(|(at, people)| Covered {
                    segment: INFORMAL.to_owned(),
                    province: at.to_string(),
                    sex: String::new(),
                    sponsored: false,
                    people: *people,
                })
                .collect();
            let mut of: Vec<Count> = by(&rows, |row| &row.province).into_values().collect();
            of.push(whole(people.iter().sum()));
            let sums = |cells: &[i64]| [cells, &[cells.iter().sum()]].concat();
            cannot_be_solved(&of, &sums, 5, PEOPLE_MIN - 1);
        }
    }

    #[test]
    fn ones_alone_are_left_out_with_the_nobodies() {
        let row = |province: usize, people| Covered {
            segment: INFORMAL.to_owned(),
            province: province.to_string(),
            sex: String::new(),
            sponsored: false,
            people,
        };
        let rows: Vec<Covered> = (0..14).map(|at| row(at, i64::from(at < 12))).collect();
        assert!(by(&rows, |row| &row.province).values().all(Option::is_none));
    }
}

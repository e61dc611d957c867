//! Weighs what is said of one product: who is more specific is believed, then who is less hopeful.
//!
//! The error that must not happen is "there is a fix" where there is none: a hospital would wait for it. So a version that
//! can be named beats "out of support"; a vague "updates are available" does not beat "will not be fixed".

use super::rules::Meaning as M;
use super::statement::{Aim, Statement, about};
use super::{FixAnswer, Readings, Who};
use crate::advisory::{VersionText, Vulnerability};
use holdfast_facts::{Cited, FixState};

/// How many sentences an answer carries.
const MOST_SENTENCES: usize = 6;

type Aimed<'a> = (&'a Statement, Aim);

pub(super) fn decide(readings: &Readings<'_>, index: Option<usize>, product: usize) -> FixAnswer {
    let vulnerability = index.and_then(|index| readings.advisory.vulnerabilities.get(index));
    let aimed = |statement: &'_ Statement| about(statement, readings.advisory, vulnerability, product);
    let mut said: Vec<Aimed<'_>> = list(&readings.vulnerabilities, index)
        .iter()
        .filter_map(|statement| Some((statement, aimed(statement)?)))
        .collect();
    // Its own name says that it is no longer looked after: nobody can mean another product.
    said.extend(
        list(&readings.products, Some(product))
            .iter()
            .map(|statement| (statement, Aim { specific: true, part: false })),
    );
    let answer = weigh(readings, &said, product);
    if answer.state != FixState::Unknown {
        return answer;
    }
    if let Some((version, cited)) = listed_as_fixed(readings, vulnerability, product) {
        let mut says = answer.says;
        says.insert(0, cited);
        return FixAnswer {
            state: FixState::FixAvailable(Some(version)),
            says,
            who: Who::Status,
            ..FixAnswer::default()
        };
    }
    // What is said of the whole document, or while describing the flaw, counts where the remediations leave it open.
    let background = readings.background();
    let notes: Vec<Aimed<'_>> = background
        .notes
        .iter()
        .chain(list(&background.descriptions, index))
        .filter(|statement| !matches!(statement.means, M::Upgrade | M::Advice | M::Silent))
        .filter(|statement| statement.means != M::Fix || statement.version.is_some())
        .filter_map(|statement| Some((statement, aimed(statement)?)))
        .collect();
    let from_notes = weigh(readings, &notes, product);
    if from_notes.state == FixState::Unknown { answer } else { from_notes }
}

fn list<T>(lists: &[Vec<T>], index: Option<usize>) -> &[T] {
    index.and_then(|index| lists.get(index)).map_or(&[], Vec::as_slice)
}

fn weigh(readings: &Readings<'_>, said: &[Aimed<'_>], product: usize) -> FixAnswer {
    let of = |means: M| said.iter().filter(move |(statement, _)| statement.means == means).copied();
    let another = |statement: &Statement| {
        statement.target.as_deref().is_some_and(|target| readings.names.is_another(product, target))
    };
    let denied =
        |statement: &Statement| matches!(statement.category.as_str(), "none_available" | "no_fix_planned");
    // "Migrate to Crimson 3.1 release 3112" in an advisory about Crimson is an update, whatever the verb.
    let own_newer = |statement: &Statement| {
        statement.means == M::Replace
            && statement.target.as_deref().is_some_and(|target| {
                let head = head(target);
                let own = readings.names.is_own(product, head) && super::rough::version_in(target).is_some();
                !statement.cited.text.to_lowercase().contains("replac")
                    && !readings.names.is_another(product, head)
                    && (own || readings.names.is_own_with_version(product, head))
            })
    };
    // A fix that stands under "there is none" is one for others; a fix whose target is another model is a purchase once
    // the maker has given this one up, and one for another branch where there is none for this one today.
    let given_up = of(M::Never)
        .chain(of(M::OutOfSupport))
        .chain(of(M::Replace))
        .any(|(statement, _)| !own_newer(statement));
    let lacking = given_up || of(M::NotYet).next().is_some();
    let mut fixes: Vec<Aimed<'_>> = of(M::Fix)
        .filter(|(statement, _)| !denied(statement))
        .filter(|(statement, _)| !lacking || !another(statement))
        .collect();
    let newer: Vec<Aimed<'_>> = of(M::Replace).filter(|(statement, _)| own_newer(statement)).collect();
    fixes.extend(newer.iter().filter(|(statement, _)| version_of(statement).is_some()));
    let others: Vec<Aimed<'_>> =
        of(M::Fix).filter(|(statement, _)| !denied(statement) && lacking && another(statement)).collect();
    let bought: Vec<Aimed<'_>> = if given_up { others.clone() } else { Vec::new() };
    let mut elsewhere: Vec<Aimed<'_>> =
        of(M::Fix).chain(of(M::Upgrade)).filter(|(statement, _)| denied(statement)).collect();
    let mut upgrades: Vec<Aimed<'_>> = of(M::Upgrade).filter(|(statement, _)| !denied(statement)).collect();
    upgrades.extend(newer.iter().filter(|(statement, _)| version_of(statement).is_none()));

    if !given_up {
        elsewhere.extend(&others);
    }

    let specific = |list: &[Aimed<'_>]| list.iter().any(|(_, aim)| aim.specific && !aim.part);
    let whole = |means: M| of(means).filter(|(_, aim)| !aim.part).collect::<Vec<_>>();
    let (never, not_yet, planned) = (whole(M::Never), whole(M::NotYet), whole(M::Planned));
    let unsupported = whole(M::OutOfSupport);
    let mut replace = whole(M::Replace);
    replace.retain(|(statement, _)| !own_newer(statement));
    let branch = whole(M::OtherBranch);
    let mut negatives: Vec<Aimed<'_>> = never.clone();
    negatives.extend(&not_yet);
    negatives.extend(&unsupported);
    negatives.extend(&replace);

    let versioned: Vec<Aimed<'_>> =
        fixes.iter().filter(|(statement, _)| version_of(statement).is_some()).copied().collect();
    let outranked = |fixes: &[Aimed<'_>]| specific(&negatives) && !fixes.iter().any(|(_, aim)| aim.specific);
    let same_place = |ones: &[Aimed<'_>], others: &[Aimed<'_>]| {
        ones.iter().any(|(one, _)| {
            others.iter().any(|(other, _)| other.place == one.place && one.place != usize::MAX)
        })
    };

    let out_of_support = !unsupported.is_empty();
    let answer = |state: FixState, because: &[Aimed<'_>]| finish(state, because, said, out_of_support);

    if !versioned.is_empty() && !outranked(&versioned) {
        // "Fixed in 3.1" beside "will not be fixed", both of the same product: only newer ones are helped.
        if never.iter().any(|(statement, aim)| {
            !statement.by_category && (aim.specific || !versioned.iter().any(|(_, aim)| aim.specific))
        }) {
            let mut because = never.clone();
            because.extend(&versioned);
            return answer(FixState::FixForOtherBranch, &because);
        }
        let best = newest(&versioned);
        return answer(FixState::FixAvailable(best), &versioned);
    }
    // A ticked category alone does not stand against any sentence that says otherwise.
    let only_ticked = fixes.iter().all(|(statement, _)| statement.by_category) && !negatives.is_empty();
    let denied_in_words = !never.is_empty() || !not_yet.is_empty();
    let to_be_replaced = same_place(&fixes, &replace) || specific(&replace);
    if !fixes.is_empty() && !only_ticked && !denied_in_words && !to_be_replaced && !outranked(&fixes) {
        return answer(FixState::FixAvailable(None), &fixes);
    }
    let given_up_whole = !never.is_empty() || specific(&unsupported);
    if !planned.is_empty() && !given_up_whole && replace.is_empty() {
        return answer(FixState::FixPlanned, &planned);
    }
    if !replace.is_empty() || (!bought.is_empty() && !negatives.is_empty()) {
        let mut because = replace.clone();
        because.extend(&bought);
        return answer(FixState::ReplaceOnly, &because);
    }
    let ended = !never.is_empty() || !unsupported.is_empty() || !not_yet.is_empty();
    if !branch.is_empty() || (ended && (!elsewhere.is_empty() || same_place(&unsupported, &upgrades))) {
        let mut because = branch.clone();
        because.extend(&elsewhere);
        if because.is_empty() {
            because.extend(&upgrades);
        }
        because.extend(&negatives);
        return answer(FixState::FixForOtherBranch, &because);
    }
    if !negatives.is_empty() {
        return answer(FixState::NoFix, &negatives);
    }
    if !upgrades.is_empty() {
        return answer(FixState::FixAvailable(None), &upgrades);
    }
    // What is left is about some versions only.
    let part = |means: M| of(means).collect::<Vec<_>>();
    for (means, state) in [
        (M::Planned, FixState::FixPlanned),
        (M::Replace, FixState::ReplaceOnly),
        (M::OtherBranch, FixState::FixForOtherBranch),
        (M::Never, FixState::NoFix),
        (M::NotYet, FixState::NoFix),
        (M::OutOfSupport, FixState::NoFix),
    ] {
        let because = part(means);
        if !because.is_empty() {
            return answer(state, &because);
        }
    }
    let silent = part(M::Silent);
    answer(FixState::Unknown, &silent)
}

fn finish(state: FixState, because: &[Aimed<'_>], said: &[Aimed<'_>], out_of_support: bool) -> FixAnswer {
    let mut says: Vec<Cited> = Vec::new();
    let add = |statement: &Statement, says: &mut Vec<Cited>| {
        if says.len() < MOST_SENTENCES && !says.iter().any(|cited| cited.text == statement.cited.text) {
            says.push(statement.cited.clone());
        }
    };
    // Specific ones first: they are what a reader wants to see.
    for wanted in [true, false] {
        for (statement, aim) in because {
            if aim.specific == wanted {
                add(statement, &mut says);
            }
        }
    }
    for (statement, _) in said {
        if statement.means != M::Advice {
            add(statement, &mut says);
        }
    }
    let claims_fix = said.iter().any(|(statement, _)| statement.category == "vendor_fix");
    let claims_none = said
        .iter()
        .any(|(statement, _)| matches!(statement.category.as_str(), "none_available" | "no_fix_planned"));
    let conflict = match &state {
        FixState::FixAvailable(_) | FixState::FixPlanned => claims_none,
        FixState::Unknown => false,
        FixState::NoFix | FixState::ReplaceOnly | FixState::FixForOtherBranch => claims_fix,
    };
    let who = if because.is_empty() {
        Who::Nobody
    } else if because.iter().all(|(statement, _)| statement.by_category) {
        Who::Category
    } else {
        Who::Text
    };
    FixAnswer { state, says, conflict, who, out_of_support }
}

/// The version to name: of those that are aimed at the product if any, the newest; the first where they cannot be ordered.
fn newest(fixes: &[Aimed<'_>]) -> Option<String> {
    let specific = fixes.iter().any(|(_, aim)| aim.specific);
    let mut best: Option<String> = None;
    for (statement, aim) in fixes {
        let Some(version) = version_of(statement) else { continue };
        if specific && !aim.specific {
            continue;
        }
        let better = match best {
            None => true,
            Some(ref best) => super::rough::compare(&version, best).is_some_and(std::cmp::Ordering::is_gt),
        };
        if better {
            best = Some(version);
        }
    }
    best
}

/// The first two words: what is bought; the rest tells more about it.
fn head(target: &str) -> &str {
    let target = target.strip_prefix("the ").or_else(|| target.strip_prefix("a ")).unwrap_or(target);
    match target.match_indices(' ').nth(1) {
        Some((at, _)) => target.get(..at).unwrap_or(target),
        None => target,
    }
}

/// The version of a fix, also where it is written into the target of a migration.
fn version_of(statement: &Statement) -> Option<String> {
    statement.version.clone().or_else(|| {
        let target = statement.target.as_deref().filter(|_| statement.means == M::Replace)?;
        super::rough::version_in(target)
    })
}

/// A version that the advisory itself lists as fixed for a product of the same name.
fn listed_as_fixed(
    readings: &Readings<'_>,
    vulnerability: Option<&Vulnerability>,
    product: usize,
) -> Option<(String, Cited)> {
    let products = &readings.advisory.products;
    let own = products.get(product)?;
    let fixed = vulnerability?.fixed.iter().filter_map(|index| products.get(*index));
    for other in
        fixed.filter(|other| other.vendor == own.vendor && other.names == own.names && !own.names.is_empty())
    {
        let version = match &other.version {
            VersionText::Exactly(version) => version.clone(),
            VersionText::Written(text) => text.clone(),
            VersionText::Ranges(_) | VersionText::Unsaid => continue,
        };
        let cited = Cited {
            document: readings.advisory.document.clone(),
            pointer: other.pointer.clone(),
            text: super::shorten(&other.full_name, 1000),
        };
        return Some((version, cited));
    }
    None
}

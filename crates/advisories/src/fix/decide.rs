//! Weighs what is said of one product: who is more specific is believed, then who is less hopeful.
//!
//! The error that must not happen is "there is a fix" where there is none: a hospital would wait for it. So a version that
//! can be named beats "out of support"; a vague "updates are available" does not beat "will not be fixed".

use super::rules::Meaning as M;
use super::{Aim, FixAnswer, Readings, Statement, Who, about};
use crate::advisory::{VersionText, Vulnerability};
use holdfast_facts::{Cited, FixState};

/// How many sentences an answer carries.
const MOST_SENTENCES: usize = 6;

type Aimed<'a> = (&'a Statement, Aim);

pub(super) fn decide(
    readings: &Readings<'_>,
    vulnerability: Option<&Vulnerability>,
    statements: &[Statement],
    product: usize,
) -> FixAnswer {
    let advisory = readings.advisory;
    let mut said: Vec<Aimed<'_>> = statements
        .iter()
        .filter_map(|statement| Some((statement, about(statement, advisory, vulnerability, product)?)))
        .collect();
    // Its own name says that it is no longer looked after: nobody can mean another product.
    let own = readings.products.get(product).map_or(&[][..], Vec::as_slice);
    said.extend(own.iter().map(|statement| (statement, Aim { specific: true, part: false })));
    let mut answer = weigh(readings, &said, product);
    if answer.state == FixState::Unknown {
        // What is said of the whole document counts where the remediations leave the question open.
        let notes: Vec<Aimed<'_>> = readings
            .notes
            .iter()
            .filter(|statement| !matches!(statement.means, M::Upgrade | M::Advice | M::Silent))
            .filter(|statement| statement.means != M::Fix || statement.version.is_some())
            .filter_map(|statement| Some((statement, about(statement, advisory, vulnerability, product)?)))
            .collect();
        let from_notes = weigh(readings, &notes, product);
        if from_notes.state != FixState::Unknown {
            answer = from_notes;
        }
    }
    if answer.state == FixState::Unknown
        && let Some((version, cited)) = listed_as_fixed(readings, vulnerability, product)
    {
        answer.state = FixState::FixAvailable(Some(version));
        answer.says.insert(0, cited);
        answer.who = Who::Status;
    }
    answer
}

fn weigh(readings: &Readings<'_>, said: &[Aimed<'_>], product: usize) -> FixAnswer {
    let of = |means: M| said.iter().filter(move |(statement, _)| statement.means == means).copied();
    let another = |statement: &Statement| {
        statement.target.as_deref().is_some_and(|target| readings.names.is_another(product, target))
    };
    let denied =
        |statement: &Statement| matches!(statement.category.as_str(), "none_available" | "no_fix_planned");
    // A fix that stands under "there is none" is one for others; a fix whose target is another model is a purchase once
    // the maker has given this one up.
    let given_up =
        of(M::Never).chain(of(M::OutOfSupport)).chain(of(M::NotYet)).chain(of(M::Replace)).next().is_some();
    let fixes: Vec<Aimed<'_>> =
        of(M::Fix).filter(|(statement, _)| !denied(statement) && !(given_up && another(statement))).collect();
    let bought: Vec<Aimed<'_>> =
        of(M::Fix).filter(|(statement, _)| !denied(statement) && given_up && another(statement)).collect();
    let elsewhere: Vec<Aimed<'_>> =
        of(M::Fix).chain(of(M::Upgrade)).filter(|(statement, _)| denied(statement)).collect();
    let upgrades: Vec<Aimed<'_>> = of(M::Upgrade).filter(|(statement, _)| !denied(statement)).collect();

    let specific = |list: &[Aimed<'_>]| list.iter().any(|(_, aim)| aim.specific && !aim.part);
    let whole = |means: M| of(means).filter(|(_, aim)| !aim.part).collect::<Vec<_>>();
    let (never, not_yet, planned) = (whole(M::Never), whole(M::NotYet), whole(M::Planned));
    let (unsupported, replace) = (whole(M::OutOfSupport), whole(M::Replace));
    let branch = whole(M::OtherBranch);
    let mut negatives: Vec<Aimed<'_>> = never.clone();
    negatives.extend(&not_yet);
    negatives.extend(&unsupported);
    negatives.extend(&replace);

    let versioned: Vec<Aimed<'_>> =
        fixes.iter().filter(|(statement, _)| statement.version.is_some()).copied().collect();
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
    let unversioned_stands = !fixes.is_empty()
        && !outranked(&fixes)
        && never.is_empty()
        && not_yet.is_empty()
        && !(same_place(&fixes, &replace) || specific(&replace))
        && !fixes.iter().all(|(statement, _)| statement.by_category && !negatives.is_empty());
    if unversioned_stands {
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
    if !branch.is_empty()
        || (ended && (!elsewhere.is_empty() || (!unsupported.is_empty() && !upgrades.is_empty())))
    {
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
    let mut best: Option<&str> = None;
    for (statement, aim) in fixes {
        let Some(version) = statement.version.as_deref() else { continue };
        if specific && !aim.specific {
            continue;
        }
        let better = match best {
            None => true,
            Some(best) => super::rough::compare(version, best).is_some_and(std::cmp::Ordering::is_gt),
        };
        if better {
            best = Some(version);
        }
    }
    best.map(str::to_owned)
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

//! From what is known to one decision.

use super::data::PriorityRules;
use super::known::{self, Known};
use super::table::{Answer, Outcome, Table};
use super::{Action, By, Decision, Situation, TableUse, words};
use holdfast_facts::{FixState, MatchStatus};
use jiff::ToSpan;
use jiff::civil::Date;

/// What to do about one weakness of one device, by when, and why. A pure function: the same situation, the same decision.
pub fn decide(situation: &Situation<'_>, rules: &PriorityRules) -> Decision {
    if situation.status == MatchStatus::NotAffected || situation.excused.is_some() {
        return does_not_apply(situation);
    }
    let mut decision = Decision {
        outcome: String::new(),
        action: Action::Monitor,
        by: None,
        investigate: false,
        steps: Vec::new(),
        questions: Vec::new(),
        tables: Vec::new(),
        urgency: 0,
        likelihood: 0,
        severity: 0,
    };
    if situation.status == MatchStatus::PossiblyAffected {
        decision.steps.push(
            "It may apply: a fact about the device is missing, so it is treated as if it applies.".to_owned(),
        );
    }
    if situation.recalled {
        decision.steps.push(
            "The device is recalled by its maker or a regulator: follow the recall as well.".to_owned(),
        );
    }
    let known = known::gather(situation, rules);
    decision.steps.extend(known.steps.iter().cloned());
    let timeline = consult(&mut decision, &rules.timeline, &known);
    consult(&mut decision, &rules.coordinator, &known);
    let deployer = consult(&mut decision, &rules.deployer, &known);
    scores(&mut decision, situation, &known);
    decision.steps.push(words::fix(situation));
    let days = [timeline.days, deployer.days].into_iter().flatten().min();
    decision.investigate = timeline.investigate;
    let outcome = if matches!(situation.fix.state, FixState::FixAvailable(_)) {
        patch(&mut decision, situation, days);
        timeline.name.clone()
    } else {
        without_fix(&mut decision, situation, rules, &known, days)
    };
    decision.outcome = outcome;
    if decision.investigate {
        decision
            .steps
            .push("Look in the records whether it has already been used against the device.".to_owned());
    }
    decision.steps.push(words::action(&decision.action));
    finish(&mut decision, situation.as_of);
    decision
}

fn does_not_apply(situation: &Situation<'_>) -> Decision {
    let proof = situation.excused.map_or_else(
        || "It does not apply to this device: its version or model is outside what is affected.".to_owned(),
        |cited| format!("It does not apply to this device: \"{}\"", crate::fix::shorten(&cited.text, 240)),
    );
    Decision {
        outcome: "does not apply".to_owned(),
        action: Action::Nothing,
        by: None,
        investigate: false,
        steps: vec![proof],
        questions: Vec::new(),
        tables: Vec::new(),
        urgency: 0,
        likelihood: 0,
        severity: 0,
    }
}

/// Asks a table, notes what it says, and the questions that are open.
fn consult(decision: &mut Decision, table: &Table, known: &Known) -> Outcome {
    let Answer { possible, worst, open } = table.answer(&known.values);
    let outcome = table.outcome(worst);
    let names: Vec<String> = possible.iter().map(|index| table.outcome(*index).name).collect();
    let range = match names.first() {
        Some(best) if names.len() > 1 => format!(" (what is not known could make it as mild as \"{best}\")"),
        _ => String::new(),
    };
    decision.steps.push(format!("By the table \"{}\": {}{range}.", table.title, outcome.name));
    for (point, asks) in open {
        // What a device means for people follows from two other points; they carry the question.
        if !matches!(point.as_str(), "human_impact" | "well_being")
            || !known.values.contains_key("safety_impact")
        {
            question(decision, asks);
        }
    }
    decision.tables.push(TableUse {
        table: table.id.clone(),
        title: table.title.clone(),
        outcome: outcome.name.clone(),
        possible: names,
    });
    outcome
}

fn question(decision: &mut Decision, asks: String) {
    if !decision.questions.contains(&asks) {
        decision.questions.push(asks);
    }
}

/// Likelihood only where nothing is known of exploitation; severity for order alone.
fn scores(decision: &mut Decision, situation: &Situation<'_>, known: &Known) {
    match (known.exploit_known, situation.likelihood) {
        (true, _) => decision.likelihood = 1000,
        (false, Some(likelihood)) => {
            let score = if likelihood.score.is_finite() { likelihood.score.clamp(0.0, 1.0) } else { 1.0 };
            // 0–1000 fits.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let thousandths = (score * 1000.0).round() as u16;
            decision.likelihood = thousandths;
            let (model, date) = (likelihood.model, likelihood.date);
            let model = if model.is_empty() { "of a model that the file does not name" } else { model };
            decision.steps.push(format!(
                "No use of it is known; a model ({model}, {date}) gives {:.1} % for the next 30 days, which orders equals only.",
                score * 100.0
            ));
        }
        (false, None) => {}
    }
    if let Some(scored) = known.scored.first() {
        let highest = known.scored.iter().map(|scored| scored.score).fold(0.0, f64::max);
        // 0–100 fits.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let tenths = (highest * 10.0).round() as u16;
        decision.severity = tenths;
        decision.steps.push(format!(
            "Severity by CVSS {}: {:.1} ({}), which orders equals only.",
            scored.version, scored.score, scored.severity
        ));
    }
}

fn patch(decision: &mut Decision, situation: &Situation<'_>, days: Option<i32>) {
    let version = match &situation.fix.state {
        FixState::FixAvailable(version) => version.clone(),
        _ => None,
    };
    let by = days.map_or(By::NextUpgrade, |days| By::Date(after(situation.as_of, days)));
    decision.action = Action::Patch { version, by };
}

/// Where nothing can be installed: the table of actions, never later than the timeline asks.
fn without_fix(
    decision: &mut Decision,
    situation: &Situation<'_>,
    rules: &PriorityRules,
    known: &Known,
    days: Option<i32>,
) -> String {
    let outcome = consult(decision, &rules.no_fix, known);
    let as_of = situation.as_of;
    // A fix that is promised, or that nobody has asked for, is no reason to buy a new device yet.
    let hopeful = match situation.fix.state {
        FixState::FixPlanned => true,
        FixState::Unknown => !situation.fix.out_of_support,
        _ => false,
    };
    match &situation.fix.state {
        FixState::Unknown => question(decision, "Is there a fix? Ask the maker.".to_owned()),
        FixState::FixPlanned => question(decision, "When will the fix be there? Ask the maker.".to_owned()),
        FixState::FixForOtherBranch => {
            question(
                decision,
                "Can this device be brought to a version that has the fix? Ask the maker.".to_owned(),
            );
        }
        _ => {}
    }
    let replace_by = outcome.replace_days.filter(|_| !hopeful).map(|days| after(as_of, days));
    let soonest = [outcome.days, days].into_iter().flatten().min();
    let controls: Vec<String> = situation.controls.iter().map(|control| control.id.clone()).collect();
    decision.action = match (outcome.action.as_str(), soonest) {
        ("isolate", _) if situation.fix.state != FixState::FixPlanned => Action::IsolateNow { replace_by },
        (_, Some(days)) => Action::CompensateBy { date: after(as_of, days), controls, replace_by },
        _ => match replace_by {
            Some(by) => Action::Replace { by },
            None => Action::Monitor,
        },
    };
    outcome.name
}

/// So many days later; the last day of the calendar where it ends.
fn after(day: Date, days: i32) -> Date {
    day.checked_add(days.days()).unwrap_or(Date::MAX)
}

fn finish(decision: &mut Decision, as_of: Date) {
    decision.by = match &decision.action {
        Action::Nothing | Action::Monitor | Action::Patch { by: By::NextUpgrade, .. } => None,
        Action::Patch { by: By::Date(date), .. }
        | Action::CompensateBy { date, .. }
        | Action::Replace { by: date } => Some(*date),
        Action::IsolateNow { .. } => Some(as_of),
    };
    let days = decision.by.map(|by| (by - as_of).get_days().clamp(0, 999));
    let days = days.and_then(|days| u32::try_from(days).ok());
    decision.urgency = match (&decision.action, days) {
        (Action::Nothing, _) => 0,
        (Action::IsolateNow { .. }, _) => 20_000,
        (_, Some(days)) => 10_000 - 10 * days + u32::from(decision.investigate),
        (Action::Patch { .. }, None) => 100,
        (_, None) => 50,
    };
}

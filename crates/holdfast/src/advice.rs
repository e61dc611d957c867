//! A decision in sentences for people: what to do, why, and what to look out for.

use holdfast_advisories::Weighed;
use holdfast_advisories::priority::controls::{Control, ControlState};
use holdfast_advisories::priority::{Action, By};
use holdfast_report::{Advice, Advices};

/// The sentences of one decision; [`advices`] lends them to what is printed.
pub(crate) struct Advised {
    action: String,
    by: Option<String>,
    steps: Vec<String>,
    watch: Vec<String>,
    failed: Vec<String>,
}

/// In the order of the weaknesses.
pub(crate) fn advised(weighed: &[&Weighed]) -> Vec<Advised> {
    weighed.iter().map(|weighed| one(weighed)).collect()
}

/// Advice by weakness. What does not apply has none.
pub(crate) fn advices<'a>(weighed: &'a [&'a Weighed], advised: &'a [Advised]) -> Advices<'a> {
    weighed
        .iter()
        .zip(advised)
        .filter(|(weighed, _)| weighed.decision.action != Action::Nothing)
        .map(|(weighed, said)| {
            let advice = Advice {
                action: &said.action,
                by: said.by.as_deref(),
                steps: &said.steps,
                reasons: &weighed.decision.steps,
                watch: &said.watch,
                failed: &said.failed,
                urgency: weighed.decision.urgency,
            };
            (&weighed.weakness.id, advice)
        })
        .collect()
}

fn one(weighed: &Weighed) -> Advised {
    let decision = &weighed.decision;
    let by = match (&decision.action, decision.by) {
        (_, Some(date)) => Some(date.to_string()),
        (Action::Patch { by: By::NextUpgrade, .. }, None) => Some("the next upgrade".to_owned()),
        _ => None,
    };
    Advised {
        action: action(&decision.action),
        by,
        steps: steps(weighed),
        watch: watch(weighed),
        failed: failed(weighed),
    }
}

fn action(action: &Action) -> String {
    match action {
        Action::Nothing => "nothing to do".to_owned(),
        Action::Patch { version: Some(version), .. } => format!("install {version}"),
        Action::Patch { version: None, .. } => "install the fix".to_owned(),
        Action::IsolateNow { replace_by: Some(day) } => format!("isolate now, replace by {day}"),
        Action::IsolateNow { replace_by: None } => "isolate now".to_owned(),
        Action::CompensateBy { .. } => "protect it by other means".to_owned(),
        Action::Replace { .. } => "replace".to_owned(),
        Action::Monitor => "watch it".to_owned(),
    }
}

fn steps(weighed: &Weighed) -> Vec<String> {
    let device = &weighed.weakness.device;
    let mut steps = Vec::new();
    if weighed.decision.investigate {
        steps.push(
            "First look whether it was already used: logins, settings and connections that nobody knows of."
                .to_owned(),
        );
    }
    let replace =
        |by: &Option<jiff::civil::Date>| by.map(|date| format!("Have a replacement in place by {date}."));
    match &weighed.decision.action {
        Action::Nothing | Action::Monitor => {}
        Action::Patch { version: Some(version), .. } => steps.push(format!("Install version {version}.")),
        Action::Patch { version: None, .. } => {
            steps.push("Install the fix; ask the maker which version has it.".to_owned());
        }
        Action::IsolateNow { replace_by } => {
            steps.push(format!(
                "Take it off the network today, or let nothing reach it: `holdfast export nft {device} --isolate` writes the rules."
            ));
            steps.extend(controls(weighed));
            steps.extend(replace(replace_by));
        }
        Action::CompensateBy { replace_by, .. } => {
            let asked: Vec<String> = controls(weighed).collect();
            if asked.is_empty() {
                steps.push(format!(
                    "The documents name no measure: let only those machines reach it that it needs (`holdfast export nft {device}` writes the rules)."
                ));
            }
            steps.extend(asked);
            steps.extend(replace(replace_by));
        }
        Action::Replace { by } => steps.push(format!("Replace it by {by}.")),
    }
    steps
}

/// What the documents ask for, in their words.
fn controls(weighed: &Weighed) -> impl Iterator<Item = String> + '_ {
    weighed.controls.iter().map(|(control, _)| control.says.text.trim().to_owned())
}

/// What traffic shows of them, or cannot show.
fn watch(weighed: &Weighed) -> Vec<String> {
    let said = weighed.controls.iter().filter_map(|(control, state)| {
        let asked = asked(control);
        match state {
            ControlState::Holds => Some(format!("{asked}: nothing that this forbids was seen so far.")),
            ControlState::Failed { .. } => None,
            ControlState::NotSeen if control.checkable => {
                Some(format!("{asked}: no traffic has shown yet whether this holds."))
            }
            ControlState::NotSeen => Some(format!("{asked}: traffic cannot show this; look at the device.")),
        }
    });
    said.collect()
}

/// What traffic refutes.
fn failed(weighed: &Weighed) -> Vec<String> {
    let said = weighed.controls.iter().filter_map(|(control, state)| match state {
        ControlState::Failed { because } => {
            let ids: Vec<String> = because.iter().take(3).map(ToString::to_string).collect();
            Some(format!("{}: it was seen doing what this forbids ({}).", asked(control), ids.join(", ")))
        }
        _ => None,
    });
    said.collect()
}

/// A measure in a few words.
fn asked(control: &Control) -> String {
    format!("{} {}", control.kind.replace('_', " "), control.target)
}

//! The sentences that end a decision, for a reader who is no technician.

use super::{Action, By, Situation};
use crate::fix::shorten;
use holdfast_facts::FixState;

/// What is known of a fix.
pub(super) fn fix(situation: &Situation<'_>) -> String {
    let said =
        situation.fix.says.first().map_or_else(String::new, |cited| {
            format!(" The advisory says: \"{}\"", shorten(&cited.text, 240))
        });
    let conflict = if situation.fix.conflict {
        " The advisory's own category says otherwise; the sentence counts."
    } else {
        ""
    };
    let state = match &situation.fix.state {
        FixState::FixAvailable(Some(version)) => format!("There is a fix: version {version}."),
        FixState::FixAvailable(None) => "There is a fix; its version is not named.".to_owned(),
        FixState::FixPlanned => "A fix is promised and is not there yet.".to_owned(),
        FixState::FixForOtherBranch => {
            "There is a fix, but for newer versions or other models, not for this one.".to_owned()
        }
        FixState::ReplaceOnly => "No fix can be installed: only replacing the device helps.".to_owned(),
        FixState::NoFix => "There is no fix, and none is to be expected.".to_owned(),
        FixState::Unknown if situation.fix.out_of_support => {
            "Nobody speaks of a fix, and the maker no longer supports the device.".to_owned()
        }
        FixState::Unknown => "Nobody says whether there is a fix, so none is counted on.".to_owned(),
    };
    format!("{state}{said}{conflict}")
}

/// What to do.
pub(super) fn action(action: &Action) -> String {
    let replace = |by: &Option<jiff::civil::Date>| {
        by.map_or_else(String::new, |by| format!(" Plan its replacement by {by}."))
    };
    match action {
        Action::Nothing => "Nothing is to be done.".to_owned(),
        Action::Patch { version, by } => {
            let what = version
                .as_ref()
                .map_or_else(|| "the fix".to_owned(), |version| format!("version {version} or later"));
            match by {
                By::Date(date) => format!("Have {what} installed by {date}."),
                By::NextUpgrade => format!("Have {what} installed at the next planned maintenance."),
            }
        }
        Action::IsolateNow { replace_by } => format!(
            "Take it off the network today, after agreeing with those who use it how the work goes on without.{}",
            replace(replace_by)
        ),
        Action::CompensateBy { date, controls, replace_by } => {
            let how = match controls.len() {
                0 => "keep it from everything that it does not need to talk with".to_owned(),
                1 => "put the advisory's one measure in place".to_owned(),
                many => format!("put the advisory's {many} measures in place"),
            };
            format!("By {date}, {how}; later captures show whether it holds.{}", replace(replace_by))
        }
        Action::Replace { by } => format!("Plan its replacement by {by}; nothing else is urgent."),
        Action::Monitor => "Watch it: decide again when something changes.".to_owned(),
    }
}

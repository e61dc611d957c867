//! Lists of ends of support: what they add to an answer. They never take a named version away.

use super::{FixAnswer, Who};
use crate::advisory::Product;
use crate::feeds::Support;
use holdfast_facts::{Cited, FixState};
use jiff::civil::Date;

pub(super) fn add(mut answer: FixAnswer, product: &Product, support: &[Support], as_of: Date) -> FixAnswer {
    let Some(ended) = support.iter().find(|entry| speaks_of(entry, product) && has_ended(entry, as_of))
    else {
        return answer;
    };
    answer.out_of_support = true;
    let cited = Cited {
        document: ended.document.clone(),
        pointer: ended.pointer.clone(),
        text: format!("{} {}: support ended on {}", ended.vendor, ended.product, ended.end_of_support),
    };
    match answer.state {
        // Nobody says anything, and nobody looks after it: nothing will come.
        FixState::Unknown | FixState::FixPlanned => {
            answer.conflict |= answer.state == FixState::FixPlanned;
            answer.state = FixState::NoFix;
            answer.who = Who::Lifecycle;
            answer.says.insert(0, cited);
        }
        _ => answer.says.push(cited),
    }
    answer
}

fn has_ended(entry: &Support, as_of: Date) -> bool {
    entry.end_of_support.get(..10).and_then(|day| day.parse::<Date>().ok()).is_some_and(|day| day < as_of)
}

/// The same vendor, and the same order number or the same name; a list of one version speaks of no others.
fn speaks_of(entry: &Support, product: &Product) -> bool {
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let (vendor, name) = (plain(&entry.vendor), plain(&entry.product));
    let product_vendor = plain(&product.vendor);
    let same_vendor =
        !vendor.is_empty() && (product_vendor.starts_with(&vendor) || vendor.starts_with(&product_vendor));
    let number = plain(&entry.model_number);
    let by_number = !number.is_empty() && product.model_numbers.iter().any(|model| plain(model) == number);
    let by_name = !name.is_empty() && product.names.iter().any(|own| plain(own) == name);
    let version = match &product.version {
        crate::advisory::VersionText::Exactly(version) => plain(version) == plain(&entry.version),
        _ => false,
    };
    same_vendor
        && !product_vendor.is_empty()
        && (by_number || by_name)
        && (entry.version.is_empty() || version)
}

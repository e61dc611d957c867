//! openFDA's JSON: enforcement reports (`recall_number`) and device recalls (`product_res_number`).

use super::{Notice, take};
use crate::source::desk::{Desk, hash};
use crate::source::entries::{each, entries};
use crate::source::lenient::Text;
use crate::source::table::day;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
struct Said<'a> {
    #[serde(default)]
    recall_number: Text<'a>,
    #[serde(default)]
    product_res_number: Text<'a>,
    #[serde(default)]
    product_description: Text<'a>,
    #[serde(default)]
    code_info: Text<'a>,
    #[serde(default)]
    classification: Text<'a>,
    #[serde(default)]
    status: Text<'a>,
    #[serde(default)]
    recall_status: Text<'a>,
    #[serde(default)]
    reason_for_recall: Text<'a>,
    #[serde(default)]
    recalling_firm: Text<'a>,
    #[serde(default)]
    action: Text<'a>,
    #[serde(default)]
    recall_initiation_date: Text<'a>,
    #[serde(default)]
    event_date_initiated: Text<'a>,
    #[serde(default)]
    report_date: Text<'a>,
    #[serde(default)]
    event_date_posted: Text<'a>,
    #[serde(default)]
    event_date_terminated: Text<'a>,
    #[serde(default)]
    termination_date: Text<'a>,
}

/// `{"results": […]}`.
pub(in crate::source) fn list(bytes: &[u8], desk: &mut Desk<'_>) {
    desk.format("recall");
    each(entries(bytes, "results"), desk, &mut |_, object, desk| entry(object, desk));
}

/// One of them.
pub(in crate::source) fn entry(bytes: &[u8], desk: &mut Desk<'_>) {
    desk.format("recall");
    let advice = "the entry was left out, the rest was read: fetch it again";
    let said = match serde_json::from_slice::<Said<'_>>(bytes) {
        Ok(said) => said,
        Err(error) => return desk.refuse("", error, advice),
    };
    let Some(id) = said.recall_number.said().or_else(|| said.product_res_number.said()) else {
        return desk.refuse("", "it has no recall number", advice);
    };
    let either = |one: &Text<'_>, two: &Text<'_>| one.said().or_else(|| two.said()).unwrap_or_default();
    let mut date = |one: &Text<'_>, two: &Text<'_>| {
        let text = either(one, two);
        day(&text).unwrap_or_else(|what| {
            desk.refuse("", what, "the recall was read without this day");
            String::new()
        })
    };
    let published = date(&said.recall_initiation_date, &said.event_date_initiated);
    let reported = date(&said.report_date, &said.event_date_posted);
    let ended = date(&said.termination_date, &said.event_date_terminated);
    let notice = Notice {
        id,
        publisher: "FDA".to_owned(),
        published,
        updated: reported.max(ended),
        vendor: either(&said.recalling_firm, &Text::default()),
        product: either(&said.product_description, &Text::default()),
        class: either(&said.classification, &Text::default()),
        state: either(&said.status, &said.recall_status),
        reason: either(&said.reason_for_recall, &Text::default()),
        scope: either(&said.code_info, &Text::default()),
        action: either(&said.action, &Text::default()),
        document: hash(bytes),
        ..Notice::default()
    };
    take(notice, desk);
}

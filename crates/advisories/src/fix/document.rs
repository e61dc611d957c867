//! What an advisory says of each of its products: the answer of `holdfast advisory ID`.

use super::{FixAnswer, FixRules, Readings};
use crate::advisory::Advisory;
use crate::feeds::Support;
use holdfast_facts::FixState;
use jiff::civil::Date;
use serde_json::{Value, json};

/// Fix state of one product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductFix {
    /// Index into the advisory's products.
    pub product: usize,
    /// The product as the document prints it.
    pub name: String,
    /// The answer over all vulnerabilities that affect it: the worst that is known.
    pub answer: FixAnswer,
    /// The document is a recall of it.
    pub recalled: bool,
}

/// Fix states of a whole document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentFix {
    /// The advisory's id.
    pub id: String,
    /// Its affected products.
    pub products: Vec<ProductFix>,
}

/// A whole document in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentClass {
    /// All products of which anything is known can be fixed, or a fix is promised.
    VendorFix,
    /// None can, and at least one is only to be replaced.
    ReplaceOnly,
    /// None can.
    NoFix,
    /// Some can and others cannot.
    Partial,
    /// Nothing is known of any.
    Unknown,
}

impl DocumentFix {
    /// Reads an advisory and answers for each affected product (for all products where none is said to be affected).
    pub fn of(advisory: &Advisory, support: &[Support], rules: &FixRules, as_of: Date) -> DocumentFix {
        let readings = Readings::of(advisory, rules);
        let affected: std::collections::BTreeSet<usize> =
            advisory.vulnerabilities.iter().flat_map(|v| v.affected.iter().copied()).collect();
        let products = advisory
            .products
            .iter()
            .enumerate()
            .filter(|(index, _)| affected.is_empty() || affected.contains(index))
            .map(|(index, product)| ProductFix {
                product: index,
                name: product.full_name.clone(),
                answer: readings.state(None, index, support, as_of),
                recalled: advisory.recall.is_some(),
            })
            .collect();
        DocumentFix { id: advisory.id.clone(), products }
    }

    /// The document in a word. Products of which nothing is known do not count against those of which something is;
    /// a promised fix beside products without one is `Partial`.
    pub fn class(&self) -> DocumentClass {
        let states = || self.products.iter().map(|product| &product.answer.state);
        let fixable = states().any(FixState::is_fixable);
        let replace = states().any(|state| *state == FixState::ReplaceOnly);
        let none = states().any(|state| matches!(state, FixState::NoFix | FixState::FixForOtherBranch));
        match (fixable, replace, none) {
            (true, false, false) => DocumentClass::VendorFix,
            (true, ..) => DocumentClass::Partial,
            (false, true, _) => DocumentClass::ReplaceOnly,
            (false, false, true) => DocumentClass::NoFix,
            (false, false, false) => DocumentClass::Unknown,
        }
    }

    /// `{"id", "products": [{"product", "fix_state", "recalled", "because"}]}`; additional members say the version, who
    /// decided, and whether category and words disagree.
    pub fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "products": self.products.iter().map(product_json).collect::<Vec<_>>(),
        })
    }
}

fn product_json(product: &ProductFix) -> Value {
    let version = match &product.answer.state {
        FixState::FixAvailable(version) => version.clone(),
        _ => None,
    };
    json!({
        "product": product.name,
        "fix_state": product.answer.state.name(),
        "fixed_version": version,
        "recalled": product.recalled,
        "who": product.answer.who.name(),
        "conflict": product.answer.conflict,
        "because": product.answer.says.iter().map(|cited| json!({"cited": {
            "document": cited.document, "pointer": cited.pointer, "text": cited.text,
        }})).collect::<Vec<_>>(),
    })
}

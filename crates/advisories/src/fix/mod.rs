//! Whether a fix really exists.
//!
//! A category is a claim that a publisher ticks; the sentence beside it is what he knows. "Vendor fix" stands over
//! "talk to your healthcare provider about a newer model" as often as over a download. So each remediation is read
//! sentence by sentence with the rules of `data/remediation/`, for the products and versions that the sentence names;
//! categories count where the words say nothing, lists of ends of support where neither does.

mod decide;
mod document;
mod lifecycle;
mod needle;
mod reading;
mod rough;
pub(crate) mod rules;
mod scope;
pub(crate) mod sentences;
mod statement;

pub use document::{DocumentClass, DocumentFix, ProductFix};
pub use rules::{FixRule, FixRules, Meaning, RuleError};

use crate::advisory::{Advisory, Vulnerability};
use crate::feeds::Support;
use holdfast_facts::{Cited, FixState};
use jiff::civil::Date;
use rules::Meaning as M;
use scope::{Mentioned, Names};
use statement::{Reader, Statement};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Who it is that says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// A sentence of the advisory.
    Text,
    /// The category that the publisher ticked, where the words say nothing.
    Category,
    /// The advisory lists a version as fixed.
    Status,
    /// A list of ends of support.
    Lifecycle,
    /// Nobody.
    #[default]
    Nobody,
}

impl Who {
    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Who::Text => "text",
            Who::Category => "category",
            Who::Status => "status",
            Who::Lifecycle => "lifecycle",
            Who::Nobody => "nobody",
        }
    }
}

/// Whether a fix exists for one product, and who says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FixAnswer {
    /// The answer.
    pub state: FixState,
    /// The sentences: those that decided first, then those that say otherwise.
    pub says: Vec<Cited>,
    /// The category says one thing and the words another.
    pub conflict: bool,
    /// Who decided.
    pub who: Who,
    /// The maker no longer looks after the product, whatever can still be installed.
    pub out_of_support: bool,
}

/// Texts that are about more than remedies.
struct Background {
    /// Of the whole document.
    notes: Vec<Statement>,
    /// By vulnerability.
    descriptions: Vec<Vec<Statement>>,
}

/// An advisory whose texts have been read once.
pub struct Readings<'a> {
    advisory: &'a Advisory,
    rules: &'a FixRules,
    names: Names,
    /// By vulnerability.
    vulnerabilities: Vec<Vec<Statement>>,
    /// Notes and descriptions: read when the remediations leave a question open, for they are long and mostly say nothing.
    background: OnceLock<Background>,
    /// What a product's own name says ("no longer a supported product").
    products: Vec<Vec<Statement>>,
}

impl<'a> Readings<'a> {
    /// Reads what an advisory says of remedies.
    pub fn of(advisory: &'a Advisory, rules: &'a FixRules) -> Readings<'a> {
        let names = Names::of(&advisory.products);
        let reader = |only_ends| Reader {
            rules,
            names: &names,
            read: BTreeMap::new(),
            document: &advisory.document,
            only_ends,
        };
        let mut remedies = reader(false);
        let vulnerabilities = advisory
            .vulnerabilities
            .iter()
            .map(|vulnerability| remedies.vulnerability(vulnerability))
            .collect();
        let mut ends = reader(true);
        let products = advisory
            .products
            .iter()
            .map(|product| {
                let mut statements =
                    ends.statements(&product.full_name, "", &product.pointer, usize::MAX, &[]);
                statements.retain(|statement| matches!(statement.means, M::Never | M::OutOfSupport));
                for statement in &mut statements {
                    statement.named = Mentioned::None;
                }
                statements
            })
            .collect();
        Readings { advisory, rules, names, vulnerabilities, background: OnceLock::new(), products }
    }

    /// Notes of the document and descriptions of the vulnerabilities.
    fn background(&self) -> &Background {
        self.background.get_or_init(|| {
            let mut reader = Reader {
                rules: self.rules,
                names: &self.names,
                read: BTreeMap::new(),
                document: &self.advisory.document,
                only_ends: false,
            };
            let descriptions =
                self.advisory.vulnerabilities.iter().map(|about| reader.descriptions(about)).collect();
            let notes = self.advisory.notes.iter().flat_map(|note| reader.note(note)).collect();
            Background { notes, descriptions }
        })
    }

    /// Whether a fix exists for one product against one vulnerability (index into `vulnerabilities`), or, without one,
    /// against all that affect it: the worst of what is known.
    pub fn state(
        &self,
        vulnerability: Option<usize>,
        product: usize,
        support: &[Support],
        as_of: Date,
    ) -> FixAnswer {
        let one = |index: usize| decide::decide(self, Some(index), product);
        let answer = match vulnerability {
            Some(index) => one(index),
            None => {
                let affected = |v: &Vulnerability| v.affected.is_empty() || v.affected.contains(&product);
                let answers: Vec<FixAnswer> = (0..self.vulnerabilities.len())
                    .filter(|index| self.advisory.vulnerabilities.get(*index).is_some_and(affected))
                    .map(one)
                    .collect();
                if answers.is_empty() { decide::decide(self, None, product) } else { worst(answers) }
            }
        };
        match self.advisory.products.get(product) {
            Some(product) => lifecycle::add(answer, product, support, as_of),
            None => answer,
        }
    }
}

/// Whether a fix exists for one product of an advisory.
///
/// `vulnerability` is one of the advisory's own, or None for all that affect the product. Reading is the costly part: for
/// many products of one advisory use [`Readings`].
pub fn state(
    advisory: &Advisory,
    vulnerability: Option<&Vulnerability>,
    product: usize,
    support: &[Support],
    rules: &FixRules,
    as_of: Date,
) -> FixAnswer {
    let index = vulnerability.and_then(|wanted| {
        advisory.vulnerabilities.iter().position(|v| std::ptr::eq(v, wanted) || v == wanted)
    });
    Readings::of(advisory, rules).state(index, product, support, as_of)
}

/// The worst of what is known; "nobody says" only where nobody says anything.
fn worst(answers: Vec<FixAnswer>) -> FixAnswer {
    let conflict = answers.iter().any(|answer| answer.conflict);
    let out_of_support = answers.iter().any(|answer| answer.out_of_support);
    let rank = |answer: &FixAnswer| match &answer.state {
        FixState::Unknown => 0,
        FixState::FixAvailable(None) => 1,
        FixState::FixAvailable(Some(_)) => 2,
        FixState::FixPlanned => 3,
        FixState::FixForOtherBranch => 4,
        FixState::ReplaceOnly => 5,
        FixState::NoFix => 6,
    };
    let mut worst = FixAnswer::default();
    let mut first = true;
    for answer in answers {
        let newer = match (&answer.state, &worst.state) {
            (FixState::FixAvailable(Some(one)), FixState::FixAvailable(Some(other))) => {
                rough::compare(one, other).is_some_and(std::cmp::Ordering::is_gt)
            }
            _ => false,
        };
        if first || rank(&answer) > rank(&worst) || newer {
            worst = answer;
        }
        first = false;
    }
    worst.conflict = conflict;
    worst.out_of_support = out_of_support;
    worst
}

/// At most so many bytes, cut where a character ends.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().to_owned()
}

//! Which names of the advisories mean a device, how surely, and by which rule.

use super::bag::{Bag, Origin, fits};
use super::identity::Identity;
use super::index::{Index, START};
use super::knowledge::Knowledge;
use super::product_name::{self, Alternative, Form, Slot, Weight};
use holdfast_names::{Relation, fold};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// How surely a name means a device. What is less than `Covered` never makes it affected, only possibly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// The same hardware is sold under another label.
    Relabelled,
    /// Agreement in name alone: no maker is known, or another one.
    NameOnly,
    /// The name is a family or a list that the device belongs to, or the device says more than the name.
    Covered,
    /// The order number is the device's.
    OrderNumber,
    /// The whole name is the device's.
    Exact,
}

impl Strength {
    /// The rule's name in answers.
    pub fn name(self) -> &'static str {
        match self {
            Strength::Relabelled => "relabelled",
            Strength::NameOnly => "name_only",
            Strength::Covered => "covered",
            Strength::Exact => "exact_name",
            Strength::OrderNumber => "order_number",
        }
    }

    /// Two independent tokens agree.
    pub fn is_sure(self) -> bool {
        self >= Strength::Covered
    }
}

/// A name that means the device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) entry: u32,
    pub(super) strength: Strength,
    /// How much of the name the device showed.
    pub(super) specificity: u32,
    /// What was found.
    pub(super) found: Arc<str>,
    /// A version that stands in the name.
    pub(super) branch: Option<String>,
}

/// What is known of one vendor's name, worked out once.
#[derive(Debug)]
pub(super) struct VendorSeen<'a> {
    pub(super) brands: Vec<&'a str>,
    folded: String,
    /// Words of its name and of its house.
    words: Vec<String>,
    /// Which one it is, among those seen.
    number: u32,
}

/// What has been worked out before, for many devices in a row: an answer never depends on it.
#[derive(Debug, Default)]
pub(super) struct Memory<'a> {
    vendors: FxHashMap<String, Rc<VendorSeen<'a>>>,
}

/// How vendors that were seen stand to the vendors of one index.
pub(super) type KinSeen = RefCell<FxHashMap<(u32, u32), Kin>>;

impl<'a> Memory<'a> {
    fn vendor(&mut self, vendor: &str, knowledge: &'a Knowledge) -> Rc<VendorSeen<'a>> {
        if let Some(seen) = self.vendors.get(vendor) {
            return seen.clone();
        }
        let brands = knowledge.brands.named_in(vendor);
        let mut words: Vec<String> = brands.iter().copied().chain([vendor]).flat_map(words_of).collect();
        words.extend(brands.iter().flat_map(|brand| knowledge.brands.family(brand)).flat_map(words_of));
        words.sort_unstable();
        words.dedup();
        let number = u32::try_from(self.vendors.len()).unwrap_or(u32::MAX);
        let seen = Rc::new(VendorSeen { brands, folded: fold(vendor), words, number });
        self.vendors.insert(vendor.to_owned(), seen.clone());
        seen
    }
}

/// A device's names, ready for asking.
#[derive(Debug)]
pub(super) struct Question<'a, 'i> {
    identity: &'i Identity,
    pub(super) bag: Bag,
    pub(super) vendor: Rc<VendorSeen<'a>>,
    /// Words of its own names that tell it from its siblings.
    telling: Vec<String>,
}

/// How two vendors stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kin {
    Related,
    /// Two makers that lists confuse: the model tells which is meant.
    Namesake,
    Unknown,
    Stranger,
}

impl<'a, 'i> Question<'a, 'i> {
    /// Takes a device's names apart.
    pub(super) fn new(
        identity: &'i Identity,
        knowledge: &'a Knowledge,
        memory: &mut Memory<'a>,
    ) -> Question<'a, 'i> {
        let vendor = memory.vendor(identity.vendor.as_deref().unwrap_or_default(), knowledge);
        let brands = &vendor.brands;
        let mut bag = Bag::default();
        for text in [&identity.model, &identity.product_name].into_iter().flatten() {
            bag.add(text, Origin::Said);
        }
        for text in [&identity.order_number, &identity.product_code].into_iter().flatten() {
            bag.add_whole(text, Origin::Said);
        }
        for text in identity.texts() {
            for brand in brands.iter().copied().map(Some).chain(brands.is_empty().then_some(None)) {
                for hit in knowledge.products.families(brand, text) {
                    bag.add(hit.name, Origin::Family);
                }
            }
        }
        bag.close();
        let telling = [&identity.model, &identity.product_name]
            .into_iter()
            .flatten()
            .flat_map(|text| product_name::telling_words(text, &vendor.words, &knowledge.words))
            .collect();
        Question { identity, bag, vendor, telling }
    }

    /// The device's own texts hold a model that is not what was found: it is another one of the line.
    pub(super) fn has_other_model(&self, found: &str) -> bool {
        let texts = [&self.identity.model, &self.identity.product_code, &self.identity.order_number];
        texts.into_iter().flatten().flat_map(|text| text.split_whitespace()).any(|word| {
            let folded = fold(word);
            folded.len() > 3 && folded.chars().any(|c| c.is_ascii_digit()) && !fold(found).contains(&folded)
        })
    }

    /// Every name that means the device, by entry.
    pub(super) fn hits(
        &self,
        index: &Index,
        knowledge: &'a Knowledge,
        memory: &mut Memory<'a>,
        kin: &KinSeen,
    ) -> Vec<Hit> {
        let mut finder = Finder { question: self, index, knowledge, kin, hits: FxHashMap::default() };
        finder.by_order();
        finder.by_whole();
        finder.by_words();
        let mut hits: Vec<Hit> = finder.hits.into_values().collect();
        let others = self.relabelled(index, knowledge, memory, kin, &hits);
        hits.extend(others);
        hits.sort_unstable_by_key(|hit| hit.entry);
        hits
    }

    /// The same hardware under the maker's own label: asked again by that name, and never more than possible.
    fn relabelled(
        &self,
        index: &Index,
        knowledge: &'a Knowledge,
        memory: &mut Memory<'a>,
        kin: &KinSeen,
        own: &[Hit],
    ) -> Vec<Hit> {
        let mut found: Vec<Hit> = Vec::new();
        for text in self.identity.texts() {
            for brand in &self.vendor.brands {
                for relabel in knowledge.relabels.made_as(brand, text) {
                    let identity = Identity {
                        vendor: Some(relabel.made_by.clone()),
                        model: Some(relabel.made_as.trim_end_matches('*').to_owned()),
                        ..Identity::default()
                    };
                    let question = Question::new(&identity, knowledge, memory);
                    // One label away and no further.
                    let mut finder =
                        Finder { question: &question, index, knowledge, kin, hits: FxHashMap::default() };
                    finder.by_whole();
                    finder.by_words();
                    for hit in finder.hits.into_values() {
                        let known = own.iter().chain(&found).any(|held| held.entry == hit.entry);
                        if !known {
                            found.push(Hit { strength: Strength::Relabelled, ..hit });
                        }
                    }
                }
            }
        }
        found
    }
}

struct Finder<'q, 'a, 'i> {
    question: &'q Question<'a, 'i>,
    index: &'q Index,
    knowledge: &'q Knowledge,
    kin: &'q KinSeen,
    hits: FxHashMap<u32, Hit>,
}

impl Finder<'_, '_, '_> {
    fn by_order(&mut self) {
        let index = self.index;
        for word in self.question.bag.words() {
            for entry in index.by_order.get(word).map(Vec::as_slice).unwrap_or_default() {
                self.put_order(*entry, word);
            }
            let Some(start) = word.get(..START) else { continue };
            for (entry, pattern) in index.by_order_start.get(start).map(Vec::as_slice).unwrap_or_default() {
                if fits(pattern, word) {
                    self.put_order(*entry, word);
                }
            }
        }
    }

    fn put_order(&mut self, entry: u32, word: &str) {
        if self.question.bag.origin(word) != Some(Origin::Said) {
            return;
        }
        let strength = match self.kin(entry) {
            Kin::Related => Strength::OrderNumber,
            Kin::Unknown | Kin::Namesake if word.len() > 7 => Strength::OrderNumber,
            _ => Strength::NameOnly,
        };
        self.put(Hit { entry, strength, specificity: 1000, found: word.into(), branch: None });
    }

    fn by_whole(&mut self) {
        let index = self.index;
        for text in self.question.identity.texts() {
            let whole = fold(text);
            // "Medtronic MiniMed 508" is MiniMed 508 of Medtronic.
            let bare = whole.strip_prefix(self.question.vendor.folded.as_str()).unwrap_or(&whole).to_owned();
            for whole in [whole, bare] {
                for entry in index.by_whole.get(&whole).map(Vec::as_slice).unwrap_or_default() {
                    let strength = match self.kin(*entry) {
                        Kin::Related => Strength::Exact,
                        Kin::Namesake if whole.chars().any(|c| c.is_ascii_digit()) => Strength::Exact,
                        Kin::Unknown if whole.len() > 5 => Strength::NameOnly,
                        _ => continue,
                    };
                    let orders =
                        self.index.entries.get(*entry as usize).map(|held| held.name.orders.as_slice());
                    if orders.is_some_and(|orders| self.other_order(orders)) {
                        continue;
                    }
                    self.put(Hit {
                        entry: *entry,
                        strength,
                        specificity: 500,
                        found: text.into(),
                        branch: None,
                    });
                }
            }
        }
    }

    fn by_words(&mut self) {
        let index = self.index;
        let mut seen: FxHashSet<(u32, u32)> = FxHashSet::default();
        for word in self.question.bag.words() {
            let own = index.by_word.get(word).map(Vec::as_slice).unwrap_or_default();
            let starts = (1..=START).filter_map(|end| {
                let end = word.char_indices().nth(end).map_or(word.len(), |(at, _)| at);
                index.by_start.get(word.get(..end)?)
            });
            for key in own.iter().chain(starts.flatten()) {
                if seen.insert(*key) {
                    self.try_alternative(*key);
                }
            }
        }
    }

    fn try_alternative(&mut self, (entry, number): (u32, u32)) {
        let index = self.index;
        let Some(held) = index.entries.get(entry as usize) else { return };
        let kin = self.kin(entry);
        if kin == Kin::Stranger {
            return;
        }
        let Some(alternative) = held.name.alternatives.get(number as usize) else { return };
        // Order numbers on both sides decide: another one is another device.
        if self.other_order(&held.name.orders) {
            return;
        }
        let Some(shown) = shows(alternative, &self.question.bag) else { return };
        // "WebAccess" is not "WebAccess HMI Designer": without a model the device may not say more than the name.
        if !shown.by_model && !shown.by_family && self.says_more(alternative) {
            return;
        }
        if kin == Kin::Namesake && !shown.by_model {
            return;
        }
        let (specificity, found): (u32, Arc<str>) = (shown.specificity, shown.found.into());
        let strength =
            if matches!(kin, Kin::Related | Kin::Namesake) { Strength::Covered } else { Strength::NameOnly };
        if kin == Kin::Unknown && found.len() < 6 {
            return;
        }
        self.put(Hit { entry, strength, specificity, found, branch: alternative.branch.clone() });
    }

    /// The device's own name has a word that the alternative has not.
    fn says_more(&self, alternative: &Alternative) -> bool {
        self.question.telling.iter().any(|own| {
            !alternative.slots.iter().flat_map(|slot| &slot.forms).any(|form| match form {
                Form::Literal(word) => word == own,
                Form::Wild(pattern) => fits(pattern, own),
                Form::Range(letters, ..) => own.starts_with(letters.as_str()),
            })
        })
    }

    /// The device's order number is of the same make as these and none of them.
    fn other_order(&self, orders: &[String]) -> bool {
        let Some(own) = self.question.identity.order_number.as_deref().map(fold) else { return false };
        let alike = |order: &String| order.chars().take(3).eq(own.chars().take(3));
        orders.iter().any(alike) && !orders.iter().any(|order| fits(order, &own))
    }

    fn put(&mut self, hit: Hit) {
        match self.hits.get(&hit.entry) {
            Some(held) if (held.strength, held.specificity) >= (hit.strength, hit.specificity) => {}
            _ => {
                self.hits.insert(hit.entry, hit);
            }
        }
    }

    fn kin(&self, entry: u32) -> Kin {
        let Some(held) = self.index.entries.get(entry as usize) else { return Kin::Stranger };
        let key = (self.question.vendor.number, held.vendor);
        if let Some(kin) = self.kin.borrow().get(&key) {
            return *kin;
        }
        let kin = self.compare(held.vendor);
        self.kin.borrow_mut().insert(key, kin);
        kin
    }

    fn compare(&self, vendor: u32) -> Kin {
        let Some(theirs) = self.index.vendors.get(vendor as usize) else { return Kin::Stranger };
        let ours = &self.question.vendor.folded;
        if ours.is_empty() || theirs.folded.is_empty() {
            return Kin::Unknown;
        }
        if *ours == theirs.folded {
            return Kin::Related;
        }
        let mut namesake = false;
        for brand in &self.question.vendor.brands {
            for other in &theirs.brands {
                let relation = self.knowledge.brands.related(brand, other);
                namesake |= relation == Relation::LikeNamed;
                if matches!(relation, Relation::Same | Relation::OwnerOf | Relation::SameOwner) {
                    return Kin::Related;
                }
            }
        }
        if namesake {
            return Kin::Namesake;
        }
        // Names that no register knows: the shorter one begins the longer.
        let (short, long) =
            if ours.len() < theirs.folded.len() { (ours, &theirs.folded) } else { (&theirs.folded, ours) };
        let unknown = self.question.vendor.brands.is_empty() || theirs.brands.is_empty();
        if unknown && short.len() > 3 && long.starts_with(short.as_str()) {
            Kin::Related
        } else {
            Kin::Stranger
        }
    }
}

/// What a device showed of an alternative.
struct Shown {
    specificity: u32,
    /// The word that says most.
    found: String,
    /// A model was among it.
    by_model: bool,
    /// It was a family of the data that showed it.
    by_family: bool,
}

/// Whether a device shows all that an alternative asks for.
fn shows(alternative: &Alternative, bag: &Bag) -> Option<Shown> {
    let (mut models, mut words, mut words_shown, mut little, mut little_asked) =
        (0u32, 0u32, 0u32, 0u32, 0u32);
    let mut found = String::new();
    let mut model_length = 0;
    let mut by_family = false;
    for slot in &alternative.slots {
        let shown = slot.forms.iter().find_map(|form| Some((form, bag.shows(form)?)));
        let text = shown.map(|(form, _)| written(form)).unwrap_or_default();
        if slot.weight >= Weight::Word {
            by_family |= shown.is_some_and(|(_, origin)| origin == Origin::Family);
        }
        match slot.weight {
            Weight::Nothing => {}
            Weight::Little => {
                little_asked += 1;
                little += u32::from(shown.is_some());
            }
            Weight::Word => {
                words += 1;
                words_shown += u32::from(shown.is_some());
            }
            Weight::Model => {
                shown?;
                models += 1;
                model_length = model_length.max(text.len());
            }
        }
        if slot.weight > Weight::Nothing && text.len() > found.len() {
            found = text;
        }
    }
    let enough = if models > 0 {
        // A long model stands for itself; a shorter one needs half of the words beside it, a short one all.
        if model_length > 4 {
            true
        } else if model_length > 3 {
            words_shown * 2 >= words
        } else {
            words_shown == words
                && (words_shown + little + models > 1 || (words + little == 0 && model_length > 2))
        }
    } else if words > 0 {
        words_shown == words && found.len() > 2
    } else {
        // Nothing but the name of a line and generic words. A single one beside it tells which ("Modicon Premium"); more
        // of them describe it ("Omnipod Insulin Management System").
        let generic = || alternative.slots.iter().filter(|slot| slot.weight == Weight::Nothing);
        let shown = |slot: &Slot| slot.forms.iter().any(|form| bag.shows(form).is_some());
        little > 0 && little == little_asked && (generic().count() > 1 || generic().all(shown))
    };
    let specificity = models * 4 + words_shown * 2 + little;
    enough.then_some(Shown { specificity, found, by_model: models > 0, by_family })
}

/// Words of a vendor's name.
fn words_of(name: &str) -> Vec<String> {
    name.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|word| word.len() > 1).collect()
}

fn written(form: &Form) -> String {
    match form {
        Form::Literal(word) | Form::Wild(word) => word.clone(),
        Form::Range(letters, from, to) => format!("{letters}{from}-{to}"),
    }
}

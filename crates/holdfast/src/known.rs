//! What the feeds say, ready for asking: from files given for this once, or from the feeds folder.

use crate::data;
use crate::failure::{Failure, INPUT, INTERNAL, PARTLY};
use crate::feeds_folder;
use crate::world::World;
use holdfast_advisories::archive::Archive;
use holdfast_advisories::fix::{DocumentFix, FixAnswer, FixRules, Readings};
use holdfast_advisories::matcher::{Asker, Builder, Identity, Index, Knowledge, Match, matches};
use holdfast_advisories::priority::PriorityRules;
use holdfast_advisories::{Advisory, Feeds, Refusal, source};
use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Feeds, index, and the data that both are read with.
pub(crate) struct Known {
    pub(crate) index: Index,
    /// Facts about CVEs; no advisories.
    pub(crate) facts: Feeds,
    pub(crate) knowledge: Knowledge,
    rules: FixRules,
    pub(crate) priority: PriorityRules,
    documents: Documents,
    pub(crate) as_of: jiff::civil::Date,
    fixes: RefCell<HashMap<usize, Arc<DocumentFix>>>,
    recalled: RefCell<HashMap<(usize, usize), bool>>,
    /// What could not be.
    pub(crate) refused: Vec<Refusal>,
}

enum Documents {
    Memory(Vec<Arc<Advisory>>),
    File(Box<RefCell<Archive<BufReader<File>>>>),
}

impl Known {
    /// The files and folders of `--feeds`, or else the feeds folder.
    pub(crate) fn of(world: &World, paths: &[PathBuf]) -> Result<Known, Failure> {
        if paths.is_empty() { Known::kept(world) } else { Known::given(world, paths) }
    }

    /// Reads files for this once.
    pub(crate) fn given(world: &World, paths: &[PathBuf]) -> Result<Known, Failure> {
        let mut feeds = Feeds::default();
        feeds_folder::read_all(paths, &mut feeds)?;
        feeds.settle();
        if feeds.advisories.is_empty() && feeds.documents.iter().all(|document| document.taken == 0) {
            let first = feeds.refused.first();
            return Err(Failure::new(
                INPUT,
                first.map_or("nothing in it is a feed that Holdfast knows".to_owned(), |refusal| {
                    refusal.what.clone()
                }),
                first.map_or_else(
                    || paths.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", "),
                    |r| r.place.clone(),
                ),
                "give CSAF, CVE 5, NVD, KEV, EPSS, recall, VEX or end-of-support files",
            ));
        }
        Known::in_memory(world, feeds)
    }

    /// From feeds in memory.
    pub(crate) fn in_memory(world: &World, mut feeds: Feeds) -> Result<Known, Failure> {
        let knowledge = data::names()?;
        let mut builder = Builder::new(&knowledge);
        for advisory in &feeds.advisories {
            builder.add(advisory);
        }
        let index = builder.finish();
        let advisories = std::mem::take(&mut feeds.advisories).into_iter().map(Arc::new).collect();
        let refused = std::mem::take(&mut feeds.refused);
        Known::new(world, index, feeds, knowledge, Documents::Memory(advisories), refused)
    }

    fn kept(world: &World) -> Result<Known, Failure> {
        let archive = feeds_folder::open(world)?;
        Known::from_archive(world, archive)
    }

    fn from_archive(world: &World, mut archive: Archive<BufReader<File>>) -> Result<Known, Failure> {
        let facts = archive.facts().map_err(|error| feeds_folder::broken(world, &error))?;
        let index = std::mem::take(&mut archive.index);
        let refused = archive.head.refused.clone();
        let documents = Documents::File(Box::new(RefCell::new(archive)));
        Known::new(world, index, facts, data::names()?, documents, refused)
    }

    fn new(
        world: &World,
        index: Index,
        facts: Feeds,
        knowledge: Knowledge,
        documents: Documents,
        refused: Vec<Refusal>,
    ) -> Result<Known, Failure> {
        Ok(Known {
            index,
            facts,
            knowledge,
            rules: data::fix_rules()?,
            priority: data::priority_rules()?,
            documents,
            as_of: world.as_of,
            fixes: RefCell::default(),
            recalled: RefCell::default(),
            refused,
        })
    }

    /// For asking about many devices.
    pub(crate) fn asker(&self) -> Asker<'_> {
        Asker::new(&self.index, &self.knowledge)
    }

    /// Which documents speak of an identity.
    pub(crate) fn matches(&self, identity: &Identity) -> Vec<Match> {
        matches(identity, &self.index, &self.knowledge)
    }

    /// One document.
    pub(crate) fn advisory(&self, number: usize) -> Result<Arc<Advisory>, Failure> {
        let gone = || {
            Failure::new(
                INTERNAL,
                "a document of the index is gone",
                number,
                "run `holdfast feeds import` again",
            )
        };
        match &self.documents {
            Documents::Memory(all) => all.get(number).cloned().ok_or_else(gone),
            Documents::File(archive) => {
                let read = archive.borrow_mut().advisory(number);
                read.ok().flatten().map(Arc::new).ok_or_else(gone)
            }
        }
    }

    /// Whether its products can be fixed; read once.
    pub(crate) fn fixes(&self, number: usize) -> Result<Arc<DocumentFix>, Failure> {
        if let Some(held) = self.fixes.borrow().get(&number) {
            return Ok(held.clone());
        }
        let advisory = self.advisory(number)?;
        let mut fix = DocumentFix::of(&advisory, &self.facts.support, &self.rules, self.as_of);
        for product in &mut fix.products {
            product.recalled |= self.is_recalled(&advisory, number, product.product);
        }
        let fix = Arc::new(fix);
        self.fixes.borrow_mut().insert(number, fix.clone());
        Ok(fix)
    }

    /// A recall among the feeds means this product.
    fn is_recalled(&self, advisory: &Advisory, number: usize, product: usize) -> bool {
        let Some(named) = advisory.products.get(product).filter(|_| self.index.has_recalls()) else {
            return false;
        };
        if let Some(held) = self.recalled.borrow().get(&(number, product)) {
            return *held;
        }
        let identity = Identity {
            vendor: Some(named.vendor.clone()),
            model: Some(named.names.last().unwrap_or(&named.full_name).clone()),
            order_number: named.model_numbers.first().cloned(),
            ..Identity::default()
        };
        let recalled = self.matches(&identity).iter().any(|found| {
            self.index.is_recall(found.advisory)
                && found.strength.is_sure()
                && found.status != holdfast_facts::MatchStatus::NotAffected
        });
        self.recalled.borrow_mut().insert((number, product), recalled);
        recalled
    }

    /// Says on standard error what was refused; the exit code that this asks for.
    pub(crate) fn tell_refused(&self, quiet: bool) -> Option<u8> {
        if self.refused.is_empty() {
            return None;
        }
        if !quiet {
            let mut out = std::io::stderr().lock();
            for refusal in self.refused.iter().take(10) {
                let _ =
                    writeln!(out, "{}", Failure::new(PARTLY, &refusal.what, &refusal.place, &refusal.advice));
            }
            if self.refused.len() > 10 {
                let _ = writeln!(
                    out,
                    "{} more were refused: `holdfast feeds status` lists them",
                    self.refused.len() - 10
                );
            }
        }
        Some(PARTLY)
    }
}

impl holdfast_advisories::Documents for Known {
    fn index(&self) -> &Index {
        &self.index
    }

    fn advisory(&self, number: usize) -> Option<Arc<Advisory>> {
        Known::advisory(self, number).ok()
    }

    fn fix(&self, number: usize, vulnerability: usize, product: usize) -> FixAnswer {
        let Ok(advisory) = Known::advisory(self, number) else { return FixAnswer::default() };
        Readings::of(&advisory, &self.rules).state(
            Some(vulnerability),
            product,
            &self.facts.support,
            self.as_of,
        )
    }

    fn facts(&self) -> &Feeds {
        &self.facts
    }
}

/// Every file below a path that may be a feed, sorted. A file that is named itself is always one.
pub(crate) fn files(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let mut inner: Vec<PathBuf> =
            std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        inner.sort();
        for path in inner {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            // Links would lead out of the folder, or in circles.
            if !path.is_symlink() && !source::is_beside_the_point(&name) {
                files(&path, found);
            }
        }
    } else {
        found.push(path.to_owned());
    }
}

//! How much text products hold, and how much of it one document may make.
//!
//! Sources write a name once above many versions, names or places, and we write it out for each: a hostile document could
//! grow a millionfold. What is written out is counted, and a document that goes beyond the limit is refused.

use crate::advisory::{Product, Range, VersionText};

/// Bytes of text that the products of one document may hold together. The largest honest ones have some MiB.
pub(super) const LIMIT: usize = 64 << 20;

/// Bytes of text in a product, roughly.
pub(super) fn size(product: &Product) -> usize {
    let list = |texts: &[String]| texts.iter().map(|text| text.len() + 24).sum::<usize>();
    let bound = |bound: &Option<(String, bool)>| bound.as_ref().map_or(0, |(text, _)| text.len());
    let range = |range: &Range| 64 + bound(&range.from) + bound(&range.to) + range.scheme.len();
    let version = match &product.version {
        VersionText::Unsaid => 0,
        VersionText::Written(text) | VersionText::Exactly(text) => text.len(),
        VersionText::Ranges(ranges) => ranges.iter().map(range).sum(),
    };
    let cpe = product.cpe.as_ref().map_or(0, |cpe| {
        let text = |component: &&crate::cpe::Component| match component {
            crate::cpe::Component::Text(text) => text.len(),
            _ => 0,
        };
        cpe.components().iter().map(text).sum()
    });
    product.key.len()
        + product.vendor.len()
        + product.full_name.len()
        + product.pointer.len()
        + list(&product.names)
        + list(&product.model_numbers)
        + list(&product.serial_numbers)
        + list(&product.purls)
        + version
        + cpe
}

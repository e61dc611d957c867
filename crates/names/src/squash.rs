//! The spelling that does not matter: case, blanks, dashes and dots.

/// Letters and digits only, in lower case. `D-Link` and `DLINK` are the same; so are `DCS-930LB` and `dcs930lb`.
pub fn squash(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_matter() {
        assert_eq!(squash("D-Link"), squash("dlink"));
        assert_eq!(squash("Dräger"), "dräger");
        assert_eq!(squash("6ES7 151-8AB01-0AB0"), "6es71518ab010ab0");
    }
}

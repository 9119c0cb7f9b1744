//! Whether a moment that an author's clock claims cannot be true.

const DAY: i64 = 24 * 60 * 60 * 1000;

/// Later than it was received, or from before its phone was enrolled, by more than a day either way: that
/// is no zone and no phone that is a little fast.
pub fn certainly_wrong(at: i64, received_at: i64, enrolled_at: Option<i64>) -> bool {
    at > received_at.saturating_add(DAY)
        || enrolled_at.is_some_and(|enrolled| at < enrolled.saturating_sub(DAY))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_either_way_is_granted() {
        let received = 1_790_000_000_000;
        let enrolled = received - 10 * DAY;
        for (at, wrong) in [
            (received, false),
            (received + DAY, false),
            (received + DAY + 1, true),
            (enrolled - DAY, false),
            (enrolled - DAY - 1, true),
            (i64::MIN, true),
            (i64::MAX, true),
        ] {
            assert_eq!(certainly_wrong(at, received, Some(enrolled)), wrong, "{at}");
        }
        assert!(!certainly_wrong(i64::MIN, received, None));
    }
}

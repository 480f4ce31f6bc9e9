//! What becomes of several runs.

/// The value in the middle; of an even number the mean of the two there. None of none.
pub(super) fn median(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    Some(match values.len() % 2 {
        1 => upper,
        _ => (values[middle - 1] + upper) / 2.0,
    })
}

/// Three digits, more before the point.
pub(super) fn figures(value: f64) -> String {
    match value {
        v if v >= 99.95 => format!("{v:.0}"),
        v if v >= 9.995 => format!("{v:.1}"),
        v => format!("{v:.2}"),
    }
}

/// How many times longer, as `3.45 x`; a dash where either is missing.
pub(super) fn times(longer: Option<f64>, shorter: Option<f64>) -> String {
    match longer.zip(shorter) {
        Some((longer, shorter)) => format!("{} x", figures(longer / shorter)),
        None => "-".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle_whatever_the_order() {
        assert_eq!(median([]), None);
        assert_eq!(median([3.0]), Some(3.0));
        assert_eq!(median([9.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median([4.0, 100.0, 2.0, 1.0]), Some(3.0));
    }

    #[test]
    fn figures_and_ratios_have_three_digits() {
        let all = [0.1234, 9.999, 45.67, 99.96, 1234.5].map(figures);
        assert_eq!(all, ["0.12", "10.0", "45.7", "100", "1234"]);
        assert_eq!(times(Some(7.0), Some(2.0)), "3.50 x");
        assert_eq!(times(None, Some(2.0)), "-");
    }
}

//! The minimum wage of a province in a year, where it is known.

/// Of each province and year, with where it was read.
const TABLE: &str = include_str!("../../../demo/minimum_wages.csv");

/// The minimum wage of a year, by the code of the province.
pub(super) fn wage(province: &str, year: i32) -> Option<i64> {
    TABLE.lines().skip(1).find_map(|line| {
        let mut cells = line.split(',');
        let fits = cells.next()? == province && cells.next()?.parse() == Ok(year);
        let amount = cells.next()?.parse().ok()?;
        fits.then_some(amount)
    })
}

#[cfg(test)]
mod tests {
    use super::wage;

    #[test]
    fn a_province_and_year_that_are_known_have_one() {
        assert!(wage("31", 2025).is_some_and(|amount| amount > 0));
        assert_eq!(wage("31", 1990), None);
        assert_eq!(wage("", 2025), None);
    }
}

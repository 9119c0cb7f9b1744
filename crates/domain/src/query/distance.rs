//! How far, as the crow flies: reckoned on the phone, so that no map service learns where anyone is.

/// Kilometres between two points in degrees (WGS 84), by the haversine formula on a sphere of 6,371 km.
pub fn kilometres((lat_a, lon_a): (f64, f64), (lat_b, lon_b): (f64, f64)) -> f64 {
    let half = |degrees: f64| sine((degrees / 2.0).abs()).powi(2);
    let cosine = |degrees: f64| sine(90.0 - degrees.abs());
    let chord = half(lat_b - lat_a) + cosine(lat_a) * cosine(lat_b) * half(lon_b - lon_a);
    2.0 * 6_371.0 * chord.sqrt().min(1.0).asin()
}

/// Of an angle from 0 to 180 degrees. The library's takes every angle there is, and four kilobytes for
/// the huge ones.
fn sine(degrees: f64) -> f64 {
    let x = (90.0 - (degrees - 90.0).abs()).to_radians();
    // Taylor's series, x - x³/3! + x⁵/5! - …: by x¹⁷ the rest is below a trillionth.
    let mut sum = 0.0;
    let mut term = x;
    for n in 1..=9 {
        sum += term;
        term *= -x * x / f64::from(2 * n * (2 * n + 1));
    }
    sum
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_sine_is_the_librarys(degrees in 0.0..=180.0f64) {
            prop_assert!((sine(degrees) - degrees.to_radians().sin()).abs() < 1e-11);
        }
    }

    #[test]
    fn from_aas_to_ski_is_eight_kilometres() {
        let (aas, ski) = ((59.66, 10.79), (59.7195, 10.8357));
        assert!((6.5..8.5).contains(&kilometres(aas, ski)), "{}", kilometres(aas, ski));
        assert_eq!(kilometres(aas, aas), 0.0);
    }
}

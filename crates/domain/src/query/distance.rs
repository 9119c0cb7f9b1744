//! How far, as the crow flies: reckoned on the phone, so that no map service learns where anyone is.

/// A degree along a meridian, on a sphere of 6,371 km.
const DEGREE: f64 = 111.195;

/// Kilometres between two points in degrees (WGS 84), as on a flat map of where they are: right to a
/// hundredth within a country, which is all that is asked, and ten kilobytes lighter than the sines and
/// arcs of a sphere.
pub fn kilometres((lat_a, lon_a): (f64, f64), (lat_b, lon_b): (f64, f64)) -> f64 {
    let north = lat_b - lat_a;
    let east = (lon_b - lon_a) * cosine((lat_a + lat_b) / 2.0);
    DEGREE * (north * north + east * east).sqrt()
}

/// By its series, for a latitude: to five decimals.
fn cosine(degrees: f64) -> f64 {
    let square = degrees.to_radians() * degrees.to_radians();
    let terms = [90.0, 56.0, 30.0, 12.0, 2.0];
    terms.into_iter().fold(1.0, |sum, divisor| 1.0 - square / divisor * sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_aas_to_ski_is_eight_kilometres() {
        let (aas, ski) = ((59.66, 10.79), (59.7195, 10.8357));
        assert!((6.5..8.5).contains(&kilometres(aas, ski)), "{}", kilometres(aas, ski));
        assert_eq!(kilometres(aas, aas), 0.0);
    }

    #[test]
    fn across_a_country_it_is_as_on_a_sphere() {
        let sphere = |(lat_a, lon_a): (f64, f64), (lat_b, lon_b): (f64, f64)| {
            let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
            let chord = half(lat_b - lat_a)
                + lat_a.to_radians().cos() * lat_b.to_radians().cos() * half(lon_b - lon_a);
            2.0 * 6_371.0 * chord.sqrt().min(1.0).asin()
        };
        let (oslo, bergen, esbjerg, tromsø) =
            ((59.91, 10.75), (60.39, 5.32), (55.47, 8.45), (69.65, 18.96));
        for (from, to) in [(oslo, bergen), (oslo, esbjerg), (bergen, esbjerg), (oslo, tromsø)] {
            let (ours, theirs) = (kilometres(from, to), sphere(from, to));
            assert!((ours / theirs - 1.0).abs() < 0.01, "{ours} {theirs}");
        }
    }

    #[test]
    fn the_series_is_a_cosine() {
        for degrees in -90..=90 {
            let degrees = f64::from(degrees);
            assert!((cosine(degrees) - degrees.to_radians().cos()).abs() < 3e-5, "{degrees}");
        }
    }
}

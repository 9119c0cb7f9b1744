//! How far, as the crow flies: reckoned on the phone, so that no map service learns where anyone is.

/// Kilometres between two points in degrees (WGS 84), by the haversine formula on a sphere of 6,371 km.
pub fn kilometres((lat_a, lon_a): (f64, f64), (lat_b, lon_b): (f64, f64)) -> f64 {
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let chord = half(lat_b - lat_a)
        + lat_a.to_radians().cos() * lat_b.to_radians().cos() * half(lon_b - lon_a);
    2.0 * 6_371.0 * chord.sqrt().min(1.0).asin()
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
}

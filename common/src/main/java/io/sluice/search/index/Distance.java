package io.sluice.search.index;

/// The distance of two positions on a sphere (haversine formula).
final class Distance {

    /// Mean radius of the Earth, in meters.
    static final double EARTH_RADIUS = 6_371_008.8;

    private Distance() {}

    static double meters(double latitude, double longitude, double otherLatitude, double otherLongitude) {
        var sinLatitude = Math.sin(Math.toRadians(otherLatitude - latitude) / 2);
        var sinLongitude = Math.sin(Math.toRadians(otherLongitude - longitude) / 2);
        var haversine = sinLatitude * sinLatitude
                + Math.cos(Math.toRadians(latitude))
                        * Math.cos(Math.toRadians(otherLatitude))
                        * sinLongitude
                        * sinLongitude;
        return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(haversine)));
    }
}

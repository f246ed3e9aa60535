package io.sluice.ingest.route;

/// The paths that routes of several features begin with.
public final class Paths {

    public static final String ORGANIZATION = "/organizations/{organization}";
    public static final String IMAGES = "/sourceimages/{organization}";
    public static final String IMAGE = IMAGES + "/{hash}";
    public static final String USER_METADATA = IMAGE + "/meta/user";

    private Paths() {}
}

package io.sluice.lab.bench.scale;

import io.sluice.image.Organization;
import java.util.Locale;

/// The images of a server. They are numbered across all organizations, so no two have the same bytes.
///
/// @param organizations number of organizations
/// @param images        number of images of each
record Population(int organizations, int images) {

    /// Organizations whose images are copied, and how many images of each.
    record Copied(int sources, int images) {

        int all() {
            return sources * images;
        }
    }

    int all() {
        return organizations * images;
    }

    Organization organization(int index) {
        return new Organization("scale-" + index % organizations);
    }

    /// Returns the number of the first image of an organization.
    int first(int index) {
        return index % organizations * images;
    }

    /// Returns what to copy for about `wanted` images: the first images of the first organizations.
    Copied copied(int wanted) {
        return new Copied(Math.clamp(wanted / images, 1, organizations), Math.min(wanted, images));
    }

    /// Returns the heading of a column: the number of images, of each organization if there are several.
    String title() {
        return organizations == 1
                ? String.format(Locale.ROOT, "%,d", images)
                : String.format(Locale.ROOT, "%,d × %,d", organizations, images);
    }
}

package io.sluice.catalog;

import io.sluice.command.CatalogCommand;
import io.sluice.image.SourceImage;

/// An image as the catalog's state keeps it.
///
/// @param image     what everybody sees
/// @param createdBy id of the command that created it
/// @param current   place of the last command that changed it
record ImageState(SourceImage image, String createdBy, Position current) {

    /// Whether the effects of `command` are in this record already.
    boolean shows(CatalogCommand command, Position place) {
        return current.reaches(place) || image.change().equals(command.id()) || isCreatedBy(command);
    }

    boolean isCreatedBy(CatalogCommand command) {
        return createdBy.equals(command.id());
    }
}

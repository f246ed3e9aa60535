package io.sluice.catalog;

import io.sluice.command.CatalogCommand;
import io.sluice.image.SourceImage;

/// An image as the catalog's state keeps it.
///
/// @param image     what everybody sees; its revision is the number of the last command that changed it
/// @param createdBy id of the command that created it
record ImageState(SourceImage image, String createdBy) {

    /// Whether the effects of `command` are in this record already.
    boolean shows(CatalogCommand command, long number) {
        return image.revision() >= number || image.change().equals(command.id()) || isCreatedBy(command);
    }

    boolean isCreatedBy(CatalogCommand command) {
        return createdBy.equals(command.id());
    }
}

/// The contract between the services: requests ([io.sluice.command.UploadCommand],
/// [io.sluice.command.CatalogCommand]) and results ([io.sluice.command.Outcome],
/// [io.sluice.command.Rejection]). Every record here is its own wire format on a topic.
@NullMarked
package io.sluice.command;

import org.jspecify.annotations.NullMarked;

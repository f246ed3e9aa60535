/// The contract between the services: requests ([io.sluice.command.UploadCommand],
/// [io.sluice.command.CatalogCommand]) and results ([io.sluice.command.Outcome],
/// [io.sluice.command.Rejection]). Every record here is its own wire format on a topic.
///
/// The package is large because its types form one sealed family: commands and outcomes refer to each other,
/// and a reader of a topic finds all of its records here.
@NullMarked
package io.sluice.command;

import org.jspecify.annotations.NullMarked;

/// Identification: detects the format of a file from its content, and calls the parser of that format. Start
/// with [io.sluice.imaging.identify.Identifier]. Called by the upload workers and the command line.
@NullMarked
package io.sluice.imaging.identify;

import org.jspecify.annotations.NullMarked;

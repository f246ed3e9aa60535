/// Finds out which format a file has, from its content, and has the parser of that format identify it. Start with
/// [io.sluice.imaging.identify.Identifier]. Called by the upload workers and the command line.
@NullMarked
package io.sluice.imaging.identify;

import org.jspecify.annotations.NullMarked;

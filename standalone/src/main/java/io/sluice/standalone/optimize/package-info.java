/// The command `sluice optimize`: converts a TIFF or PSD locally, like the server. Start with
/// [io.sluice.standalone.optimize.OptimizeCommand].
@NullMarked
package io.sluice.standalone.optimize;

import org.jspecify.annotations.NullMarked;

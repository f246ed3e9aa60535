/// `sluice optimize`: converts one TIFF or PSD here, as the server would. Start with
/// [io.sluice.standalone.optimize.OptimizeCommand].
@NullMarked
package io.sluice.standalone.optimize;

import org.jspecify.annotations.NullMarked;

/// A second, independent reading of an original during its conversion: proves that the first decoder saw the
/// same pixels as another one. Shares no code with the decoders. Start with
/// [io.sluice.imaging.crosscheck.Crosscheck]. Called by `convert`.
@NullMarked
package io.sluice.imaging.crosscheck;

import org.jspecify.annotations.NullMarked;

/// Encapsulated PostScript: [io.sluice.imaging.eps.EpsParser] reads its comments. Nothing is run.
@NullMarked
package io.sluice.imaging.eps;

import org.jspecify.annotations.NullMarked;

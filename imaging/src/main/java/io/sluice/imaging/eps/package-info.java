/// Encapsulated PostScript: [io.sluice.imaging.eps.EpsParser] reads its comments. Nothing is executed.
@NullMarked
package io.sluice.imaging.eps;

import org.jspecify.annotations.NullMarked;

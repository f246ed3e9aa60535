/// SVG: [io.sluice.imaging.svg.SvgParser] reads its XML and the size of its root element. Nothing is fetched
/// or rendered.
@NullMarked
package io.sluice.imaging.svg;

import org.jspecify.annotations.NullMarked;

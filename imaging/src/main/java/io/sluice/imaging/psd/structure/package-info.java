/// The header and the sections of a Photoshop document, in the order of the file, for identification and for
/// both ways to its picture. Start with [io.sluice.imaging.psd.structure.PsdSections].
@NullMarked
package io.sluice.imaging.psd.structure;

import org.jspecify.annotations.NullMarked;

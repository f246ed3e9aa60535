/// JPEG XL, as a codestream and in boxes: [io.sluice.imaging.jxl.JxlParser] identifies a file.
@NullMarked
package io.sluice.imaging.jxl;

import org.jspecify.annotations.NullMarked;

/// GIF 87a and 89a: [io.sluice.imaging.gif.GifParser] identifies a file.
@NullMarked
package io.sluice.imaging.gif;

import org.jspecify.annotations.NullMarked;

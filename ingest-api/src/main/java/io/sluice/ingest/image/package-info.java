/// Reading of images: one, a list, the bytes. Start with [io.sluice.ingest.image.ImageRoutes].
@NullMarked
package io.sluice.ingest.image;

import org.jspecify.annotations.NullMarked;

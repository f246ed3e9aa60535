/// The view of images in a Lucene index: [io.sluice.view.image.LuceneCatalogView].
@NullMarked
package io.sluice.view.image;

import org.jspecify.annotations.NullMarked;

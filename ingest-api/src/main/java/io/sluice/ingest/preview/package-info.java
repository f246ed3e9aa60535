/// Previews of images: [io.sluice.ingest.preview.PreviewRoute] answers requests, and
/// [io.sluice.ingest.preview.Previews] makes a preview when it is first requested.
@NullMarked
package io.sluice.ingest.preview;

import org.jspecify.annotations.NullMarked;

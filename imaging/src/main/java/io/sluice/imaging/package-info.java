/// Everything that looks inside a file: which format it is and how large ([io.sluice.imaging.Identifier]), and how a
/// TIFF or PSD becomes a PNG, JPEG or WebP ([io.sluice.imaging.Optimizer]). Knows nothing of Kafka, stores or HTTP;
/// only `io.sluice.worker` and the command line call it. Every byte read here is treated as hostile.
@NullMarked
package io.sluice.imaging;

import org.jspecify.annotations.NullMarked;

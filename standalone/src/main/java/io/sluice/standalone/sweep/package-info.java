/// `sluice sweep`: removes the blobs that no record refers to. [io.sluice.standalone.sweep.Sweep] decides,
/// [io.sluice.standalone.sweep.BlobsInUse] knows what is referred to.
@NullMarked
package io.sluice.standalone.sweep;

import org.jspecify.annotations.NullMarked;

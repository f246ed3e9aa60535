/// The command `sluice sweep`: deletes blobs without a reference. [io.sluice.standalone.sweep.Sweep] decides,
/// [io.sluice.standalone.sweep.BlobsInUse] has the references.
@NullMarked
package io.sluice.standalone.sweep;

import org.jspecify.annotations.NullMarked;

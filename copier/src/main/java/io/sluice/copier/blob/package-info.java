/// The work on a slice: [io.sluice.copier.blob.CopyWork] copies its blobs inside the object store.
@NullMarked
package io.sluice.copier.blob;

import org.jspecify.annotations.NullMarked;

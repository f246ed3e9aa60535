/// Object storage: the port [io.sluice.store.ObjectStore] and its two implementations, files and S3.
@NullMarked
package io.sluice.store;

import org.jspecify.annotations.NullMarked;

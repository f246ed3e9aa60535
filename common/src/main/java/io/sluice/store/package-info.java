/// Object storage: the port [io.sluice.store.ObjectStore] and its settings. Implemented by `store.file` and
/// `store.s3`.
@NullMarked
package io.sluice.store;

import org.jspecify.annotations.NullMarked;

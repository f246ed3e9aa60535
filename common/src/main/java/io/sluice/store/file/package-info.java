/// The object store in a directory: [io.sluice.store.file.FileObjectStore].
@NullMarked
package io.sluice.store.file;

import org.jspecify.annotations.NullMarked;

/// The object store in a bucket of an S3 server: [io.sluice.store.s3.S3ObjectStore].
@NullMarked
package io.sluice.store.s3;

import org.jspecify.annotations.NullMarked;

/// The view of operations in a Lucene index: [io.sluice.view.operation.LuceneOperationView].
@NullMarked
package io.sluice.view.operation;

import org.jspecify.annotations.NullMarked;

/// Read models built from the topics, each with its own position on them: images
/// ([io.sluice.view.CatalogView]), accounts ([io.sluice.view.AccountView]), operations
/// ([io.sluice.view.OperationView]) and jobs ([io.sluice.view.JobView]).
@NullMarked
package io.sluice.view;

import org.jspecify.annotations.NullMarked;

/// Read models of what the topics contain: images ([io.sluice.view.CatalogView]), accounts
/// ([io.sluice.view.AccountView]), operations ([io.sluice.view.OperationView]) and jobs
/// ([io.sluice.view.JobView]). The packages below implement them, each with its own position on the topics.
@NullMarked
package io.sluice.view;

import org.jspecify.annotations.NullMarked;

/// The store that a process uses: opened as configured ([io.sluice.store.connection.ObjectStores]) and
/// checked while the process runs ([io.sluice.store.connection.StoreMonitor]).
@NullMarked
package io.sluice.store.connection;

import org.jspecify.annotations.NullMarked;

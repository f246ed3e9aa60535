/// The state of the catalog before and after a command: one record for all images of a binary
/// ([io.sluice.catalog.state.BinaryState]), for an organization and for a user. A
/// [io.sluice.catalog.state.StateChange] replaces one of them.
@NullMarked
package io.sluice.catalog.state;

import org.jspecify.annotations.NullMarked;

/// The dispatcher of a queue that a plain consumer group reads. Start with [io.sluice.dispatch.Dispatcher].
///
/// One reader ([io.sluice.dispatch.ReadSession]) reads the topic far ahead of the work, so that all waiting
/// organizations are known. A bounded [io.sluice.dispatch.Window] holds the records. The
/// [io.sluice.dispatch.Backlog] contains the positions of those that do not fit, and
/// [io.sluice.dispatch.Rereader] reads them again when it is their turn. Lanes run the work in stages
/// ([io.sluice.dispatch.Stage]). The [io.sluice.dispatch.OffsetLedger] records what is done, in any order.
@NullMarked
package io.sluice.dispatch;

import org.jspecify.annotations.NullMarked;

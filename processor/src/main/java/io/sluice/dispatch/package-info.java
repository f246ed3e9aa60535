/// The dispatcher of a queue that a plain consumer group reads: [io.sluice.dispatch.Dispatcher] to start with.
///
/// One reader ([io.sluice.dispatch.ReadSession]) reads a topic much further ahead than it is worked on, so
/// that it sees who waits. A bounded [io.sluice.dispatch.Window] holds the records; of those that do not fit,
/// the [io.sluice.dispatch.Backlog] keeps where they are, and [io.sluice.dispatch.Rereader] fetches them
/// again when it is their turn. Lanes do the work in stages ([io.sluice.dispatch.Stage]). The
/// [io.sluice.dispatch.OffsetLedger] knows what is done, in whatever order.
@NullMarked
package io.sluice.dispatch;

import org.jspecify.annotations.NullMarked;

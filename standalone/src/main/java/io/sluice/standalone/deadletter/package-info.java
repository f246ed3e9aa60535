/// The command `sluice dead-letters`, which lists, shows and replays records that could not be processed.
/// [io.sluice.standalone.deadletter.Letters] reads and replays, the subcommands print.
@NullMarked
package io.sluice.standalone.deadletter;

import org.jspecify.annotations.NullMarked;

/// `sluice dead-letters`: what could not be done, why, and trying it again. [io.sluice.standalone.deadletter.Letters]
/// reads and replays, the commands print.
@NullMarked
package io.sluice.standalone.deadletter;

import org.jspecify.annotations.NullMarked;

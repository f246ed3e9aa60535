/// How the log is written: [io.sluice.log.FoldingAppender] writes a line that repeats once a minute and says what
/// Kafka's own warnings mean. Called by Logback alone, through `logback.xml`.
@NullMarked
package io.sluice.log;

import org.jspecify.annotations.NullMarked;

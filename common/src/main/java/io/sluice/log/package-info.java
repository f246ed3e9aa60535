/// Logging: [io.sluice.log.FoldingAppender] writes a repeated line once a minute and explains Kafka's own
/// warnings. Used by Logback alone, through `logback.xml`.
@NullMarked
package io.sluice.log;

import org.jspecify.annotations.NullMarked;

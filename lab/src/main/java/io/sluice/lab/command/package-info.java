/// What the commands of the lab share: their output ([io.sluice.lab.command.Output]), options that are
/// durations, and the settings of servers that they start.
@NullMarked
package io.sluice.lab.command;

import org.jspecify.annotations.NullMarked;

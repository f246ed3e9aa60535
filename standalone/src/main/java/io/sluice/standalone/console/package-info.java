/// What people read in a terminal: tables, progress, and why a command failed.
@NullMarked
package io.sluice.standalone.console;

import org.jspecify.annotations.NullMarked;

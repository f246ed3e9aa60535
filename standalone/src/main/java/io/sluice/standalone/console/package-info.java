/// Terminal output: tables, progress and failure messages.
@NullMarked
package io.sluice.standalone.console;

import org.jspecify.annotations.NullMarked;

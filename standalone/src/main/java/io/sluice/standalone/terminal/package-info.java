/// Terminal output: tables, progress and failure messages.
@NullMarked
package io.sluice.standalone.terminal;

import org.jspecify.annotations.NullMarked;

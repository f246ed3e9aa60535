/// The `sluice` command line: [io.sluice.standalone.Main] leads to one package a command.
@NullMarked
package io.sluice.standalone;

import org.jspecify.annotations.NullMarked;

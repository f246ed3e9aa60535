/// The command line `sluice`: [io.sluice.standalone.Main] dispatches to one package a command.
@NullMarked
package io.sluice.standalone;

import org.jspecify.annotations.NullMarked;

/// Documentation of the command line from its own definition: completion for shells, manual pages and the page
/// docs/cli.md. [io.sluice.standalone.manual.CommandPage] is the content of all of them.
@NullMarked
package io.sluice.standalone.manual;

import org.jspecify.annotations.NullMarked;

/// The commands `sluice search` and `list`, [io.sluice.standalone.search.SearchCommand] and
/// [io.sluice.standalone.search.ListCommand], and the conditions that other commands share with them.
@NullMarked
package io.sluice.standalone.search;

import org.jspecify.annotations.NullMarked;

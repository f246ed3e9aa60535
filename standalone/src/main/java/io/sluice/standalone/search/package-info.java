/// The command `sluice search`, [io.sluice.standalone.search.SearchCommand], and the conditions that other
/// commands share with it.
@NullMarked
package io.sluice.standalone.search;

import org.jspecify.annotations.NullMarked;

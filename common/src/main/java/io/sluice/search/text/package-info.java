/// The text forms of searches: values of single fields ([io.sluice.search.text.ValueText]), filter expressions
/// ([io.sluice.search.text.FilterText]), sort orders and lists of fields ([io.sluice.search.text.ListText]).
@NullMarked
package io.sluice.search.text;

import org.jspecify.annotations.NullMarked;

package io.sluice.search.index;

import io.sluice.image.Organization;
import io.sluice.search.Field;
import io.sluice.search.facet.Column;
import io.sluice.search.facet.Columns;
import java.io.IOException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.jspecify.annotations.Nullable;

/// The columns of the fields of one organization, see [SearchFields].
record FieldColumns(Organization organization) implements Columns {

    @Override
    public @Nullable Column of(LeafReader segment, Field field) throws IOException {
        if (SearchFields.isOwnNumber(field)) {
            var name = SearchFields.own(field);
            return DocValues.unwrapSingleton(DocValues.getSortedNumeric(segment, name)) == null
                    ? null
                    : new Column.Numbers(name);
        }
        if (SearchFields.isOwn(field)) {
            var name = SearchFields.own(field);
            return new Column.Own(name, DocValues.getSorted(segment, name).getValueCount());
        }
        var name = SearchFields.column(field);
        var terms = FieldTerms.of(organization, field);
        var range = OrdinalRange.of(DocValues.getSortedSet(segment, name), terms);
        return range.isEmpty() ? null : new Column.Shared(name, range.first(), range.size(), terms.prefixLength());
    }

    @Override
    public boolean isHash(Field field) {
        return SearchFields.isOwnHash(field);
    }
}

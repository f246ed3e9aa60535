package io.sluice.view;

import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A page of the operations of an organization, the newest first.
///
/// @param total  number of operations that meet the conditions
/// @param last   position of the last one of the page, if more follow it
/// @param facets numbers of operations by value, the most frequent first
public record OperationPage(
        long total, List<OperationStatus> items, @Nullable Position last, Map<Facet, Map<String, Long>> facets) {

    /// The request for a page.
    ///
    /// @param after the position that the page follows; null for the first one
    public record Request(
            Organization organization,
            OperationFilter filter,
            int limit,
            @Nullable Position after,
            Set<Facet> facets) {}

    /// A position in the list.
    public record Position(Instant accepted, OperationId operation) {}

    /// What operations are counted by.
    public enum Facet {
        STATE,
        REASON,
        DOOR
    }
}

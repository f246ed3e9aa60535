package io.sluice.view;

import java.util.Map;

/// A view of dead letters: what this node has read from `sluice.dead-letters`. Safe for use by many threads.
public interface DeadLetterView {

    /// Key of the dead letters that no organization is known of.
    String UNKNOWN = "";

    /// Returns the numbers of dead letters by the name of the organization.
    Map<String, Long> counts();
}

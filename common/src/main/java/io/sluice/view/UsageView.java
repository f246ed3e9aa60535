package io.sluice.view;

import io.sluice.account.DayUsage;
import io.sluice.image.Organization;
import java.util.List;

/// A view of the uploads of organizations by day: what this node has read from `sluice.usage`. Safe for use by
/// many threads.
public interface UsageView {

    /// Returns the known days of an organization, the latest last. A day without uploads may be missing.
    List<DayUsage> of(Organization organization);
}

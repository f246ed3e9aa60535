/// The operator's limits of an organization: [io.sluice.ingest.quota.Quotas] refuses requests before they
/// are read, and [io.sluice.ingest.quota.LimitRoutes] sets the limits and shows the usage. The catalog
/// decides about images and bytes.
@NullMarked
package io.sluice.ingest.quota;

import org.jspecify.annotations.NullMarked;

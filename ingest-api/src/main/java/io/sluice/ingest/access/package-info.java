/// Who is asking and what they may do: [io.sluice.ingest.access.Gate] answers both from the account view.
@NullMarked
package io.sluice.ingest.access;

import org.jspecify.annotations.NullMarked;

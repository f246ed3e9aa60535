/// TLS of the HTTP server: [io.sluice.ingest.tls.Tls] presents the certificate of certain files and replaces
/// it when they change.
@NullMarked
package io.sluice.ingest.tls;

import org.jspecify.annotations.NullMarked;

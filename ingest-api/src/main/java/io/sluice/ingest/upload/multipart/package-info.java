/// The container format of uploads: a multipart body ([RFC 2046](https://www.rfc-editor.org/rfc/rfc2046),
/// section 5.1, and [RFC 7578](https://www.rfc-editor.org/rfc/rfc7578)), read part by part as it arrives.
@NullMarked
package io.sluice.ingest.upload.multipart;

import org.jspecify.annotations.NullMarked;

package io.sluice.ingest.upload.multipart;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// A part of a form.
///
/// @param name     name of the field
/// @param fileName name of the file as it was sent, with its escapes; null when there is none
/// @param content  its bytes; readable until the next part is requested
public record Part(String name, @Nullable String fileName, InputStream content) {}

package io.sluice.ingest.upload;

import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;

/// A file that came with the request and is in the store now.
///
/// @param name       as the client gave it: any text
/// @param blob       where its bytes are
/// @param binaryHash SHA-1 of its bytes
/// @param size       in bytes
record StagedFile(String name, BlobKey blob, BinaryHash binaryHash, long size) {}

package io.sluice.ingest.upload.form;

import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;

/// A file of the request that is staged in the object store.
///
/// @param name       file name as the client sent it: any text
/// @param blob       key of its bytes
/// @param binaryHash SHA-1 of its bytes
/// @param size       length in bytes
public record StagedFile(String name, BlobKey blob, BinaryHash binaryHash, long size) {}

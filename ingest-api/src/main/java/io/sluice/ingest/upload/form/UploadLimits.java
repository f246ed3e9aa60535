package io.sluice.ingest.upload.form;

/// The limits of one upload request.
///
/// @param maxFileBytes   maximum size of a file
/// @param maxFiles       maximum number of files and URLs together
/// @param maxFields      maximum number of fields that are not files
/// @param maxFieldBytes  maximum length of one value
/// @param maxFieldsBytes maximum length of names and values of all fields together
public record UploadLimits(long maxFileBytes, int maxFiles, int maxFields, int maxFieldBytes, int maxFieldsBytes) {

    /// Returns limits with the given maximum file size and defaults for all else.
    public static UploadLimits ofFileBytes(long maxFileBytes) {
        return new UploadLimits(maxFileBytes, 100, 2_000, 64 * 1024, 1024 * 1024);
    }
}

package io.sluice.ingest.upload;

/// What one request may bring.
///
/// @param maxFileBytes   largest file
/// @param maxFiles       most files and URLs together
/// @param maxFields      most form fields that are no files
/// @param maxFieldBytes  longest value of a field
/// @param maxFieldsBytes names and values of all fields together
public record UploadLimits(long maxFileBytes, int maxFiles, int maxFields, int maxFieldBytes, int maxFieldsBytes) {

    /// With the largest file as given and all else as usual.
    public static UploadLimits ofFileBytes(long maxFileBytes) {
        return new UploadLimits(maxFileBytes, 100, 2_000, 64 * 1024, 1024 * 1024);
    }
}

package io.sluice.ingest.upload.form;

import java.time.Duration;
import java.util.List;

/// The content of a request's body, in the order of its arrival.
///
/// @param took duration of receiving the body
public record UploadForm(List<StagedFile> files, List<FormField> fields, Duration took) {

    public UploadForm {
        files = List.copyOf(files);
        fields = List.copyOf(fields);
    }
}

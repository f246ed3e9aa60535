package io.sluice.ingest.upload.form;

import java.util.List;

/// The content of a request's body, in the order of its arrival.
public record UploadForm(List<StagedFile> files, List<FormField> fields) {

    public UploadForm {
        files = List.copyOf(files);
        fields = List.copyOf(fields);
    }
}

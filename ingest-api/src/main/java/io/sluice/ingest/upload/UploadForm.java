package io.sluice.ingest.upload;

import java.util.List;

/// The content of a request's body, in the order of its arrival.
record UploadForm(List<StagedFile> files, List<FormField> fields) {

    UploadForm {
        files = List.copyOf(files);
        fields = List.copyOf(fields);
    }
}

package io.sluice.ingest.upload;

import java.util.List;

/// All that a request's body held, in the order in which it came.
record UploadForm(List<StagedFile> files, List<FormField> fields) {

    UploadForm {
        files = List.copyOf(files);
        fields = List.copyOf(fields);
    }
}

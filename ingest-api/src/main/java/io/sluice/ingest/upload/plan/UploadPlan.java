package io.sluice.ingest.upload.plan;

import io.sluice.command.Rejection;
import io.sluice.command.Source;
import io.sluice.command.UploadOptions.OptimizeSource;
import io.sluice.ingest.upload.form.FieldName;
import io.sluice.ingest.upload.form.FieldValue;
import io.sluice.ingest.upload.form.FormField;
import io.sluice.ingest.upload.form.StagedFile;
import io.sluice.ingest.upload.form.UploadForm;
import io.sluice.ingest.upload.form.UploadLimits;
import io.sluice.ingest.wire.ProblemException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The images that a form requests.
///
/// Files come first, in the order of their arrival, then URLs in the order of their indexes. A field with
/// index `n` applies to the n-th file and to `url[n]`; a request with both numbers its URLs after the files
/// to keep them apart.
public record UploadPlan(List<PlannedPart> parts) {

    public UploadPlan {
        parts = List.copyOf(parts);
    }

    /// Creates the plan of a form.
    /// @throws ProblemException when the form has no image, too many images or an unsupported field
    public static UploadPlan of(UploadForm form, UploadLimits limits) {
        var plan = new Builder();
        form.fields().stream().filter(field -> FieldName.isKnown(field.name())).forEach(plan::add);
        var parts = plan.parts(form.files());
        if (parts.isEmpty()) {
            throw new ProblemException(new Rejection.NoFile());
        }
        if (parts.size() > limits.maxFiles()) {
            throw new ProblemException(new Rejection.MalformedRequest(
                    "There are more than " + limits.maxFiles() + " files and URLs: " + parts.size()));
        }
        return new UploadPlan(parts);
    }

    /// Returns whether a conversion is requested for any image.
    public boolean converts() {
        return parts.stream().anyMatch(part -> part.options().optimizeSource() != OptimizeSource.NONE);
    }

    /// Returns a name for the image at `index`, for messages.
    public String nameOf(int index) {
        var part = parts.get(index);
        return switch (part.source()) {
            case Source.Url(var url) -> url;
            case Source.Staged _, Source.StoredObject _, Source.Inline _ -> part.name() == null ? "" : part.name();
        };
    }

    private static final class Builder {

        private final TreeMap<Integer, String> urls = new TreeMap<>();
        private final TreeMap<Integer, PartSettings> settings = new TreeMap<>();
        private final TreeMap<Integer, String> namedBy = new TreeMap<>();
        private final Map<FieldName.Kind, Integer> next = new EnumMap<>(FieldName.Kind.class);
        private OptimizeSource optimizeAll = OptimizeSource.NONE;
        private boolean strictAll;

        void add(FormField field) {
            try {
                add(field, FieldName.parse(field.name()));
            } catch (IllegalArgumentException e) {
                throw malformed(field.name(), String.valueOf(e.getMessage()));
            }
        }

        private void add(FormField field, FieldName name) {
            var noIndex = name.index() == FieldName.NO_INDEX;
            if (name.kind() == FieldName.Kind.OPTIMIZE_SOURCE && noIndex) {
                optimizeAll = FieldValue.optimizeSource(FieldValue.word(field.value()));
                return;
            }
            if (name.kind() == FieldName.Kind.OPTIMIZE_SOURCE_STRICT && noIndex) {
                strictAll = FieldValue.flag(FieldValue.word(field.value()));
                return;
            }
            var index = switch (name.index()) {
                case FieldName.NO_INDEX -> 0;
                case FieldName.NEXT -> next.merge(name.kind(), 1, Integer::sum) - 1;
                default -> name.index();
            };
            if (name.kind() == FieldName.Kind.URL) {
                urls.put(index, new Source.Url(field.value().strip()).url());
            } else {
                namedBy.putIfAbsent(index, field.name());
                settings.computeIfAbsent(index, PartSettings::new).add(name, field.value());
            }
        }

        List<PlannedPart> parts(List<StagedFile> files) {
            // a setting without an image is an error of the client and must be reported
            namedBy.forEach((index, field) -> {
                if (index >= files.size() && !urls.containsKey(index) && !(files.isEmpty() && urls.isEmpty())) {
                    throw malformed(field, "there is no file and no URL with this index");
                }
            });
            var parts = new ArrayList<PlannedPart>();
            for (var file : files) {
                parts.add(part(
                        parts.size(), new Source.Staged(file.blob(), file.binaryHash(), file.size()), file.name()));
            }
            urls.forEach((index, url) -> parts.add(part(index, new Source.Url(url), null)));
            return parts;
        }

        private PlannedPart part(int index, Source source, @Nullable String name) {
            var about = settings.getOrDefault(index, new PartSettings(index));
            return new PlannedPart(
                    source, name, about.userMetadata(), about.dynamicMetadata(), about.options(optimizeAll, strictAll));
        }

        private static ProblemException malformed(String field, String detail) {
            var shortened = field.length() <= 80 ? field : field.substring(0, 80) + '…';
            return new ProblemException(new Rejection.MalformedMetadata(shortened, detail));
        }
    }
}

package io.sluice.ingest.upload;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.command.Rejection;
import io.sluice.command.Source;
import io.sluice.command.UploadOptions.OptimizeSource;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.Identification;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Target;
import io.sluice.ingest.preview.SideWork;
import io.sluice.ingest.upload.plan.PlannedPart;
import io.sluice.ingest.upload.plan.UploadPlan;
import io.sluice.json.RejectionStatus;
import io.sluice.view.CatalogView;
import java.util.Optional;

/// A dry run of an upload: predicts the outcome of each image with the checks of a real upload, without
/// storing anything. Conversions are tried, with fewer resources than those of uploads.
final class DryRun {

    private final FormCheck check;
    private final CatalogView images;
    private final SideWork work;

    DryRun(FormCheck check, CatalogView images, SideWork work) {
        this.check = check;
        this.images = images;
        this.work = work;
    }

    /// Returns the answer: `total` and `items`.
    ObjectNode of(Organization organization, UploadPlan plan) throws InterruptedException {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("total", plan.parts().size());
        var items = json.putArray("items");
        for (var index = 0; index < plan.parts().size(); index++) {
            var part = plan.parts().get(index);
            var item = items.addObject().put("name", plan.nameOf(index));
            switch (part.source()) {
                case Source.Staged file -> describe(item, organization, part, file);
                case Source.Url _, Source.StoredObject _, Source.Inline _ ->
                    item.put("outcome", "unknown").put("message", "An address is fetched by a real upload only");
            }
        }
        return json;
    }

    private void describe(ObjectNode item, Organization organization, PlannedPart part, Source.Staged file)
            throws InterruptedException {
        switch (check.identify(file)) {
            case Identification.Refused(var reason) -> rejected(item, reason);
            case Identified image -> {
                var conversion = part.options().converts(image.format())
                        ? conversion(organization, part, file, image)
                        : Optional.<Conversion>empty();
                if (part.options().strict()
                        && conversion.isPresent()
                        && conversion.get() instanceof Conversion.Refused(var reason)) {
                    rejected(item, reason);
                    return;
                }
                describe(item, organization, part, file, image);
                if (part.options().converts(image.format())) {
                    item.set("conversion", json(conversion));
                }
            }
        }
    }

    private void describe(
            ObjectNode item, Organization organization, PlannedPart part, Source.Staged file, Identified image) {
        var hash = ImageHash.of(
                file.binaryHash(), part.dynamicMetadata(), part.options().isProtected());
        var name = part.name();
        item.put(
                "name",
                name == null || name.isBlank()
                        ? file.binaryHash() + "." + image.format().extension()
                        : name);
        item.put("outcome", outcome(organization, hash));
        item.put("hash", hash.value());
        item.put("binary_hash", file.binaryHash().value());
        item.put("format", image.format().extension());
        item.put("mimetype", image.format().mediaType());
        item.put("size", file.size());
        item.put("width", image.width());
        item.put("height", image.height());
        item.put("protected", part.options().isProtected());
        item.put("opaque", image.pixels().opaque());
        item.put("animated", image.animated());
    }

    private String outcome(Organization organization, ImageHash hash) {
        if (images.find(organization, hash.value()).isPresent()) {
            return "would_exist";
        }
        return images.findDeleted(organization, hash.value()).isPresent() ? "would_restore" : "would_create";
    }

    /// Tries the conversion; returns nothing when there is too much to do.
    private Optional<Conversion> conversion(
            Organization organization, PlannedPart part, Source.Staged file, Identified image)
            throws InterruptedException {
        var target = part.options().optimizeSource() == OptimizeSource.JPEG ? Target.JPEG : Target.PNG;
        return work.run(
                organization,
                file.key(),
                (cells, source, destination) -> cells.convert(source, image, target, destination));
    }

    private static ObjectNode json(Optional<Conversion> conversion) {
        var json = JsonNodeFactory.instance.objectNode();
        if (conversion.isEmpty()) {
            return json.put("outcome", "unknown").put("message", "Too many conversions are being tried");
        }
        switch (conversion.get()) {
            case Conversion.Refused(var reason) ->
                json.put("outcome", "would_keep").put("message", reason.message());
            case Conversion.Converted converted -> {
                json.put("outcome", "would_convert");
                json.put("format", converted.format().extension());
                json.put("mimetype", converted.format().mediaType());
                json.put("size", converted.bytes());
                json.put("width", converted.width());
                json.put("height", converted.height());
                var notes = json.putArray("notes");
                converted.notes().forEach(notes::add);
            }
        }
        return json;
    }

    private static void rejected(ObjectNode item, Rejection reason) {
        item.put("outcome", "would_reject");
        item.put("code", RejectionStatus.of(reason));
        item.put("reason", reason.code());
        item.put("message", reason.message());
    }
}

package io.sluice.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.command.Trail;
import io.sluice.image.ImageHash;
import io.sluice.image.SourceImage;
import io.sluice.operation.Part;
import io.sluice.view.OperationStatus;
import io.sluice.view.OperationStatus.PartStatus;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The JSON of an operation and its state.
public final class OperationJson {

    private OperationJson() {}

    /// @param withImages whether to include the resulting images
    public static ObjectNode of(OperationStatus status, boolean withImages) {
        var state = status.state();
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", status.operation().value());
        json.put("state", state.name().toLowerCase(Locale.ROOT));
        json.put("organization", status.organization().name());
        putRequest(json, status);
        json.put("accepted", WireTime.format(status.accepted()));
        json.put(
                "attempts",
                status.parts().stream().mapToInt(PartStatus::attempts).max().orElse(0));
        json.put("total", status.partCount());
        lastEnded(status)
                .ifPresent(
                        part -> json.set("stages", Stages.of(Objects.requireNonNull(part.outcome()), part.upload())));
        var parts = json.putArray("parts");
        allParts(status).forEach(part -> parts.add(part(part, withImages)));
        switch (state) {
            case ACCEPTED -> {
                // the parts contain everything
            }
            case SUCCEEDED -> {
                if (withImages) {
                    var items = json.putArray("items");
                    for (var part : status.parts()) {
                        if (part.outcome() instanceof Outcome.Registered registered) {
                            items.add(ImageJson.of(registered.image()));
                        }
                    }
                }
            }
            case REJECTED ->
                status.parts().stream()
                        .map(PartStatus::outcome)
                        .filter(Outcome.Rejected.class::isInstance)
                        .map(Outcome.Rejected.class::cast)
                        .findFirst()
                        .ifPresent(rejected -> putReason(json, rejected.reason()));
        }
        return json;
    }

    /// Adds how an upload came in, the name of its first file, and which operation it tries again.
    private static void putRequest(ObjectNode json, OperationStatus status) {
        kind(status).ifPresent(kind -> json.put("kind", kind));
        status.uploads().findFirst().ifPresent(upload -> {
            json.put("door", upload.door().name().toLowerCase(Locale.ROOT));
            if (upload.replayOf() != null) {
                json.put("replay_of", upload.replayOf().value());
            }
        });
        status.parts().stream()
                .flatMap(part -> Stream.ofNullable(name(part)))
                .findFirst()
                .ifPresent(name -> json.put("name", name));
    }

    private static Optional<String> kind(OperationStatus status) {
        return status.uploads().findAny().isPresent()
                ? Optional.of("upload")
                : status.parts().stream()
                        .flatMap(part -> Stream.ofNullable(part.outcome()))
                        .flatMap(outcome -> Stream.ofNullable(kind(outcome)))
                        .findFirst();
    }

    private static @Nullable String kind(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Registered _ -> "upload";
            case Outcome.Changed _ -> "change";
            case Outcome.Copied _ -> "copy";
            case Outcome.Deleted _ -> "delete";
            case Outcome.Purged _ -> "purge";
            case Outcome.SignedUp _ -> "sign-up";
            case Outcome.OrganizationCreated _ -> "organization";
            case Outcome.MembershipChanged _ -> "membership";
            case Outcome.ApiKeysChanged _ -> "api-key";
            case Outcome.WebhookChanged _ -> "webhook";
            case Outcome.LimitsChanged _ -> "limits";
            // an upload whose command has not been seen, or anything else
            case Outcome.Rejected _ -> null;
        };
    }

    private static @Nullable String name(PartStatus part) {
        if (part.upload() != null && part.upload().title() != null) {
            return part.upload().title();
        }
        return switch (part.outcome()) {
            case Outcome.Registered registered -> registered.image().name();
            case Outcome.Changed changed -> changed.image().name();
            case null, default -> null;
        };
    }

    private static Optional<PartStatus> lastEnded(OperationStatus status) {
        return status.parts().stream()
                .filter(part -> part.outcome() != null)
                .max(Comparator.comparing(
                        part -> Objects.requireNonNull(part.outcome()).finished()));
    }

    /// Returns all parts, including those whose commands are not in a view yet.
    private static List<PartStatus> allParts(OperationStatus status) {
        var byIndex = status.parts().stream()
                .collect(Collectors.toMap(part -> part.part().index(), part -> part));
        return IntStream.range(0, status.partCount())
                .mapToObj(index -> byIndex.getOrDefault(
                        index, new PartStatus(new Part(index, status.partCount()), 0, null, null, null)))
                .toList();
    }

    private static ObjectNode part(PartStatus part, boolean withImages) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("index", part.part().index());
        json.put("state", state(part.outcome()));
        json.put("attempts", part.attempts());
        var name = name(part);
        if (name != null) {
            json.put("name", name);
        }
        if (part.nextTry() != null) {
            json.put("next_try", WireTime.format(part.nextTry()));
        }
        if (part.lastFault() != null) {
            json.put("last_fault", part.lastFault());
        }
        switch (part.outcome()) {
            case null -> {
                // not finished yet
            }
            case Outcome.Registered registered -> {
                putTimes(json, registered);
                json.put("created", registered.created());
                putImage(json, registered.image(), withImages);
            }
            case Outcome.SignedUp signedUp -> {
                putTimes(json, signedUp);
                json.put("user_id", signedUp.user().toString());
            }
            case Outcome.Changed changed -> {
                putTimes(json, changed);
                putImage(json, changed.image(), withImages);
            }
            case Outcome.Copied copied -> {
                putTimes(json, copied);
                putHashes(json, "created", copied.created());
                putHashes(json, "existing", copied.existing());
                putHashes(json, "notfound", copied.notFound());
                putHashes(json, "failed", copied.failed());
            }
            case Outcome.Deleted deleted -> {
                putTimes(json, deleted);
                putHashes(json, "deleted", deleted.deleted());
                putHashes(json, "notfound", deleted.notFound());
                putHashes(json, "locked", deleted.locked());
            }
            case Outcome.Purged _,
                    Outcome.OrganizationCreated _,
                    Outcome.MembershipChanged _,
                    Outcome.ApiKeysChanged _,
                    Outcome.LimitsChanged _,
                    Outcome.WebhookChanged _ -> putTimes(json, part.outcome());
            case Outcome.Rejected rejected -> {
                putTimes(json, rejected);
                putReason(json, rejected.reason());
            }
        }
        return json;
    }

    private static String state(@Nullable Outcome outcome) {
        return switch (outcome) {
            case null -> "accepted";
            case Outcome.Registered _,
                    Outcome.Changed _,
                    Outcome.Copied _,
                    Outcome.Deleted _,
                    Outcome.Purged _,
                    Outcome.SignedUp _,
                    Outcome.OrganizationCreated _,
                    Outcome.MembershipChanged _,
                    Outcome.ApiKeysChanged _,
                    Outcome.LimitsChanged _,
                    Outcome.WebhookChanged _ -> "succeeded";
            case Outcome.Rejected _ -> "rejected";
        };
    }

    /// Adds the end time and the durations of each stage and of the whole operation, in milliseconds.
    private static void putTimes(ObjectNode json, Outcome outcome) {
        json.put("finished", WireTime.format(outcome.finished()));
        Trail trail = outcome.trail();
        var timings = json.putObject("timings");
        trail.stages().forEach(timings::put);
        timings.put(
                "total", Duration.between(trail.accepted(), outcome.finished()).toMillis());
    }

    private static void putReason(ObjectNode json, Rejection reason) {
        json.put("code", RejectionStatus.of(reason));
        json.put("reason", reason.code());
        json.put("message", reason.message());
    }

    private static void putImage(ObjectNode json, SourceImage image, boolean withImages) {
        if (withImages) {
            json.set("item", ImageJson.of(image));
        }
    }

    private static void putHashes(ObjectNode json, String field, List<ImageHash> hashes) {
        var array = json.putArray(field);
        hashes.forEach(hash -> array.add(hash.value()));
    }
}

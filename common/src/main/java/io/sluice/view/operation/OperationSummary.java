package io.sluice.view.operation;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.sluice.operation.Part;
import io.sluice.view.OperationStatus;
import io.sluice.view.operation.OperationEvent.Ended;
import io.sluice.view.operation.OperationEvent.Place;
import io.sluice.view.operation.OperationEvent.Postponed;
import io.sluice.view.operation.OperationEvent.Queued;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The reduction of events to the state of an operation. The result does not depend on their order, because
/// they come from three topics.
final class OperationSummary {

    /// The same order however they were read; on one partition, the order of publication.
    static final Comparator<OperationEvent> BY_PLACE = comparingLong(
                    (OperationEvent event) -> event.place().offset())
            .thenComparing(event -> event.place().topic())
            .thenComparingInt(event -> event.place().partition());

    private OperationSummary() {}

    static Optional<OperationStatus> of(Collection<? extends OperationEvent> events) {
        if (events.isEmpty()) {
            return Optional.empty();
        }
        var byPart = events.stream().collect(groupingBy(event -> event.part().index(), TreeMap::new, toList()));
        var first = events.stream()
                .min(comparing((OperationEvent event) -> event instanceof Ended).thenComparing(BY_PLACE))
                .orElseThrow();
        return Optional.of(new OperationStatus(
                first.operation(),
                first.organization(),
                only(events, Queued.class)
                        .sorted(BY_PLACE)
                        .map(Queued::fingerprint)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                events.stream()
                        .map(OperationEvent::accepted)
                        .min(Instant::compareTo)
                        .orElseThrow(),
                events.stream()
                        .map(OperationEvent::part)
                        .mapToInt(Part::count)
                        .max()
                        .orElseThrow(),
                byPart.values().stream().map(OperationSummary::part).toList()));
    }

    private static OperationStatus.PartStatus part(List<? extends OperationEvent> events) {
        var ended = only(events, Ended.class).min(BY_PLACE);
        var postponed = only(events, Postponed.class)
                .max(comparingInt(Postponed::attempt).thenComparing(BY_PLACE));
        var lastQueued =
                only(events, Queued.class).mapToInt(Queued::attempt).max().orElse(0);
        var lastPostponed = postponed.map(Postponed::attempt).orElse(0);
        // of the same attempt the last one, which Kafka keeps longest
        var command = only(events, Queued.class)
                .filter(queued -> queued.upload() != null)
                .max(comparingInt(Queued::attempt).thenComparing(BY_PLACE));
        var tried = Math.max(Math.max(lastQueued, lastPostponed) - 1, 0);
        return new OperationStatus.PartStatus(
                events.stream().min(BY_PLACE).orElseThrow().part(),
                ended.map(end -> end.outcome().trail().attempts()).orElse(tried),
                ended.isEmpty() && lastPostponed > lastQueued
                        ? postponed.map(Postponed::due).orElse(null)
                        : null,
                postponed.map(Postponed::fault).orElse(null),
                ended.map(Ended::outcome).orElse(null),
                command.map(Queued::upload).orElse(null),
                command.map(Queued::place).map(Place::position).orElse(null));
    }

    private static <E extends OperationEvent> Stream<E> only(
            Collection<? extends OperationEvent> events, Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast);
    }
}

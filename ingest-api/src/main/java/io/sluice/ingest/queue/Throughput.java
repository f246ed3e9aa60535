package io.sluice.ingest.queue;

import io.sluice.command.Outcome;
import io.sluice.image.Organization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// A counter of the uploads that have ended within the last minute, on all nodes, by organization. Safe for
/// use by many threads.
public final class Throughput implements Consumer<Outcome> {

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final Duration STEP = Duration.ofSeconds(1);

    private final Clock clock;
    private final Map<Organization, Deque<Second>> seconds = new ConcurrentHashMap<>();

    public Throughput(Clock clock) {
        this.clock = clock;
    }

    private record Second(Instant begin, long uploads) {}

    @Override
    public void accept(Outcome outcome) {
        if (!isUpload(outcome)) {
            return;
        }
        var oldest = clock.instant().minus(PERIOD);
        if (outcome.finished().isBefore(oldest)) {
            return;
        }
        seconds.compute(outcome.organization(), (_, known) -> {
            var list = known == null ? new ArrayDeque<Second>() : known;
            list.removeIf(second -> second.begin().isBefore(oldest));
            var last = list.peekLast();
            if (last != null
                    && Duration.between(last.begin(), outcome.finished()).compareTo(STEP) < 0) {
                list.removeLast();
                list.addLast(new Second(last.begin(), last.uploads() + 1));
            } else {
                list.addLast(new Second(outcome.finished(), 1));
            }
            return list;
        });
    }

    /// Whether it is the outcome of an upload that was worked on, which has stages; a change of an image has none.
    static boolean isUpload(Outcome outcome) {
        return !outcome.trail().stages().isEmpty()
                && (outcome instanceof Outcome.Registered || outcome instanceof Outcome.Rejected);
    }

    /// Returns the uploads a second of an organization.
    double of(Organization organization) {
        var oldest = clock.instant().minus(PERIOD);
        var uploads = new long[1];
        seconds.computeIfPresent(organization, (_, known) -> {
            known.removeIf(second -> second.begin().isBefore(oldest));
            uploads[0] = known.stream().mapToLong(Second::uploads).sum();
            return known.isEmpty() ? null : known;
        });
        return (double) uploads[0] / PERIOD.toSeconds();
    }

    /// Returns the organizations with uploads that have ended lately.
    Iterable<Organization> organizations() {
        return seconds.keySet();
    }
}

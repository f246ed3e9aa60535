package io.sluice.ingest.quota;

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

/// A counter of the pixels converted for each organization within the last hour, on all nodes. It counts
/// the outcomes that this node reads, so none from before its start. Thread-safe.
public final class ConvertedPixels implements Consumer<Outcome> {

    private static final Duration PERIOD = Duration.ofHours(1);
    private static final Duration STEP = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<Organization, Deque<Minute>> minutes = new ConcurrentHashMap<>();

    public ConvertedPixels(Clock clock) {
        this.clock = clock;
    }

    private record Minute(Instant begin, long pixels) {}

    @Override
    public void accept(Outcome outcome) {
        if (outcome instanceof Outcome.Registered registered && isConversion(registered)) {
            var image = registered.image();
            add(registered.organization(), registered.finished(), (long) image.width() * image.height());
        }
    }

    /// Returns the pixels converted for `organization`.
    public long of(Organization organization) {
        var oldest = clock.instant().minus(PERIOD);
        var pixels = new long[1];
        minutes.computeIfPresent(organization, (_, known) -> {
            known.removeIf(minute -> minute.begin().isBefore(oldest));
            pixels[0] = known.stream().mapToLong(Minute::pixels).sum();
            return known.isEmpty() ? null : known;
        });
        return pixels[0];
    }

    private static boolean isConversion(Outcome.Registered registered) {
        var optimization = registered.image().content().optimization();
        return registered.created() && optimization != null && optimization.kept() == null;
    }

    private void add(Organization organization, Instant finished, long pixels) {
        var oldest = clock.instant().minus(PERIOD);
        if (finished.isBefore(oldest)) {
            return;
        }
        minutes.compute(organization, (_, known) -> {
            var list = known == null ? new ArrayDeque<Minute>() : known;
            list.removeIf(minute -> minute.begin().isBefore(oldest));
            var last = list.peekLast();
            if (last != null && Duration.between(last.begin(), finished).compareTo(STEP) < 0) {
                list.removeLast();
                list.addLast(new Minute(last.begin(), last.pixels() + pixels));
            } else {
                list.addLast(new Minute(finished, pixels));
            }
            return list;
        });
    }
}

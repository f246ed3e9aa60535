package io.sluice.lab.storm.call;

import io.sluice.lab.storm.call.Attempt.Ending;
import io.sluice.lab.storm.cluster.Span;
import io.sluice.standalone.terminal.Units;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The responses to the requests of a trial, compared with the maximum time of each.
///
/// @param statuses   numbers of responses by HTTP status
/// @param refused    requests that were not sent, since no process listened
/// @param excused    connections that broke because the process had ended or was halted
/// @param longest    longest time until a response, without the time in which the process was halted
/// @param late       responses after more than the bound, for people
/// @param unanswered requests without a response and without an excuse, for people
public record Answers(
        SortedMap<Integer, Integer> statuses,
        int refused,
        int excused,
        Duration longest,
        List<String> late,
        List<String> unanswered) {

    /// Tolerance between the end of a process and the observed end of its connections.
    private static final Duration SKEW = Duration.ofSeconds(5);

    /// The incidents of a node.
    ///
    /// @param stops times in which it was halted
    /// @param ends  times at which its process has ended, by [System#nanoTime()]
    public record Incidents(List<Span> stops, List<Long> ends) {

        public static final Incidents NONE = new Incidents(List.of(), List.of());
    }

    /// @param bound     maximum time until a response, in addition to the time in which the process is halted
    /// @param incidents incidents of each node
    public static Answers of(Collection<Attempt> attempts, Duration bound, Map<URI, Incidents> incidents) {
        var count = new Count(bound);
        attempts.forEach(attempt -> count.add(attempt, incidents.getOrDefault(attempt.node(), Incidents.NONE)));
        return count.result();
    }

    public int answered() {
        return statuses.values().stream().mapToInt(count -> count).sum();
    }

    private static final class Count {

        private final Duration bound;
        private final SortedMap<Integer, Integer> statuses = new TreeMap<>();
        private final List<String> late = new ArrayList<>();
        private final List<String> unanswered = new ArrayList<>();
        private int refused;
        private int excused;
        private Duration longest = Duration.ZERO;

        Count(Duration bound) {
            this.bound = bound;
        }

        void add(Attempt attempt, Incidents incidents) {
            var halted = attempt.span().overlap(incidents.stops);
            var running = attempt.took().minus(halted);
            switch (attempt.ending()) {
                case Ending.Answered(var status) -> {
                    statuses.merge(status, 1, Integer::sum);
                    longest = running.compareTo(longest) > 0 ? running : longest;
                    if (running.compareTo(bound) > 0) {
                        late.add(text(attempt, halted, "was answered with " + status));
                    }
                }
                case Ending.Refused _ -> refused++;
                case Ending.Broken(var failure) -> {
                    if (halted.isPositive() || hasEnded(attempt.span(), incidents)) {
                        excused++;
                    } else {
                        unanswered.add(text(attempt, halted, "lost its connection: " + failure));
                    }
                }
                case Ending.GivenUp _ -> {
                    if (running.compareTo(bound) <= 0 && halted.isPositive()) {
                        excused++;
                    } else {
                        unanswered.add(text(attempt, halted, "was not answered"));
                    }
                }
            }
        }

        private static boolean hasEnded(Span span, Incidents incidents) {
            var around = new Span(span.from() - SKEW.toNanos(), span.to() + SKEW.toNanos());
            return incidents.ends.stream().anyMatch(around::contains);
        }

        private static String text(Attempt attempt, Duration halted, String ending) {
            return "a request to " + attempt.node() + ' ' + ending + " after " + Units.time(attempt.took())
                    + (halted.isPositive() ? ", of which the process was halted for " + Units.time(halted) : "");
        }

        Answers result() {
            return new Answers(statuses, refused, excused, longest, List.copyOf(late), List.copyOf(unanswered));
        }
    }
}
